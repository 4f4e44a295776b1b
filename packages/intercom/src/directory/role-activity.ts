/**
 * What entries of Intercom's activity log speak of after which somebody may hold other roles: Intercom's roles and
 * permissions, who is a teammate, who is in which team. The set of types is open, so words are looked for: they are in
 * `role_change`, `role_creation`, `role_deletion`, `admin_permission_change`, `inbox_access_change`,
 * `security_settings_change`, `app_admin_join`, `admin_provisioned`, `admin_deprovisioned`, `admin_deletion`,
 * `admin_invite_*`, `seat_change`, `seat_revoke` and `app_team_*`, and will be in the next ones. Asking once too often
 * does no harm.
 */
const WORDS =
  /(?:^|_)(?:roles?|permissions?|access|security|admins?|teammates?|seats?|teams?)(?:_|$)/;

/** Of admins, and of no role, seat or team. */
const HARMLESS: ReadonlySet<string> = new Set([
  "admin_login_success",
  "admin_login_failure",
  "admin_logout",
  "admin_unauthorized_sign_in_method",
  "admin_two_factor_auth_change",
  "admin_impersonation_start",
  "admin_impersonation_end",
  "admin_impersonation_consent_approved",
  "admin_impersonation_consent_revoked",
]);

/** May an activity of this type have changed who holds which roles? The log tells who did it and not to whom. */
export function isRoleActivity(activityType: string): boolean {
  return WORDS.test(activityType) && !HARMLESS.has(activityType);
}
