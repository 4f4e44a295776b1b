import type { BoundComparison } from "../types/condition.ts";
import { bindComparisons } from "./bind-condition.ts";
import type { Comparison } from "./comparison.ts";
import { isScalar } from "./comparison.ts";
import type { Rule } from "./rule.ts";

/** A comparison with nothing unknown in it, as a database can make it; or what it comes to for every row. */
export type Folded = BoundComparison | "never" | "always";

/**
 * One comparison of a grant, which only counts where it is true. An unknown element never makes `$in` true, and
 * keeps `$nin` and `$all` from it.
 */
function forGrant({ field, operator, operand }: Comparison): Folded {
  if (operand === null || isScalar(operand)) return { field, operator, value: operand };
  if (!("length" in operand)) return "never";
  const value = operand.filter(isScalar);
  if (operator !== "$in" && value.length < operand.length) return "never";
  if (value.length > 0) return { field, operator, value };
  // Of an empty list: nothing is in it, and whatever is there is not in it.
  return operator === "$in" ? "never" : { field, operator: "$exists", value: true };
}

/**
 * One comparison of a denial, which lets a row pass only where it is false. An unknown element keeps `$in` from
 * being false, and plays no part in `$nin` and `$all`.
 */
function forDenial({ field, operator, operand }: Comparison): Folded {
  if (operand === null || isScalar(operand)) return { field, operator, value: operand };
  if (!("length" in operand)) return "always";
  const value = operand.filter(isScalar);
  if (operator === "$in" && value.length < operand.length) return "always";
  if (value.length > 0) return { field, operator, value };
  return operator === "$in" ? { field, operator: "$exists", value: false } : "always";
}

function fold(rule: Rule, who: object, each: (comparison: Comparison) => Folded): Folded[] {
  return bindComparisons(rule.when ?? [], who).map(each);
}

/** A grant's comparisons for this principal. "never" among them: no row satisfies the grant. */
export function foldGrant(rule: Rule, who: object): readonly Folded[] {
  return fold(rule, who, forGrant);
}

/** A denial's comparisons for this principal. "always" is never false: the others alone can let a row pass. */
export function foldDenial(rule: Rule, who: object): readonly Folded[] {
  return fold(rule, who, forDenial);
}
