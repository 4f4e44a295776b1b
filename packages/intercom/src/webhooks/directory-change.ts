import { isRoleActivity } from "../directory/role-activity.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/** Of admins, and of no role, seat or team. */
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
    return isRoleActivity(event.item.activity_type) ? "everybody" : undefined;
  }
  // A topic of admins or teams that is not known, or whose item could not be read.
  const speaksOfThem = event.kind === "other" && /^(?:admin|team|role)s?\./.test(event.topic);
  return speaksOfThem && !HARMLESS_TOPICS.has(event.topic) ? "everybody" : undefined;
}
