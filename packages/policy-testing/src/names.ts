import { isRbacError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import type { PolicyUnderTest } from "./policy-under-test.ts";

/** Throws `ERR_RBAC_OPTION_INVALID`, naming the nearest role, for one the policy does not have. */
export function requireRole(policy: PolicyUnderTest, role: unknown): string {
  if (typeof role !== "string") {
    throw new OptionInvalidError(`A role is named by a string, and this is ${kindOf(role)}.`);
  }
  // The matrix looks at the role first, and its error names the nearest.
  if (!policy.roles.includes(role)) policy.matrix().cell(role, "");
  return role;
}

/** Throws `ERR_RBAC_PERMISSION_UNKNOWN`, naming the nearest permission, for one outside the catalogue. */
export function requirePermission(policy: PolicyUnderTest, permission: unknown): string {
  if (typeof permission !== "string") {
    throw new OptionInvalidError(
      `A permission is named by a string, and this is ${kindOf(permission)}.`,
    );
  }
  policy.couldEver(null, permission);
  return permission;
}

/** What is wrong with a name, as one line, or undefined when the policy has it. */
export function unknownName(check: () => string): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (isRbacError(error)) return error.message;
    throw error;
  }
}
