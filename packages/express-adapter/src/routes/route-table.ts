import type { RouteReport } from "./route-report.ts";

/** Rows as an aligned table, each with what to do about it. */
export function routeTable(rows: readonly RouteReport[]): string {
  const lines = rows.map((row) => [row.method, row.path, row.status, adviceOn(row)]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`)
    .join("\n");
}

function adviceOn({ status, reason }: RouteReport): string {
  if (status !== "unguarded") return reason ?? "";
  const advice = "Put requirePermission(...) before its handler, or publicRoute(reason).";
  return reason === undefined ? advice : `${reason} ${advice}`;
}
