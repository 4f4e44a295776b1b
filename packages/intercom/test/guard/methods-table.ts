import type { SdkMethod } from "../../src/guard/methods/sdk-method.ts";
import { REFUSED_METHODS } from "../../src/guard/refused-methods.ts";
import { sdkMethods } from "../../src/guard/sdk-methods.ts";

const code = (text: string): string => `\`${text}\``;

function demands({ permission, also = [] }: SdkMethod): string {
  const own =
    typeof permission === "string"
      ? [code(permission)]
      : Object.entries(permission.permissions).map(
          ([value, demanded]) => `${code(demanded)} for ${code(`${permission.field}: "${value}"`)}`,
        );
  const besides = also.map(({ permission: more, when }) => `${code(more)} besides if ${when}`);
  return [...own, ...besides].join("; ");
}

/** What is done where the grant depends on the row. */
function onRows({ row, rows, answersRow }: SdkMethod): string {
  if (rows !== undefined) return `rows of ${code(rows)} are filtered`;
  if (answersRow === true) return "decided on the answer";
  if (row === undefined) return "refused";
  const by = row.ids.map(code).join(" and ");
  if (row.read === undefined) return `your own row by ${by}, else refused`;
  return `${code(row.read)} first, by ${by}`;
}

/** The page's table of methods, as Markdown. */
export function methodsTable(): string {
  const head = ["Method", "Demands", "Sends", "Where the grant depends on the row"];
  const lines = Object.entries(sdkMethods).map(([name, method]) => [
    code(name),
    demands(method),
    code(method.http),
    onRows(method),
  ]);
  const widths = head.map((_, at) =>
    Math.max(...[head, ...lines].map((cells) => cells[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...lines].map(line).join("\n");
}

/** The page's list of what is refused to everybody. */
export function refusedList(): string {
  return REFUSED_METHODS.map(({ methods, why }) => `- ${code(methods)}: ${why}.`).join("\n");
}
