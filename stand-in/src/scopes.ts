import { Refusal } from "./refusal.ts";

/** The names that sources give for scopes; Intercom's own pages give labels only. */
const API_NAMES: ReadonlyMap<string, string> = new Map([
  ["Read and list users and companies", "read_users"],
  ["Read and write users", "read_write_users"],
  ["Read one admin", "read_single_admin"],
  ["Read and list articles", "read_articles_scope"],
  ["Read and write articles", "read_write_articles_scope"],
]);

/** A scope's API name; the label in snake case where no source gives one. */
export function toScopeName(label: string): string {
  return API_NAMES.get(label) ?? label.toLowerCase().replaceAll(/[^a-z]+/g, "_");
}

/**
 * Refuses when none of the scopes was granted.
 *
 * @param granted labels or API names; undefined grants everything.
 * @throws Refusal 403 `forbidden`, naming the first scope that would do.
 */
export function demandScope(
  wanted: readonly string[],
  granted: readonly string[] | undefined,
): void {
  if (granted === undefined || wanted.length === 0) return;
  const names = new Set(granted.map(toScopeName));
  if (wanted.some((label) => names.has(toScopeName(label)))) return;
  const name = toScopeName(wanted[0] ?? "");
  const message = `You do not have the required scope (${name}) to access this resource`;
  throw new Refusal(403, "forbidden", message);
}
