import type { RouteReport } from "../../src/index.ts";

/** The two tables of a page under `expected/`. */
export function pageOf(
  title: string,
  tables: { readonly without: readonly RouteReport[]; readonly recorded: readonly RouteReport[] },
): string {
  return [
    `# The hard fixture on ${title}`,
    "Written by `hard-fixture.test.ts`, whose head says how.",
    "## Without recordRoutes",
    tableOf(tables.without),
    "## With recordRoutes",
    `${tableOf(tables.recorded)}\n`,
  ].join("\n\n");
}

function tableOf(rows: readonly RouteReport[]): string {
  const lines = rows.map(({ method, path, status, guards, reason = "" }) =>
    [`${method} \`${path}\``, status, guards.map(guardOf).join("; "), reason].map(escaped),
  );
  const head = ["Route", "Status", "Guards", "Reason"];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((cells) => cells[column]?.length ?? 0)),
  );
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...lines]
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)))
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function guardOf({ all, any, ...flags }: RouteReport["guards"][number]): string {
  const names = all === undefined ? `any of ${any?.join(", ")}` : all.join(" and ");
  return [names, ...Object.keys(flags)].join(", ");
}

function escaped(cell: string): string {
  return cell.replaceAll("|", "\\|");
}
