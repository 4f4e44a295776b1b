import { kindOf, quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";
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

function isOperator(name: string): name is Operator {
  return OPERATORS.some((operator) => operator === name);
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What may be compared with. A definition refers to the principal; a bound condition, made from one, holds values
 * in their place: `{ $unknown: true }` where there was none, and lists that may be empty.
 */
export type ConditionForm = "definition" | "bound";

class ConditionParser {
  readonly #form: ConditionForm;
  readonly #problems: ProblemList;

  constructor(form: ConditionForm, problems: ProblemList) {
    this.#form = form;
    this.#problems = problems;
  }

  field(field: string, value: unknown, place: Place): Comparison[] {
    const keys = isObject(value) ? Object.keys(value) : [];
    const isOperand = keys.length === 1 && (keys[0] === "$principal" || keys[0] === "$unknown");
    if (!isObject(value) || isOperand) {
      const operand = this.#comparand("$eq", value, place);
      return operand === undefined ? [] : [Object.freeze({ field, operator: "$eq", operand })];
    }
    if (keys.length === 0) {
      this.#problems.add(
        "condition_empty",
        place,
        "nothing is said of this field.",
        "Name an operator, such as $eq.",
      );
    }
    return keys.flatMap((operator) =>
      this.#operator(field, operator, value[operator], [...place, operator]),
    );
  }

  #operator(field: string, operator: string, value: unknown, place: Place): Comparison[] {
    if (isOperator(operator)) {
      const operand = this.#comparand(operator, value, place);
      return operand === undefined ? [] : [Object.freeze({ field, operator, operand })];
    }
    const message = `${quote(operator)} is none of ${OPERATORS.join(" ")}.`;
    this.#problems.add("operator_unknown", place, message, didYouMean(operator, OPERATORS));
    return [];
  }

  #comparand(operator: Operator, value: unknown, place: Place): Comparison["operand"] | undefined {
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
    place: Place,
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
    const operands = value.map((element, at) => this.#operand(element, [...place, at]));
    return Object.freeze(operands.filter((operand) => operand !== undefined));
  }

  /** One scalar or reference. Undefined when a problem was reported. */
  #operand(value: unknown, place: Place): Operand | undefined {
    if (isScalar(value)) return value;
    const [key, ...others] = isObject(value) ? Object.keys(value) : [];
    if (isObject(value) && others.length === 0) {
      if (key === "$unknown" && this.#form === "bound") return UNKNOWN_VALUE;
      if (key === "$principal" && this.#form === "definition") {
        const path = value["$principal"];
        const valid = checkFieldPath(path, [...place, "$principal"], this.#problems);
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

/**
 * Reads `when`: plain data as `clonePlain` gives it. Reports whatever is not one of the closed list of operators on
 * a named field.
 */
export function parseCondition(
  when: unknown,
  place: Place,
  problems: ProblemList,
  form: ConditionForm = "definition",
): readonly Comparison[] {
  if (!isObject(when)) {
    problems.add(
      "type_invalid",
      place,
      `this must be an object of conditions, and is ${kindOf(when)}.`,
    );
    return [];
  }
  const fields = Object.keys(when);
  if (fields.length === 0) {
    problems.add(
      "condition_empty",
      place,
      "this says nothing.",
      "Leave `when` out to rule without a condition.",
    );
  }
  const parser = new ConditionParser(form, problems);
  const comparisons = fields.flatMap((field) => {
    const here = [...place, field];
    return checkFieldPath(field, here, problems) ? parser.field(field, when[field], here) : [];
  });
  return Object.freeze(comparisons);
}
