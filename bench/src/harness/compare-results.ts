import { formatNumber } from "./format.ts";
import type { Machine, Results, RowResult, SideResult } from "./results.ts";

/** How much dearer a stable row may be than the checked-in one. */
export const TOLERANCE = 0.15;

export interface Change {
  readonly row: string;
  readonly side: string;
  readonly before: number;
  readonly after: number;
}

export interface Comparison {
  readonly regressions: readonly Change[];
  readonly held: readonly Change[];
  /** What kept the comparison from being a clean one. */
  readonly incomparable: readonly string[];
  readonly skipped: readonly string[];
}

/** Ratios where both have one: they say the same on a faster or slower day of the machine. */
function changeOf(row: string, was: SideResult, is: SideResult): Change {
  const both = was.ratio !== undefined && is.ratio !== undefined;
  const [before, after] = both ? [was.ratio, is.ratio] : [was.value, is.value];
  return { row, side: is.name, before: before.median, after: after.median };
}

function rowsOf(results: Results, questions: readonly string[]): Map<string, RowResult> {
  const asked = results.questions.filter(({ question }) => questions.includes(question));
  return new Map(asked.flatMap(({ rows }) => rows).map((row) => [row.id, row]));
}

function machineDifferences(before: Machine, after: Machine): string[] {
  const major = ({ node }: Machine): string => node.split(".")[0];
  const differences: string[] = [];
  if (major(before) !== major(after)) {
    differences.push(`the results are of Node ${before.node}, and this is Node ${after.node}`);
  }
  if (before.processor !== after.processor || before.cores !== after.cores) {
    differences.push(
      `the results are of ${before.processor} with ${before.cores} cores, and this is ${after.processor} with ${after.cores}`,
    );
  }
  return differences;
}

/** Our sides of the rows of these questions, each beside the checked-in one. */
export function compare(
  baseline: Results,
  fresh: Results,
  questions: readonly string[],
): Comparison {
  const before = rowsOf(baseline, questions);
  const after = rowsOf(fresh, questions);
  const incomparable = machineDifferences(baseline.machine, fresh.machine);
  const regressions: Change[] = [];
  const held: Change[] = [];
  const skipped: string[] = [];
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(id);
    const now = after.get(id);
    if (old === undefined || now === undefined) {
      incomparable.push(`${id}: ${old === undefined ? "not among the results" : "not run"}`);
      continue;
    }
    if (!now.stable) {
      skipped.push(id);
      continue;
    }
    for (const name of sidesOf(old, now)) {
      const was = old.sides.find((side) => side.name === name);
      const is = now.sides.find((side) => side.name === name);
      if (was === undefined || is === undefined) {
        incomparable.push(`${id}, ${name}: ${was ? "not run" : "not among the results"}`);
        continue;
      }
      const change = changeOf(id, was, is);
      // Half a unit beside: what was nothing, such as bytes, can only become something.
      const limit = change.before === 0 ? 0.5 : change.before * (1 + TOLERANCE);
      (change.after > limit ? regressions : held).push(change);
    }
  }
  return { regressions, held, incomparable, skipped };
}

function sidesOf(...rows: readonly RowResult[]): Set<string> {
  const ours = rows.flatMap(({ sides }) => sides.filter(({ kind }) => kind === "ours"));
  return new Set(ours.map(({ name }) => name));
}

export function comparisonLines(comparison: Comparison): string[] {
  const { regressions, held, incomparable, skipped } = comparison;
  const line = ({ row, side, before, after }: Change): string =>
    `  ${row}, ${side}: ${formatNumber(before)} before, ${formatNumber(after)} now`;
  const lines = [`\n${held.length} held:`, ...held.map(line)];
  if (skipped.length > 0) lines.push(`Too noisy to hold to a limit: ${skipped.join(", ")}`);
  if (regressions.length > 0) {
    lines.push(`${regressions.length} dearer by more than ${TOLERANCE * 100} %:`);
    lines.push(...regressions.map(line));
  }
  if (incomparable.length > 0) {
    lines.push("Not a clean comparison:", ...incomparable.map((why) => `  ${why}`));
  }
  if (regressions.length === 0 && incomparable.length === 0) {
    lines.push(held.length === 0 ? "Nothing was compared." : "No regression.");
  }
  return lines;
}
