import type { WebhookEvent } from "./webhook-event.ts";

/** Activities of admins that leave every role, seat and team as it was. */
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

/**
 * What the activities that change them speak of: `role_change`, `role_creation`, `role_deletion`,
 * `admin_permission_change`, `inbox_access_change`, `security_settings_change`, `app_admin_join`, `admin_provisioned`,
 * `admin_deprovisioned`, `admin_deletion`, `admin_invite_*`, `seat_change`, `seat_revoke`, `app_team_*`,
 * `team_assignment_limit_change`. The set is open: words catch the next ones too, and reading once too often does no
 * harm.
 */
const CHANGING =
  /(?:^|_)(?:roles?|permissions?|access|security|admins?|teammates?|seats?|teams?)(?:_|$)/;

const HARMLESS_TOPICS: ReadonlySet<string> = new Set([
  "admin.away_mode_updated",
  "admin.logged_in",
  "admin.logged_out",
]);

/** Whose roles and teams an event may have changed; undefined for nobody's. */
export function directoryChange(
  event: WebhookEvent,
): { readonly adminId: string } | "everybody" | undefined {
  if (event.kind === "admin") {
    return HARMLESS_TOPICS.has(event.topic) ? undefined : { adminId: event.item.id };
  }
  if (event.kind === "admin-activity") {
    // It names who did it, and not reliably to whom.
    const { activity_type: activity } = event.item;
    return CHANGING.test(activity) && !HARMLESS.has(activity) ? "everybody" : undefined;
  }
  // A topic of admins or teams that is not known, or whose item could not be read.
  const speaksOfThem = event.kind === "other" && /^(?:admin|team|role)s?\./.test(event.topic);
  return speaksOfThem && !HARMLESS_TOPICS.has(event.topic) ? "everybody" : undefined;
}
