import type { PolicyDocument, RuleDocument } from "@intercom-rbac/core";
import { GuardMisusedError } from "@intercom-rbac/core";
import type { Checks } from "../engine.ts";
import type { UntypedPolicy } from "../untyped-policy.ts";
import type { Requirement } from "./requirement.ts";

/** A rule that needs the row: which role has it, and where. */
interface RowRule {
  readonly role: string;
  readonly effect: "grants" | "denies";
}

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

/**
 * Refuses a guard that could only ever refuse, or that would judge one kind of row by the rules of another.
 *
 * Throws `ERR_RBAC_PERMISSION_UNKNOWN` (naming the nearest) and `ERR_RBAC_GUARD_MISUSED`.
 */
export function checkMount(
  requirement: Requirement,
  {
    loads,
    lists,
    masks,
  }: { readonly loads: boolean; readonly lists: boolean; readonly masks: boolean },
  checks: Checks,
  rowRules: RowRules,
): void {
  const { permissions } = requirement;
  for (const permission of permissions) checks.check(permission);
  const named = `requirePermission(${JSON.stringify(requirement.required)})`;

  if (loads && lists) {
    throw new GuardMisusedError(
      `${named}: options.resource decides on one row and options.list asks for some row. Keep one of them.`,
    );
  }
  if (masks && !loads) {
    throw new GuardMisusedError(
      `${named}: options.maskAs404 hides a row that options.resource loads. Add the loader, or leave maskAs404 out.`,
    );
  }
  const resources = new Set(permissions.map((permission) => permission.split(":", 1)[0]));
  if (loads && resources.size > 1) {
    throw new GuardMisusedError(
      `${named}: options.resource loads one row, and these permissions are about ${[...resources].join(" and ")}. Use one guard for each.`,
    );
  }
  if (loads || lists) return;
  for (const permission of permissions) {
    const rule = rowRules().get(permission);
    if (rule === undefined) continue;
    throw new GuardMisusedError(
      `${named}: the role ${JSON.stringify(rule.role)} ${rule.effect} ${permission} on a condition, and this guard has no row to test it on. ` +
        "Load the row with options.resource; or, on a route for many rows, set options.list and filter them in the handler; " +
        "or take the condition (when) off the rule.",
    );
  }
}
