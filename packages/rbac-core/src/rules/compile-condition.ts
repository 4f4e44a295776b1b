import type { Scalar } from "../types/condition.ts";
import type { Comparison } from "./comparison.ts";
import { isList, isReference, isScalar } from "./comparison.ts";
import type { Accessor } from "./field-path.ts";
import { accessorOf, UNREADABLE } from "./field-path.ts";
import type { Truth } from "./truth.ts";
import { FALSE, not, TRUE, truthOf, UNKNOWN } from "./truth.ts";

/** Does the row satisfy the condition, for this principal? */
export type Test = (row: object, who: object) => Truth;

/** Reads the value to compare with; anything but a scalar compares as unknown. */
type OperandReader = (who: object) => unknown;

/** The elements of a list operand; undefined when the whole list is unknown. */
type ListReader = (who: object) => readonly unknown[] | undefined;

function readerOf(operand: Comparison["operand"]): OperandReader {
  if (isReference(operand)) return accessorOf(operand.$principal);
  return () => operand;
}

function listReaderOf(operand: Comparison["operand"]): ListReader {
  if (isReference(operand)) {
    const read = accessorOf(operand.$principal);
    return (who) => {
      const list = read(who);
      return Array.isArray(list) ? list : undefined;
    };
  }
  if (!isList(operand)) return () => undefined;
  if (operand.every(isScalar)) return () => operand;
  const readers = operand.map(readerOf);
  return (who) => readers.map((read) => read(who));
}

/** Is there a value? SQL's `IS NOT NULL`, and unknown of what must not be read. */
function presence(value: unknown): Truth {
  if (value === UNREADABLE) return UNKNOWN;
  return truthOf(value !== undefined && value !== null);
}

function equal(value: unknown, wanted: unknown): Truth {
  return isScalar(value) && isScalar(wanted) ? truthOf(value === wanted) : UNKNOWN;
}

function oneOf(value: unknown, list: readonly unknown[] | undefined): Truth {
  if (list === undefined || presence(value) !== TRUE) return UNKNOWN;
  // Nothing is in an empty list, of whatever kind it is: there is no comparison that could be unknown.
  let truth: Truth = FALSE;
  // By index: an array may have an iterator of its own.
  for (let at = 0; at < list.length; at++) {
    const same = equal(value, list[at]);
    if (same === TRUE) return TRUE;
    if (same === UNKNOWN) truth = UNKNOWN;
  }
  return truth;
}

function containsAll(value: unknown, list: readonly unknown[] | undefined): Truth {
  if (list === undefined || !Array.isArray(value)) return UNKNOWN;
  let truth: Truth = TRUE;
  for (const element of list) {
    if (!isScalar(element)) truth = UNKNOWN;
    else if (!value.includes(element)) return FALSE;
  }
  return truth;
}

type Order = <V extends Scalar>(value: V, bound: V) => boolean;

const ORDERS: { readonly [O in "$gt" | "$gte" | "$lt" | "$lte"]: Order } = {
  $gt: (value, bound) => value > bound,
  $gte: (value, bound) => value >= bound,
  $lt: (value, bound) => value < bound,
  $lte: (value, bound) => value <= bound,
};

/** Numbers are ordered among numbers and strings among strings; nothing else is, and nothing is coerced. */
function ordered(value: unknown, bound: unknown, order: Order): Truth {
  if (!isScalar(value) || !isScalar(bound)) return UNKNOWN;
  if (typeof value === "number" && typeof bound === "number") return truthOf(order(value, bound));
  if (typeof value === "string" && typeof bound === "string") return truthOf(order(value, bound));
  return UNKNOWN;
}

function compileEquality(read: Accessor, operand: Comparison["operand"]): Test {
  if (operand === null) return (row) => not(presence(read(row)));
  const wanted = readerOf(operand);
  return (row, who) => equal(read(row), wanted(who));
}

function compileMembership(read: Accessor, operand: Comparison["operand"]): Test {
  const list = listReaderOf(operand);
  return (row, who) => oneOf(read(row), list(who));
}

function negate(test: Test): Test {
  return (row, who) => not(test(row, who));
}

/** One comparison as a closure: the field's accessor, the operand's reader, and what the operator asks of them. */
export function compileComparison({ field, operator, operand }: Comparison): Test {
  const read = accessorOf(field);
  switch (operator) {
    case "$exists":
      return operand === true ? (row) => presence(read(row)) : (row) => not(presence(read(row)));
    case "$eq":
      return compileEquality(read, operand);
    case "$ne":
      return negate(compileEquality(read, operand));
    case "$in":
      return compileMembership(read, operand);
    case "$nin":
      return negate(compileMembership(read, operand));
    case "$all": {
      const list = listReaderOf(operand);
      return (row, who) => containsAll(read(row), list(who));
    }
    default: {
      const order = ORDERS[operator];
      const bound = readerOf(operand);
      return (row, who) => ordered(read(row), bound(who), order);
    }
  }
}

/** All comparisons hold. One that is false decides, even beside one that is unknown. */
export function compileCondition(comparisons: readonly Comparison[]): Test {
  const tests = comparisons.map(compileComparison);
  const [only, second] = tests;
  if (only !== undefined && second === undefined) return only;
  return (row, who) => {
    let truth: Truth = TRUE;
    for (const test of tests) {
      const part = test(row, who);
      if (part === FALSE) return FALSE;
      if (part === UNKNOWN) truth = UNKNOWN;
    }
    return truth;
  };
}
