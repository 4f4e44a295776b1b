import type { IntercomPermission } from "@intercom-rbac/core";
import { intercomPolicy, intercomScopes } from "@intercom-rbac/core";
import { readScopes } from "./scope-names.ts";

/**
 * What a token with these scopes can be used for, in the catalogue's order. A name that the table does not know opens
 * nothing.
 *
 * Throws `ERR_RBAC_OPTION_INVALID` for anything but an array of strings.
 *
 * @param scopes labels of the Developer Hub, or their API names
 * @example
 * permissionsForScopes(["Read tags", "write_tickets"]);
 * // ["tags:read", "tickets:create", "tickets:update", "tickets:reply", "tickets:delete", "ticket_types:write"]
 */
export function permissionsForScopes(scopes: readonly string[]): readonly IntercomPermission[] {
  const held = readScopes("permissionsForScopes", scopes);
  return intercomPolicy.permissions.filter((permission) =>
    intercomScopes[permission].scopes.some((scope) => held.has(scope)),
  );
}
