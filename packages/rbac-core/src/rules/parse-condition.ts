import { kindOf, quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place, PlaceStack } from "../problems/problem-path.ts";
import type { Operator } from "../types/condition.ts";
import type { Comparison, Operand } from "./comparison.ts";
import { isScalar, UNKNOWN_VALUE } from "./comparison.ts";
import { checkFieldPath } from "./field-path.ts";

const OPERATORS: readonly Operator[] = [
  "$eq",
  "$ne",
  "$in",
  "$nin",
  "$gt",
  "$gte",
  "$lt",
  "$lte",
  "$exists",
  "$all",
];

const OPERATOR_NAMES: ReadonlySet<string> = new Set(OPERATORS);

function isOperator(name: string): name is Operator {
  return OPERATOR_NAMES.has(name);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What may be compared with. A definition refers to the principal; a bound condition, made from one, holds values
 * in their place: `{ $unknown: true }` where there was none, and lists that may be empty.
 */
export type ConditionForm = "definition" | "bound";

/** Reads the conditions of one definition. */
export class ConditionParser {
  readonly #form: ConditionForm;
  readonly #problems: ProblemList;
  /** Names found to be well formed: a definition speaks of the same few fields over and over. */
  readonly #fields = new Set<string>();

  constructor(form: ConditionForm, problems: ProblemList) {
    this.#form = form;
    this.#problems = problems;
  }

  /**
   * Reads `when`: plain data as `clonePlain` gives it. Reports whatever is not one of the closed list of operators on
   * a named field.
   */
  parse(when: unknown, place: PlaceStack): readonly Comparison[] {
    if (!isObject(when)) {
      this.#problems.add(
        "type_invalid",
        place,
        `this must be an object of conditions, and is ${kindOf(when)}.`,
      );
      return [];
    }
    const fields = Object.keys(when);
    if (fields.length === 0) {
      this.#problems.add(
        "condition_empty",
        place,
        "this says nothing.",
        "Leave `when` out to rule without a condition.",
      );
    }
    const comparisons: Comparison[] = [];
    for (const field of fields) {
      place.push(field);
      if (this.#isField(field, place)) this.#field(comparisons, field, when[field], place);
      place.pop();
    }
    return Object.freeze(comparisons);
  }

  #isField(field: string, place: Place): boolean {
    if (this.#fields.has(field)) return true;
    const valid = checkFieldPath(field, place, this.#problems);
    if (valid) this.#fields.add(field);
    return valid;
  }

  #field(comparisons: Comparison[], field: string, value: unknown, place: PlaceStack): void {
    const keys = isObject(value) ? Object.keys(value) : [];
    const isOperand = keys.length === 1 && (keys[0] === "$principal" || keys[0] === "$unknown");
    if (!isObject(value) || isOperand) {
      const operand = this.#comparand("$eq", value, place);
      if (operand !== undefined) {
        comparisons.push(Object.freeze({ field, operator: "$eq", operand }));
      }
      return;
    }
    if (keys.length === 0) {
      this.#problems.add(
        "condition_empty",
        place,
        "nothing is said of this field.",
        "Name an operator, such as $eq.",
      );
    }
    for (const operator of keys) {
      place.push(operator);
      if (isOperator(operator)) {
        const operand = this.#comparand(operator, value[operator], place);
        if (operand !== undefined) comparisons.push(Object.freeze({ field, operator, operand }));
      } else {
        const message = `${quote(operator)} is none of ${OPERATORS.join(" ")}.`;
        this.#problems.add("operator_unknown", place, message, didYouMean(operator, OPERATORS));
      }
      place.pop();
    }
  }

  #comparand(
    operator: Operator,
    value: unknown,
    place: PlaceStack,
  ): Comparison["operand"] | undefined {
    switch (operator) {
      case "$exists":
        if (typeof value === "boolean") return value;
        this.#problems.add(
          "operand_invalid",
          place,
          `$exists takes true or false, and this is ${kindOf(value)}.`,
        );
        return undefined;
      case "$in":
      case "$nin":
      case "$all":
        return this.#list(operator, value, place);
      case "$eq":
      case "$ne":
        return value === null ? null : this.#operand(value, place);
      default:
        if (typeof value !== "boolean") return this.#operand(value, place);
        this.#problems.add(
          "operand_invalid",
          place,
          `${operator} orders numbers or strings, and this is a boolean.`,
        );
        return undefined;
    }
  }

  #list(
    operator: Operator,
    value: unknown,
    place: PlaceStack,
  ): Operand | readonly Operand[] | undefined {
    if (operator !== "$all" && isObject(value)) return this.#operand(value, place);
    if (!Array.isArray(value)) {
      this.#problems.add(
        "operand_invalid",
        place,
        `${operator} takes an array, and this is ${kindOf(value)}.`,
      );
      return undefined;
    }
    if (value.length === 0 && this.#form === "definition") {
      this.#problems.add(
        "operand_invalid",
        place,
        `${operator} of an empty array says nothing.`,
        "Leave it out.",
      );
      return undefined;
    }
    const operands: Operand[] = [];
    for (let at = 0; at < value.length; at++) {
      place.push(at);
      const operand = this.#operand(value[at], place);
      if (operand !== undefined) operands.push(operand);
      place.pop();
    }
    return Object.freeze(operands);
  }

  /** One scalar or reference. Undefined when a problem was reported. */
  #operand(value: unknown, place: PlaceStack): Operand | undefined {
    if (isScalar(value)) return value;
    if (isObject(value)) {
      const [key, ...others] = Object.keys(value);
      const only = others.length === 0 ? key : undefined;
      if (only === "$unknown" && this.#form === "bound") return UNKNOWN_VALUE;
      if (only === "$principal" && this.#form === "definition") {
        const path = value["$principal"];
        place.push("$principal");
        const valid = checkFieldPath(path, place, this.#problems);
        place.pop();
        return valid ? Object.freeze({ $principal: path }) : undefined;
      }
    }
    this.#problems.add(
      "operand_invalid",
      place,
      `this must be a string, number, boolean or principal("…"), and is ${kindOf(value)}.`,
      Array.isArray(value) ? "Compare with several values by $in." : undefined,
    );
    return undefined;
  }
}

/** Reads one condition. */
export function parseCondition(
  when: unknown,
  place: Place,
  problems: ProblemList,
  form: ConditionForm = "definition",
): readonly Comparison[] {
  return new ConditionParser(form, problems).parse(when, [...place]);
}
