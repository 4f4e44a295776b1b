import { formatNumber } from "../harness/format.ts";
import type { Results, RowResult, SideResult } from "../harness/results.ts";
import { goalText, goalValue, isMet } from "../harness/results.ts";
import type { Spread } from "../harness/statistics.ts";

/** Checked-in results with the name of their file, such as `20`. */
export interface Named {
  readonly name: string;
  readonly results: Results;
}

function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, index) => (index < 2 ? "---" : "---:"));
  return [header, rule, ...rows].map(line).join("\n");
}

/** `0.71 (0.69 – 0.73)` */
function spreadText({ min, median, max }: Spread): string {
  return `${formatNumber(median)} (${formatNumber(min)} – ${formatNumber(max)})`;
}

function verdict(row: RowResult): string {
  const met = isMet(row);
  return met === undefined ? "" : met ? "met" : "**missed**";
}

function ours({ sides, side = "rbac" }: RowResult): SideResult | undefined {
  return sides.find(({ name }) => name === side);
}

function withUnit(value: number, unit: string): string {
  return `${formatNumber(value)} ${unit}`;
}

/** Our value, said of what where the row has several of them: `beyond zod and CASL: 12 ms`. */
function named({ name, value }: SideResult, unit: string): string {
  const text = withUnit(value.median, unit);
  return name === "rbac" ? text : `${name.replace("rbac, ", "")}: ${text}`;
}

export function rowsOf({ questions }: Results): readonly RowResult[] {
  return questions.flatMap(({ rows }) => rows);
}

/** Of peers at several sizes, the one at the last, as ours. */
function cheapestPeer({ sides }: RowResult): SideResult | undefined {
  const peers = sides.filter(
    ({ kind, name }) => kind === "peer" && !/, (?:10|100|1,000) /.test(name),
  );
  return peers.sort((a, b) => a.value.median - b.value.median)[0];
}

/** Our side of every row that has a goal: the cost, the floor's, and the goal. */
export function summaryTable(results: Results): string {
  const rows = rowsOf(results).filter((row) => row.goal !== undefined && ours(row) !== undefined);
  return markdown(
    ["Question", "Floor", "Ours", "Nearest peer", "Ratio", "Goal", ""],
    rows.map((row) => {
      const own = ours(row);
      const floor = row.sides.find(({ kind }) => kind === "floor");
      const peer = cheapestPeer(row);
      return [
        row.title,
        floor === undefined ? row.floor : `${row.floor}: ${withUnit(floor.value.median, row.unit)}`,
        own === undefined ? "" : named(own, row.unit),
        peer === undefined ? "" : `${peer.name}: ${withUnit(peer.value.median, row.unit)}`,
        own?.ratio === undefined ? "" : formatNumber(own.ratio.median),
        `${goalText(row)}${row.goal?.of === "value" ? ` ${row.unit}` : ""}`,
        verdict(row),
      ];
    }),
  );
}

/** Every side of every row, with the spread over the processes. */
export function wholeTable(results: Results): string {
  const rows = rowsOf(results).flatMap((row) =>
    row.sides.map((side, index) => [
      index === 0 ? `${row.title}, ${row.unit}` : "",
      side.kind === "ours" ? `**${side.name}**` : side.name,
      spreadText(side.value),
      side.ratio === undefined ? "" : spreadText(side.ratio),
      side === ours(row) ? goalText(row) : "",
      side === ours(row) ? verdict(row) : "",
    ]),
  );
  return markdown(
    ["Question", "Side", "Median (min – max)", "Ratio to the floor", "Goal", ""],
    rows,
  );
}

/** What the goals speak of, run beside run. */
export function runsTable(runs: readonly Named[]): string {
  const byRun = runs.map(({ results }) => new Map(rowsOf(results).map((row) => [row.id, row])));
  const [first] = runs;
  const rows = rowsOf(first.results).filter(({ goal }) => goal !== undefined);
  return markdown(
    [
      "Question",
      "Goal",
      ...runs.map(({ name, results }) => `${name}: Node ${results.machine.node}`),
    ],
    rows.map((row) => [
      row.title,
      `${goalText(row)}${row.goal?.of === "value" ? ` ${row.unit}` : ""}`,
      ...byRun.map((found) => {
        const there = found.get(row.id);
        const measured = there && goalValue(there);
        return measured === undefined || there === undefined
          ? "not run"
          : `${formatNumber(measured.median)} ${verdict(there)}`.trim();
      }),
    ]),
  );
}

export function machineLine({ machine, questions }: Results): string {
  const processes = new Set(questions.map((question) => question.processes));
  const dates = [...new Set(questions.map(({ date }) => date))].sort();
  return [
    `Node ${machine.node} on ${machine.processor}, ${machine.cores} cores, ${machine.platform}`,
    `fresh processes a row: ${[...processes].join(" or ")}`,
    `${dates.join(" to ")}.`,
  ].join("; ");
}
