import type { IntercomPermission } from "@intercom-rbac/core";
import { intercomPolicy, intercomScopes, PermissionUnknownError } from "@intercom-rbac/core";
import { didYouMean, kindOf, quote } from "@intercom-rbac/core/internal";
import { labelsOf, readScopes } from "./scope-names.ts";

/** The permissions for which no source names a scope. */
export type ScopelessPermission = "segments:write" | "messages:read" | "fin:read" | "fin:run";

function unknownPermission(permission: unknown): PermissionUnknownError {
  if (typeof permission !== "string") {
    return new PermissionUnknownError(
      `A permission is a string, and this is ${kindOf(permission)}.`,
    );
  }
  const suggestion = didYouMean(permission, intercomPolicy.permissions) ?? "";
  return new PermissionUnknownError(
    `${quote(permission)} is no permission of Intercom's catalogue. ${suggestion}`.trimEnd(),
  );
}

/**
 * What a token lacks for a permission: nothing when it holds any one of the permission's scopes, else the labels of
 * which any one would do, the one to ask for first. `null` where no scope is known that would do.
 *
 * Throws `ERR_RBAC_PERMISSION_UNKNOWN`, and `ERR_RBAC_OPTION_INVALID` for anything but an array of strings.
 *
 * @param scopes labels of the Developer Hub, or their API names
 * @example
 * missingScopes("articles:read", ["Read tags"]); // ["Read and list articles", "Read and write articles"]
 */
export function missingScopes(
  permission: Exclude<IntercomPermission, ScopelessPermission>,
  scopes: readonly string[],
): readonly string[];
export function missingScopes(
  permission: IntercomPermission,
  scopes: readonly string[],
): readonly string[] | null;
export function missingScopes(
  permission: unknown,
  scopes: readonly string[],
): readonly string[] | null {
  if (!intercomPolicy.isPermission(permission)) throw unknownPermission(permission);
  const held = readScopes("missingScopes", scopes);
  const enough = intercomScopes[permission].scopes;
  if (enough.length === 0) return null;
  return enough.some((scope) => held.has(scope)) ? [] : labelsOf(enough);
}
