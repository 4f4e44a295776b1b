import { OptionInvalidError } from "@intercom-rbac/core";
import type { CellDifference } from "./cell-difference.ts";
import { directionOf, LEGEND, rulesBehind } from "./cell-difference.ts";
import type { MatcherContext, MatcherResult } from "./matcher.ts";
import { polarityOf } from "./matcher.ts";
import { requirePermission, requireRole, unknownName } from "./names.ts";
import type { PolicyUnderTest } from "./policy-under-test.ts";
import { policyOf } from "./policy-under-test.ts";
import type { WrittenTable } from "./read-matrix-table.ts";
import { readMatrixTable } from "./read-matrix-table.ts";
import { textTable } from "./text-table.ts";

/** What lies between a policy and a table, each way. */
interface Comparison {
  /** Names of the table that the policy does not have, each as a sentence. */
  readonly unknown: readonly string[];
  /** What the policy has and the table leaves out. */
  readonly unnamed: readonly string[];
  readonly cells: readonly CellDifference[];
}

function unnamedBy(policy: PolicyUnderTest, table: WrittenTable): string[] {
  const roles = policy.roles.filter((role) => !table.has(role));
  const columns = [...table].filter(([role]) => policy.roles.includes(role));
  const permissions = policy.permissions.flatMap((permission) => {
    const without = columns.filter(([, cells]) => !cells.has(permission)).map(([role]) => role);
    if (without.length === 0) return [];
    const partly = without.length === columns.length ? "" : ` for ${without.join(", ")}`;
    return [`the permission "${permission}"${partly}`];
  });
  return [...roles.map((role) => `the role "${role}"`), ...permissions];
}

function compare(policy: PolicyUnderTest, table: WrittenTable): Comparison {
  const matrix = policy.matrix();
  const written = [...new Set([...table.values()].flatMap((cells) => [...cells.keys()]))];
  const unknown = [
    ...[...table.keys()].map((role) => unknownName(() => requireRole(policy, role))),
    ...written.map((permission) => unknownName(() => requirePermission(policy, permission))),
  ].filter((sentence) => sentence !== undefined);
  const cells = policy.roles.flatMap((role) =>
    policy.permissions.flatMap((permission) => {
      const expected = table.get(role)?.get(permission);
      const actual = matrix.cell(role, permission);
      return expected === undefined || expected === actual
        ? []
        : [{ role, permission, expected, actual }];
    }),
  );
  return { unknown, unnamed: unnamedBy(policy, table), cells };
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function describe(policy: PolicyUnderTest, { unknown, unnamed, cells }: Comparison): string[] {
  const rows = cells.map((difference) => [
    directionOf(difference),
    difference.role,
    difference.permission,
    difference.expected,
    difference.actual,
    rulesBehind(policy, difference),
  ]);
  const head = ["difference", "role", "permission", "table", "policy", "rules"];
  return [
    "The policy must have exactly this matrix.",
    ...section("The table names what the policy does not have:", unknown),
    ...section("The table leaves out what the policy has:", unnamed),
    ...(cells.length === 0 ? [] : ["", ...textTable(head, rows), "", LEGEND]),
  ];
}

/** Throws for a name the policy does not have, after `.not` as well: a misspelt table must not pass as a difference. */
export function toMatchMatrix(
  this: MatcherContext,
  received: unknown,
  ...args: readonly unknown[]
): MatcherResult {
  const policy = policyOf(received, "toMatchMatrix");
  const comparison = compare(policy, readMatrixTable(args[0]));
  const { unknown, unnamed, cells } = comparison;
  const same = unnamed.length === 0 && cells.length === 0;
  const { dot } = polarityOf(this);
  const message = (): string =>
    [
      `expect(policy)${dot}.toMatchMatrix(table)`,
      "",
      ...(same && unknown.length === 0
        ? ["The policy must not have this matrix, and has."]
        : describe(policy, comparison)),
    ].join("\n");
  if (unknown.length > 0) throw new OptionInvalidError(message());
  return { pass: same, message };
}
