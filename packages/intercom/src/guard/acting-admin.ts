import { GuardMisusedError } from "@intercom-rbac/core";
import { nameIn } from "@intercom-rbac/core/internal";
import type { PlainObject } from "./request/plain-request.ts";
import { isPlainObject } from "./request/plain-request.ts";

/** The admins in whose name a body has Intercom act: `admin_id`, and the sender of a message. */
function actingIn(body: PlainObject): readonly unknown[] {
  const named = [body["admin_id"]];
  const sender = body["from"];
  if (isPlainObject(sender) && sender["type"] === "admin") named.push(sender["id"]);
  return named.filter((id) => id !== undefined && id !== null);
}

/**
 * Intercom lets a token act in any admin's name. A principal that says which admin it is, by its attribute `adminId`,
 * may act in no other's. Throws `ERR_RBAC_GUARD_MISUSED`.
 */
export function checkActingAdmin(principal: unknown, body: PlainObject, name: string): void {
  const own = nameIn(principal, "adminId");
  if (own === undefined) return;
  if (actingIn(body).every((id) => typeof id !== "object" && String(id) === own)) return;
  throw new GuardMisusedError(
    `guardClient: ${name} was to act in the name of another admin than its principal. Leave who acts to the principal: pass its adminId.`,
  );
}
