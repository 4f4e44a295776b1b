import type { AuditEntry } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { didYouMean, kindOf, quote } from "@intercom-rbac/core/internal";

export interface EntryFilter {
  /**
   * Permissions, such as `contacts:delete`, `contacts:*`, `*:delete` or `*`.
   */
  readonly on?: readonly string[] | undefined;
  /** Only what was `allowed`, or only what was `denied`; both unless told. */
  readonly outcome?: "allowed" | "denied" | undefined;
  /** Names in `on` that mean no permission of this policy are refused: they would never be met. */
  readonly policy?: { readonly permissions: readonly string[] } | undefined;
}

const PART = String.raw`(?:\*|[A-Za-z][A-Za-z0-9_.-]{0,62})`;
const PATTERN = new RegExp(`^(?:\\*|${PART}:${PART})$`);

/** Tells whether an entry is meant. Throws `ERR_RBAC_OPTION_INVALID`. */
export function entryFilter(
  where: string,
  { on, outcome, policy }: EntryFilter,
): (entry: AuditEntry) => boolean {
  if (outcome !== undefined && outcome !== "allowed" && outcome !== "denied") {
    throw new OptionInvalidError(
      `${where}: options.outcome must be "allowed" or "denied"; leave it out for both.`,
    );
  }
  if (policy !== undefined && !Array.isArray(policy.permissions)) {
    throw new OptionInvalidError(`${where}: options.policy must be what definePolicy returned.`);
  }
  const matchers = on === undefined ? [() => true] : checkedPatterns(where, on).map(matcherOf);
  for (const [index, pattern] of (on ?? []).entries()) {
    if (policy === undefined || policy.permissions.some((name) => matchers[index]?.(name)))
      continue;
    const suggestion = didYouMean(pattern, policy.permissions);
    throw new OptionInvalidError(
      `${where}: options.on[${index}] ${quote(pattern)} means no permission of the policy.${suggestion === undefined ? "" : ` ${suggestion}`}`,
    );
  }
  return (entry) =>
    (outcome === undefined || entry.outcome === outcome) &&
    matchers.some((matches) => matches(entry.permission));
}

function checkedPatterns(where: string, on: unknown): readonly string[] {
  if (!Array.isArray(on) || on.length === 0) {
    const given = Array.isArray(on) ? "an empty list" : kindOf(on);
    throw new OptionInvalidError(
      `${where}: options.on must list permissions such as "contacts:delete", and is ${given}.`,
    );
  }
  const given: unknown[] = [...on];
  return given.map((pattern, index) => {
    if (typeof pattern === "string" && PATTERN.test(pattern)) return pattern;
    throw new OptionInvalidError(
      `${where}: options.on[${index}] must be a permission such as "contacts:delete" or "contacts:*"; it is ${typeof pattern === "string" ? "other text" : kindOf(pattern)}.`,
    );
  });
}

function matcherOf(pattern: string): (permission: string) => boolean {
  if (pattern === "*") return () => true;
  const [resource, action] = pattern.split(":");
  return (permission) => {
    const [ownResource, ownAction] = permission.split(":");
    return (
      (resource === "*" || resource === ownResource) && (action === "*" || action === ownAction)
    );
  };
}
