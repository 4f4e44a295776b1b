import type { RowConditions } from "../../src/index.ts";
import type { Name } from "./generate-rules.ts";
import { NOT_ROWS } from "./generate-subjects.ts";
import { decide } from "./oracle.ts";
import { sqlTruth } from "./sql-truth.ts";
import type { Trial, Who } from "./trial.ts";

/** The codes that a row or a field may still turn into a yes. */
export const OPEN_CODES: readonly string[] = ["granted", "field_required", "resource_required"];

/** Everything that speaks of many rows, or of some row: lists, database conditions, menus, fields. */
export function agreeOnRows(
  trial: Trial,
  who: Who,
  permission: Name,
  rows: readonly object[],
): void {
  const { core, policy, definition } = trial;
  const expect = (kind: string, actual: unknown, expected: unknown) =>
    trial.expect(kind, actual, expected, { who, permission, rows });
  const allowed = rows.filter((row) => decide(definition, who, permission, row) === "granted");

  const snapshot = trial.snapshotOf(who);
  // What is no row is never in a list, even where every row is.
  const mixed = [...rows, ...NOT_ROWS];
  const filtered = policy.filter(who, permission, mixed);
  expect("filter", numbers(mixed, filtered), numbers(rows, allowed));
  const inBrowser = snapshot.filter(permission, mixed);
  expect("snapshot filter", numbers(mixed, inBrowser), numbers(rows, allowed));

  const conditions = policy.conditionsFor(who, permission);
  const matching = select(conditions, rows, (it, row) => core.matchesCondition(it, row));
  expect("conditionsFor, matched", numbers(rows, matching), numbers(rows, allowed));
  const selected = select(conditions, rows, (it, row) => sqlTruth(it, row) === true);
  expect("conditionsFor, as SQL", numbers(rows, selected), numbers(rows, allowed));

  const couldEver = OPEN_CODES.includes(decide(definition, who, permission));
  expect("couldEver", policy.couldEver(who, permission), couldEver);
  expect("snapshot couldEver", snapshot.couldEver(permission), couldEver);
  const [resource = "", action = ""] = permission.split(":");
  expect("CASL type only", trial.abilityOf(who).can(action, resource), couldEver);

  for (const row of [undefined, rows[0]]) {
    const named = fieldsOf(trial, resource);
    const candidates = [...new Set([...named, ...Object.keys(row ?? {})])];
    const permitted = candidates.filter(
      (field) => decide(definition, who, permission, row, [field]) === "granted",
    );
    const answer = policy.permittedFields(who, permission, row);
    expect("permittedFields", [...answer].sort(), permitted.sort());
  }
}

type Some = Extract<RowConditions, { kind: "some" }>["condition"];

function select(
  conditions: RowConditions,
  rows: readonly object[],
  matches: (condition: Some, row: object) => boolean,
): object[] {
  if (conditions.kind === "none") return [];
  if (conditions.kind === "all") return [...rows];
  return rows.filter((row) => matches(conditions.condition, row));
}

/** Positions, because rows may look alike. */
const numbers = (rows: readonly object[], some: readonly object[]): number[] =>
  some.map((row) => rows.indexOf(row));

/** The fields any rule of any role names for a resource. */
function fieldsOf({ definition }: Trial, resource: string): string[] {
  return Object.values(definition.roles)
    .flatMap((role) => [...(role.can ?? []), ...(role.cannot ?? [])])
    .flatMap((rule) => (typeof rule === "string" ? [] : rule))
    .filter((rule) => [rule.permission].flat().some((it) => it.startsWith(`${resource}:`)))
    .flatMap((rule) => rule.fields ?? []);
}
