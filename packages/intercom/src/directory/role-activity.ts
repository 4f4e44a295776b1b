/**
 * Entries of Intercom's activity log after which somebody may hold other roles: Intercom's roles and permissions, who
 * is a teammate, who is in which team. The log tells who did it and not to whom.
 */
const ROLE_ACTIVITIES: ReadonlySet<string> = new Set([
  "role_change",
  "role_creation",
  "role_deletion",
  "admin_permission_change",
  "inbox_access_change",
  "security_settings_change",
  "app_admin_join",
  "admin_provisioned",
  "admin_deprovisioned",
  "admin_deletion",
  "admin_invite_change",
  "admin_invite_creation",
  "admin_invite_deletion",
  "seat_change",
  "seat_revoke",
  "app_team_creation",
  "app_team_deletion",
  "app_team_membership_modification",
]);

/** May an activity of this type have changed who holds which roles? */
export function isRoleActivity(activityType: string): boolean {
  return ROLE_ACTIVITIES.has(activityType);
}
