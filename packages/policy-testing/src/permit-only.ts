import type { Cell } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import type { CellDifference } from "./cell-difference.ts";
import { directionOf, LEGEND, rulesBehind } from "./cell-difference.ts";
import type { MatcherContext, MatcherResult } from "./matcher.ts";
import { polarityOf } from "./matcher.ts";
import { requirePermission, requireRole } from "./names.ts";
import type { PolicyUnderTest } from "./policy-under-test.ts";
import { policyOf } from "./policy-under-test.ts";
import { textTable } from "./text-table.ts";

const CONDITIONAL = " if";

function readEntries(policy: PolicyUnderTest, entries: unknown): ReadonlyMap<string, Cell> {
  if (!Array.isArray(entries)) {
    throw new OptionInvalidError(
      `toPermitOnly takes the permissions as an array, and was given ${kindOf(entries)}.`,
    );
  }
  const cells = new Map<string, Cell>();
  for (const entry of entries) {
    const conditional = typeof entry === "string" && entry.endsWith(CONDITIONAL);
    const permission = requirePermission(
      policy,
      conditional ? entry.slice(0, -CONDITIONAL.length) : entry,
    );
    if (cells.has(permission)) {
      throw new OptionInvalidError(
        `toPermitOnly names ${JSON.stringify(permission)} twice. It is permitted always, or under a condition ("${permission} if").`,
      );
    }
    cells.set(permission, conditional ? "conditional" : "allow");
  }
  return cells;
}

function differencesOf(
  policy: PolicyUnderTest,
  role: string,
  expected: ReadonlyMap<string, Cell>,
): CellDifference[] {
  const matrix = policy.matrix();
  return policy.permissions
    .map((permission) => ({
      role,
      permission,
      expected: expected.get(permission) ?? "deny",
      actual: matrix.cell(role, permission),
    }))
    .filter(({ expected: wanted, actual }) => wanted !== actual);
}

function describeDifferences(
  policy: PolicyUnderTest,
  role: string,
  differences: readonly CellDifference[],
): string[] {
  const rows = differences.map((difference) => [
    directionOf(difference),
    difference.permission,
    difference.expected,
    difference.actual,
    rulesBehind(policy, difference),
  ]);
  const unmarked = differences.find(
    ({ expected, actual }) => expected !== "conditional" && actual === "conditional",
  );
  return [
    `The role ${JSON.stringify(role)} must permit exactly what is listed.`,
    "",
    ...textTable(["difference", "permission", "test", "policy", "rules"], rows),
    "",
    LEGEND,
    ...(unmarked === undefined
      ? []
      : [
          `A permission that depends on the row or the fields is listed as "${unmarked.permission} if".`,
        ]),
  ];
}

/** Compares the role's column of the matrix with the list; scopes play no part in either. */
export function toPermitOnly(
  this: MatcherContext,
  received: unknown,
  ...args: readonly unknown[]
): MatcherResult {
  const policy = policyOf(received, "toPermitOnly");
  const role = requireRole(policy, args[0]);
  const differences = differencesOf(policy, role, readEntries(policy, args[1]));
  const { dot } = polarityOf(this);
  return {
    pass: differences.length === 0,
    message: () =>
      [
        `expect(policy)${dot}.toPermitOnly(${JSON.stringify(role)}, permissions)`,
        "",
        ...(differences.length === 0
          ? [`The role ${JSON.stringify(role)} must not permit exactly what is listed, and does.`]
          : describeDifferences(policy, role, differences)),
      ].join("\n"),
  };
}
