import type { PolicyDocument, RuleDocument } from "@intercom-rbac/core";
import { GuardMisusedError } from "@intercom-rbac/core";
import type { Requirement } from "../demand/requirement.ts";
import { nameOf } from "../demand/requirement.ts";
import type { Checks } from "../engine.ts";
import type { UntypedPolicy } from "../untyped-policy.ts";

/** A rule that needs the row: which role has it, and where. */
interface RowRule {
  readonly role: string;
  readonly effect: "grants" | "denies";
}

/** What a guard without a row can be given. */
export const WAYS_TO_A_ROW: string =
  "Load the row with options.resource; or, on a route for many rows, set options.list and filter them in the handler; " +
  "or set options.deferred and decide in the handler";

/** Permission → a rule of it that depends on the row. Made at the first guard and kept for the others. */
export type RowRules = () => ReadonlyMap<string, RowRule>;

export function rowRulesOf(policy: UntypedPolicy): RowRules {
  let found: ReadonlyMap<string, RowRule> | undefined;
  return () => {
    found ??= findRowRules(policy);
    return found;
  };
}

function findRowRules(policy: UntypedPolicy): ReadonlyMap<string, RowRule> {
  const found = new Map<string, RowRule>();
  const matrix = policy.matrix();
  const { roles } = policy.toJSON();
  for (const [role, { can, cannot }] of Object.entries(roles)) {
    for (const permission of conditional(can)) {
      // Beside an unconditional grant of the same role, a conditional one decides nothing.
      if (matrix.cell(role, permission) === "conditional" && !found.has(permission)) {
        found.set(permission, { role, effect: "grants" });
      }
    }
    // A role may hold nothing but a denial, which then meets the grants of a principal's other roles.
    for (const permission of conditional(cannot)) {
      if (!found.has(permission)) found.set(permission, { role, effect: "denies" });
    }
  }
  return found;
}

/** The permissions of rules with `when`; in a document, wildcards are written out. */
function conditional(rules: PolicyDocument["roles"][string]["can"] = []): readonly string[] {
  return rules
    .filter((rule): rule is RuleDocument => typeof rule !== "string" && rule.when !== undefined)
    .flatMap(({ permission }) => permission);
}

/** Which of its options a guard was given. */
interface Chosen {
  readonly resource: boolean;
  readonly list: boolean;
  readonly deferred: boolean;
  readonly maskAs404: boolean;
}

/** Options that answer the same question: who looks at the row. */
const EXCLUSIVE = [
  ["resource", "list", "decides on one row", "asks for some row"],
  ["resource", "deferred", "decides on one row", "leaves the decision to the handler"],
  ["list", "deferred", "asks for some row", "leaves the decision to the handler"],
] as const;

/**
 * Refuses a guard that could only ever refuse, or that would judge one kind of row by the rules of another.
 *
 * Throws `ERR_RBAC_PERMISSION_UNKNOWN` (naming the nearest) and `ERR_RBAC_GUARD_MISUSED`.
 */
export function checkMount(
  requirement: Requirement,
  chosen: Chosen,
  checks: Checks,
  rowRules: RowRules,
): void {
  const { permissions } = requirement;
  for (const permission of permissions) checks.check(permission);
  const named = nameOf(requirement);

  for (const [one, other, means, against] of EXCLUSIVE) {
    if (!chosen[one] || !chosen[other]) continue;
    throw new GuardMisusedError(
      `${named}: options.${one} ${means} and options.${other} ${against}. Keep one of them.`,
    );
  }
  if (chosen.maskAs404 && !chosen.resource) {
    throw new GuardMisusedError(
      `${named}: options.maskAs404 hides a row that options.resource loads. Add the loader, or leave maskAs404 out.`,
    );
  }
  const resources = new Set(permissions.map((permission) => permission.split(":", 1)[0]));
  if (chosen.resource && resources.size > 1) {
    throw new GuardMisusedError(
      `${named}: options.resource loads one row, and these permissions are about ${[...resources].join(" and ")}. Use one guard for each.`,
    );
  }
  if (chosen.resource || chosen.list || chosen.deferred) return;
  for (const permission of permissions) {
    const rule = rowRules().get(permission);
    if (rule === undefined) continue;
    throw new GuardMisusedError(
      `${named}: the role ${JSON.stringify(rule.role)} ${rule.effect} ${permission} on a condition, and this guard has no row to test it on. ` +
        `${WAYS_TO_A_ROW}; or take the condition (when) off the rule.`,
    );
  }
}
