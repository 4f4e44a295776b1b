import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";

/** The API names whose label in the Developer Hub is known. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ["read_write_users", "Read and write users"],
  ["read_conversations", "Read conversations"],
  ["write_conversations", "Write conversations"],
  ["write_tickets", "Write tickets"],
  ["read_articles_scope", "Read and list articles"],
  ["read_write_articles_scope", "Read and write articles"],
  ["read_single_admin", "Read one admin"],
]);

/** They read a row whose id is known. An app that lists rows needs more. */
const ONE_ROW: ReadonlySet<string> = new Set(["Read one user and one company", "Read one admin"]);

/** The label where it is known, else the name as it is. */
export function labelOf(scope: string): string {
  return LABELS.get(scope) ?? scope;
}

/** The labels of a permission's scopes, each once, in their order. */
export function labelsOf(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes.map(labelOf))];
}

/**
 * Those to choose from when an app asks for scopes: what opens single rows only is not asked for, unless the list names
 * it first.
 */
export function askable(labels: readonly string[]): readonly string[] {
  return labels.filter((label, at) => at === 0 || !ONE_ROW.has(label));
}

/** Throws `ERR_RBAC_OPTION_INVALID` for anything but an array of strings, above all for one string. */
export function readScopes(where: string, scopes: unknown): ReadonlySet<string> {
  if (!Array.isArray(scopes)) {
    throw new OptionInvalidError(
      `${where}: scopes must be an array of strings, and is ${kindOf(scopes)}.`,
    );
  }
  const stray = scopes.findIndex((scope) => typeof scope !== "string");
  if (stray !== -1) {
    throw new OptionInvalidError(
      `${where}: scopes[${stray}] must be a string, and is ${kindOf(scopes[stray])}.`,
    );
  }
  return new Set(scopes);
}
