import type { ScopeNeed } from "@intercom-rbac/core";

const HEAD = ["scope", "needed for"] as const;

/** A Markdown table that can be read as it is. The last column is not padded: it is long. */
export function toScopeTable(scopes: {
  readonly needs: readonly ScopeNeed[];
  readonly unknown: readonly string[];
}): string {
  const rows = scopes.needs.map(({ scope, permissions }) => [scope, permissions.join(", ")]);
  if (scopes.unknown.length > 0) rows.push(["(no scope is known)", scopes.unknown.join(", ")]);
  const width = Math.max(...[HEAD, ...rows].map(([first = ""]) => first.length));
  const line = ([first = "", second = ""]: readonly string[]) =>
    `| ${first.padEnd(width)} | ${second} |`;
  const rule = `| ${"-".repeat(width)} | ${"-".repeat(HEAD[1].length)} |`;
  return `${[line(HEAD), rule, ...rows.map(line)].join("\n")}\n`;
}
