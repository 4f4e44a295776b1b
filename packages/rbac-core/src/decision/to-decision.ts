import type { PolicyModel } from "../definition/model.ts";
import type { Decision } from "../types/decision.ts";
import type { Outcome } from "./outcome.ts";
import { layerOf } from "./outcome.ts";

/** The outcome as the caller sees it: no condition, nothing of the resource. */
export function toDecision<P extends string>(
  outcome: Outcome,
  permission: P,
  named: readonly unknown[],
  model: PolicyModel,
  policyVersion: string,
): Decision<P> {
  const roles = named.filter((role) => typeof role === "string");
  const unknownRoles = roles.filter((role) => !model.roles.has(role));
  const { allowed, code, rule } = outcome;
  return Object.freeze({
    allowed,
    permission,
    code,
    layer: layerOf(code),
    roles: Object.freeze(roles),
    ...(unknownRoles.length === 0 ? {} : { unknownRoles: Object.freeze(unknownRoles) }),
    ...(rule === undefined ? {} : { rule: rule.path }),
    ...(rule?.reason === undefined ? {} : { reason: rule.reason }),
    policyVersion,
  });
}

/** A decision that was kept is of this very permission. */
export function isOn<P extends string>(
  decision: Decision | undefined,
  permission: P,
): decision is Decision<P> {
  return decision?.permission === permission;
}
