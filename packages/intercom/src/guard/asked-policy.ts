import type { Decision, PolicyDocument } from "@intercom-rbac/core";
import { GuardMisusedError } from "@intercom-rbac/core";

interface Fields {
  readonly fields?: readonly string[] | undefined;
}

/**
 * A policy as the guard asks it: which names, rows and principals fit is settled by the types of `guardClient`, and
 * checked again by the policy at run time.
 */
export interface AskedPolicy {
  readonly permissions: readonly string[];
  can(who: unknown, permission: string): boolean;
  decide(who: unknown, permission: string, resource?: unknown, options?: Fields): Decision;
  filter(who: unknown, permission: string, rows: readonly unknown[]): unknown[];
  toJSON(): PolicyDocument;
}

/** A policy of the app's own making may answer anything, a promise for one. Throws `ERR_RBAC_GUARD_MISUSED`. */
export function checkedDecision(decision: Decision): Decision {
  const given: unknown = decision;
  if (typeof given === "object" && given !== null && "allowed" in given) {
    if (typeof given.allowed === "boolean") return decision;
  }
  throw new GuardMisusedError(
    "guardClient: options.policy.decide must answer a decision at once, whose allowed is true or false.",
  );
}
