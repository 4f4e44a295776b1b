import type { Decision } from "@intercom-rbac/core";

/** A refusal for want of something the decision needs. The rule of the decision so far has no part in it. */
export function refusal(
  decision: Decision,
  code: "field_required" | "permission_missing" | "resource_required",
): Decision {
  const { rule: _rule, reason: _reason, ...rest } = decision;
  return { ...rest, allowed: false, code, layer: "role" };
}

/** What a guard that lets a request pass records: with `list`, "on some row" is a yes. */
export function allowance(decision: Decision): Decision {
  if (decision.allowed) return decision;
  const { rule: _rule, reason: _reason, ...rest } = decision;
  return { ...rest, allowed: true, code: "granted" };
}

/** What can be said before anything is known of the principal. */
export function refusalOfNobody(permission: string, policyVersion: string): Decision {
  return {
    allowed: false,
    permission,
    code: "unauthenticated",
    layer: "role",
    roles: [],
    policyVersion,
  };
}
