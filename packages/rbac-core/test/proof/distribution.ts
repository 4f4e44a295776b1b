import type { Truth } from "./oracle.ts";

/** Counts what the generated questions really asked: a proof over easy questions proves nothing. */
export interface Distribution {
  decision(code: string, comparisons: number): void;
  comparison(operator: string, truth: Truth): void;
  answer(kind: string, count: number): void;
  readonly total: number;
  /** Share of the decisions, 0 to 1. */
  share(code: string): number;
  /** How often the operator was evaluated. */
  evaluated(operator: string): number;
  toString(): string;
}

export const CODES = [
  "unauthenticated",
  "roles_exclusive",
  "explicitly_denied",
  "permission_missing",
  "scope_missing",
  "ceiling_exceeded",
  "field_required",
  "field_denied",
  "resource_required",
  "tenant_mismatch",
  "condition_not_met",
  "granted",
] as const;

export const OPERATORS = [
  "$eq",
  "$ne",
  "$in",
  "$nin",
  "$gt",
  "$gte",
  "$lt",
  "$lte",
  "$exists",
  "$all",
] as const;

export function createDistribution(): Distribution {
  const codes = new Map<string, number>();
  const truths = new Map<string, number>();
  const answers = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string, by = 1) =>
    counts.set(key, (counts.get(key) ?? 0) + by);
  const of = (counts: Map<string, number>, key: string) => counts.get(key) ?? 0;
  const percent = (part: number, whole: number) =>
    `${((100 * part) / whole).toFixed(2)} %`.padStart(8);
  const number = (value: number) => value.toLocaleString("en").padStart(9);
  let total = 0;

  const distribution: Distribution = {
    decision(code, comparisons) {
      total += 1;
      add(codes, code);
      if (code === "explicitly_denied") add(codes, `${code}/${comparisons > 0 ? "row" : "always"}`);
      if (code === "granted") add(codes, `${code}/${comparisons > 0 ? "row" : "always"}`);
    },
    comparison(operator, truth) {
      add(truths, operator);
      add(truths, `${operator} ${truth}`);
    },
    answer: (kind, count) => add(answers, kind, count),
    get total() {
      return total;
    },
    share: (code) => of(codes, code) / total,
    evaluated: (operator) => of(truths, operator),
    toString() {
      const line = (name: string, key: string) =>
        `  ${name.padEnd(28)}${number(of(codes, key))}  ${percent(of(codes, key), total)}`;
      const detail = (code: string) => [
        line("  without a condition", `${code}/always`),
        line("  by a condition", `${code}/row`),
      ];
      return [
        `Decisions: ${number(total).trim()}`,
        ...CODES.flatMap((code) => [
          line(code, code),
          ...(code === "granted" || code === "explicitly_denied" ? detail(code) : []),
        ]),
        `Comparisons:${"true".padStart(19)}${"false".padStart(9)}${"unknown".padStart(9)}`,
        ...OPERATORS.map((operator) => {
          const counts = [true, false, undefined].map((it) => of(truths, `${operator} ${it}`));
          return `  ${operator.padEnd(10)}${number(of(truths, operator))} =${counts.map(number).join("")}`;
        }),
        "Further answers held against the oracle:",
        ...[...answers].map(([kind, count]) => `  ${kind.padEnd(28)}${number(count)}`),
      ].join("\n");
    },
  };
  return distribution;
}
