import type { Comparison } from "./comparison.ts";
import { isList, isReference, isScalar } from "./comparison.ts";
import { compileComparison } from "./compile-condition.ts";
import type { Indexed } from "./field-path.ts";
import { isSingleStep } from "./field-path.ts";
import { TRUE } from "./truth.ts";

/** Is a condition known to be true of this row, for this principal? What is false or unknown is neither. */
export type Certain = (row: Indexed, who: Indexed) => boolean;

/** What a comparison of one of the two commonest kinds is about, where each is one property. */
interface Plain {
  readonly field: string;
  readonly attribute: string;
}

// Whose a property is comes first: what a row or principal inherits, a getter of its class among it, is not even read.

function equalsAttribute({ field, attribute }: Plain): Certain {
  return (row, who) => {
    if (!Object.hasOwn(row, field) || !Object.hasOwn(who, attribute)) return false;
    const value = row[field];
    return value === who[attribute] && isScalar(value);
  };
}

function isAmongAttribute({ field, attribute }: Plain): Certain {
  return (row, who) => {
    if (!Object.hasOwn(row, field) || !Object.hasOwn(who, attribute)) return false;
    const value = row[field];
    const list = who[attribute];
    if (!isScalar(value) || !Array.isArray(list)) return false;
    // By index, as everything else reads lists: an array may have methods of its own.
    for (let at = 0; at < list.length; at++) if (list[at] === value) return true;
    return false;
  };
}

function equalsValue(field: string, wanted: unknown): Certain {
  return (row) => Object.hasOwn(row, field) && row[field] === wanted;
}

function isAmongValues(field: string, wanted: ReadonlySet<unknown>): Certain {
  return (row) => Object.hasOwn(row, field) && wanted.has(row[field]);
}

function compileOne(comparison: Comparison): Certain {
  const { field, operator, operand } = comparison;
  if (isSingleStep(field)) {
    if (operator === "$eq" && isScalar(operand)) return equalsValue(field, operand);
    if (operator === "$in" && isList(operand) && operand.every(isScalar)) {
      return isAmongValues(field, new Set(operand));
    }
    if (isReference(operand) && isSingleStep(operand.$principal)) {
      const plain = { field, attribute: operand.$principal };
      if (operator === "$eq") return equalsAttribute(plain);
      if (operator === "$in") return isAmongAttribute(plain);
    }
  }
  const test = compileComparison(comparison);
  return (row, who) => test(row, who) === TRUE;
}

/** The same as `compileCondition(comparisons)(row, who) === TRUE`, sooner: for grants, where nothing else counts. */
export function compileCertain(comparisons: readonly Comparison[]): Certain {
  const parts = comparisons.map(compileOne);
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only;
  return (row, who) => parts.every((part) => part(row, who));
}
