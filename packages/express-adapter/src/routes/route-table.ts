import type { WalkedRow } from "./walk-routes.ts";

/** Rows as an aligned table, each with what to do about it. */
export function routeTable(rows: readonly WalkedRow[]): string {
  const lines = rows.map((row) => {
    const { method, path, status } = row.report;
    return [method, path, status, adviceOn(row)];
  });
  const widths = [0, 1, 2].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`)
    .join("\n");
}

function adviceOn({ report: { status, reason }, mounted }: WalkedRow): string {
  if (status !== "unguarded") return reason ?? "";
  if (mounted) return reason ?? "Put requirePermission(...) or publicRoute(reason) before it.";
  const advice = "Put requirePermission(...) before its handler, or publicRoute(reason).";
  return reason === undefined ? advice : `${reason} ${advice}`;
}
