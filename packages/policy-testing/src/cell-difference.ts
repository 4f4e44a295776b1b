import type { Cell } from "@intercom-rbac/core";
import type { PolicyUnderTest } from "./policy-under-test.ts";

const EXTENT: { readonly [C in Cell]: number } = { deny: 0, conditional: 1, allow: 2 };

/** One cell of the matrix that is not what the test says. */
export interface CellDifference {
  readonly role: string;
  readonly permission: string;
  readonly expected: Cell;
  readonly actual: Cell;
}

/** `missing`: the policy gives less than the test says. `unexpected`: it gives more. */
export function directionOf({ expected, actual }: CellDifference): "missing" | "unexpected" {
  return EXTENT[actual] < EXTENT[expected] ? "missing" : "unexpected";
}

/** The rules behind the policy's cell, denials first. */
export function rulesBehind(
  policy: PolicyUnderTest,
  { role, permission, actual }: CellDifference,
): string {
  const { considered } = policy.explain({ id: role, roles: [role] }, permission);
  if (considered.length === 0) return "no rule";
  const rules = considered.map(({ rule }) => rule).join(", ");
  const granted = considered.every(({ effect }) => effect === "can");
  return actual === "deny" && granted ? `${rules}, above the ceiling` : rules;
}

export const LEGEND =
  "missing: the policy gives less than the test says. unexpected: it gives more.";
