import type { Kind, Question, Row, Sample } from "./question.ts";
import type { Spread } from "./statistics.ts";
import { spread } from "./statistics.ts";

export interface SideResult {
  readonly name: string;
  readonly kind: Kind;
  readonly value: Spread;
  readonly ratio?: Spread | undefined;
  /** One of each per process. */
  readonly values: readonly number[];
  readonly ratios: readonly number[];
}

export interface RowResult extends Row {
  readonly sides: readonly SideResult[];
}

export interface QuestionResult {
  readonly question: string;
  readonly title: string;
  readonly command: string;
  readonly date: string;
  readonly processes: number;
  readonly rows: readonly RowResult[];
}

export interface Machine {
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly platform: string;
}

export interface Results {
  readonly machine: Machine;
  readonly questions: readonly QuestionResult[];
}

/** The numbers that the goal speaks of. */
export function goalValue({ goal, side = "rbac", sides }: RowResult): Spread | undefined {
  const found = sides.find(({ name }) => name === side);
  return goal?.of === "value" ? found?.value : found?.ratio;
}

/** Whether the goal is met; undefined where there is none, or nothing to compare with it. */
export function isMet(row: RowResult): boolean | undefined {
  const { goal, sides } = row;
  const measured = goalValue(row);
  if (goal === undefined || measured === undefined) return undefined;
  if (goal.of !== "twin") return measured.median <= goal.atMost;
  const twin = sides.find(({ name }) => name === goal.twin)?.ratio;
  return twin && measured.min <= twin.max && measured.max >= twin.min;
}

export function goalText({ goal }: Row): string {
  if (goal === undefined) return "";
  return goal.of === "twin" ? `like ${goal.twin}` : `≤ ${goal.atMost}`;
}

/** Joins the samples of all processes, each a list of groups. Of a side measured in several groups, the first counts. */
export function rowResults(
  question: Question,
  processes: readonly (readonly (readonly Sample[])[])[],
): RowResult[] {
  return question.rows.map((row) => {
    const found = new Map<string, Sample[]>();
    for (const groups of processes) {
      const seen = new Set<string>();
      for (const sample of groups.flat()) {
        if (sample.row !== row.id || seen.has(sample.side)) continue;
        seen.add(sample.side);
        found.set(sample.side, [...(found.get(sample.side) ?? []), sample]);
      }
    }
    return { ...row, sides: [...found.values()].map(sideResult) };
  });
}

function sideResult(samples: readonly Sample[]): SideResult {
  const values = samples.map(({ value }) => round(value));
  const ratios = samples.flatMap(({ ratio }) => (ratio === undefined ? [] : [round(ratio)]));
  const [{ side, kind }] = samples;
  return {
    name: side,
    kind,
    value: spread(values),
    ratio: ratios.length === 0 ? undefined : spread(ratios),
    values,
    ratios,
  };
}

/** Four figures: more would be noise in the checked-in file. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}
