import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { isRecord } from "./is-record.ts";
import { requireRole } from "./names.ts";
import type { PolicyUnderTest } from "./policy-under-test.ts";

/** Who the assertion speaks of. */
export interface ResolvedSubject {
  /** What the policy is asked with. */
  readonly who: unknown;
  /** As the assertion names it: the role, or the principal's id and roles and none of its attributes. */
  readonly label: string;
  /** Given by a role's name, and so without scopes and attributes. */
  readonly bare: boolean;
}

/**
 * Throws `ERR_RBAC_OPTION_INVALID` for anything a slip could have produced and a policy would simply refuse: an
 * unknown role, undefined, a principal without id. A denial of those would prove nothing.
 */
export function resolveSubject(policy: PolicyUnderTest, subject: unknown): ResolvedSubject {
  if (typeof subject === "string") {
    const role = requireRole(policy, subject);
    return { who: { id: role, roles: [role] }, label: JSON.stringify(role), bare: true };
  }
  if (subject === null) return { who: null, label: "null", bare: false };
  if (!isRecord(subject)) {
    throw new OptionInvalidError(
      `Who is asked about must be a role name or a principal, and is ${kindOf(subject)}. For nobody, say null.`,
    );
  }
  const { id, roles } = subject;
  if (typeof id !== "string" || id === "" || !Array.isArray(roles)) {
    throw new OptionInvalidError(
      "A principal is { id, roles } with an id that is not empty. For nobody, say null.",
    );
  }
  const named = roles.map((role) => requireRole(policy, role));
  const label = `{ id: ${JSON.stringify(id)}, roles: ${JSON.stringify(named)} }`;
  return { who: subject, label, bare: false };
}
