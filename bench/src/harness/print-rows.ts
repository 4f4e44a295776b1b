import { formatNumber } from "./format.ts";
import type { RowResult } from "./results.ts";
import { goalText, goalValue, isMet } from "./results.ts";
import type { Spread } from "./statistics.ts";

function cell({ min, median, max }: Spread): string {
  return `${formatNumber(median)} (${formatNumber(min)} – ${formatNumber(max)})`;
}

/** A row as lines for a terminal: each side's median, with min and max, and its ratio to the floor. */
export function rowLines(row: RowResult): string[] {
  const lines = [`\n${row.title}, ${row.unit}; × ${row.floor}`];
  for (const { name, value, ratio } of row.sides) {
    const factor = ratio === undefined ? "" : `× ${cell(ratio)}`;
    lines.push(`  ${name.padEnd(34)} ${cell(value).padEnd(32)} ${factor}`.trimEnd());
  }
  const measured = goalValue(row);
  if (row.goal !== undefined && measured !== undefined) {
    const verdict = isMet(row) ? "met" : "MISSED";
    lines.push(`  goal ${goalText(row)}: ${formatNumber(measured.median)}, ${verdict}`);
  }
  return lines;
}
