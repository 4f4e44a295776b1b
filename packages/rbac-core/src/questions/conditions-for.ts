import type { Engine } from "../decision/engine.ts";
import { readPrincipal } from "../decision/read-principal.ts";
import { GuardMisusedError } from "../errors.ts";
import { isScalar } from "../rules/comparison.ts";
import { compileComparison } from "../rules/compile-condition.ts";
import type { Folded } from "../rules/fold-condition.ts";
import { foldDenial, foldGrant } from "../rules/fold-condition.ts";
import type { Rule } from "../rules/rule.ts";
import type { Truth } from "../rules/truth.ts";
import { FALSE, not, TRUE, UNKNOWN } from "../rules/truth.ts";
import type { BoundComparison, BoundCondition } from "../types/condition.ts";
import type { RowConditions } from "../types/policy.ts";

const ALL: RowConditions = Object.freeze({ kind: "all" });

const NONE: RowConditions & { readonly kind: "none" } = { kind: "none" };

// A caller who passes `.condition` to a database unseen would turn `undefined` into "every row".
Object.defineProperty(NONE, "condition", {
  get() {
    throw new GuardMisusedError(
      "conditionsFor found that no row is allowed: there is no condition. Look at `kind` before `condition`.",
    );
  },
});
Object.freeze(NONE);

function isComparison(bound: Folded): bound is BoundComparison {
  return typeof bound !== "string";
}

function join(kind: "and" | "or", conditions: readonly BoundCondition[]): BoundCondition {
  const [only] = conditions;
  if (only !== undefined && conditions.length === 1) return only;
  return kind === "and" ? { and: conditions } : { or: conditions };
}

/** The grants as one condition: undefined when some grant takes every row, "never" when none takes any. */
function grantCondition(
  grants: readonly Rule[],
  who: object,
): BoundCondition | undefined | "never" {
  const alternatives: BoundCondition[] = [];
  for (const grant of grants) {
    const parts = foldGrant(grant, who);
    if (parts.includes("never")) continue;
    const comparisons = parts.filter(isComparison);
    if (comparisons.length === 0) return undefined;
    alternatives.push(join("and", comparisons));
  }
  return alternatives.length === 0 ? "never" : join("or", alternatives);
}

/** The rows that `filter` would keep, for a database that knows SQL's three-valued logic. */
export function conditionsFor(engine: Engine, who: unknown, position: number): RowConditions {
  const seen = engine.outcome(who, position);
  const principal = readPrincipal(who);
  // Without fields a field-limited permission is refused on every row, and so is whatever needs no row to refuse.
  if (principal === undefined || (!seen.allowed && seen.code !== "resource_required")) return NONE;
  const { attributes } = principal;
  const { grants, denials } = engine.verdict(principal.roles, position);
  const whole = grants.map(({ rule }) => rule).filter(({ fields }) => fields === undefined);
  const granted = grantCondition(whole, attributes);
  if (granted === "never") return NONE;
  const all: BoundCondition[] = granted === undefined ? [] : [granted];

  for (const { rule } of denials) {
    const comparisons = foldDenial(rule, attributes).filter(isComparison);
    if (comparisons.length === 0) return NONE;
    all.push({ not: join("and", comparisons) });
  }
  const { tenant } = engine.model;
  if (tenant !== undefined) {
    const home = tenant.principal(attributes);
    if (!isScalar(home)) return NONE;
    all.unshift({ field: tenant.definition.row, operator: "$eq", value: home });
  }
  return all.length === 0 ? ALL : Object.freeze({ kind: "some", condition: join("and", all) });
}

function truthOf(condition: BoundCondition, row: object): Truth {
  if ("and" in condition) {
    const parts = condition.and.map((part) => truthOf(part, row));
    return parts.includes(FALSE) ? FALSE : parts.includes(UNKNOWN) ? UNKNOWN : TRUE;
  }
  if ("or" in condition) {
    const parts = condition.or.map((part) => truthOf(part, row));
    return parts.includes(TRUE) ? TRUE : parts.includes(UNKNOWN) ? UNKNOWN : FALSE;
  }
  if ("not" in condition) return not(truthOf(condition.not, row));
  const { field, operator, value } = condition;
  return compileComparison({ field, operator, operand: value })(row, {});
}

/** Does a row satisfy a condition of `conditionsFor`? For lists that are in memory; unknown counts as no. */
export function matchesCondition(condition: BoundCondition, row: object): boolean {
  return truthOf(condition, row) === TRUE;
}
