import { kindOf, quote } from "../problems/describe-value.ts";
import { isPrototypeName } from "../problems/names.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";

const MAX_LENGTH = 200;
const MAX_STEPS = 8;

/** Reads the value at a path, or undefined. */
export type Accessor = (object: object) => unknown;

function hasOwn(object: object, key: string): object is { readonly [key: string]: unknown } {
  return Object.hasOwn(object, key);
}

function ownValue(object: object, key: string): unknown {
  return hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Reads `field` or `field.inner`, own properties only, so that nothing inherited or polluted ever matches.
 * Arrays are not walked into: what they hold is compared with `$all`.
 */
export function accessorOf(path: string): Accessor {
  const steps = path.split(".");
  const [first, second] = steps;
  if (first === undefined || second === undefined) return (object) => ownValue(object, path);
  return (object) => {
    let value: unknown = object;
    for (const step of steps) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
      value = ownValue(value, step);
    }
    return value;
  };
}

/** Reports a name that is no field path: empty, an operator, too long, or with a step every object has. */
export function checkFieldPath(path: unknown, place: Place, problems: ProblemList): path is string {
  if (typeof path !== "string") {
    problems.add("field_invalid", place, `this must name a field, and is ${kindOf(path)}.`);
    return false;
  }
  const steps = path.split(".");
  const forbidden = steps.find(isPrototypeName);
  if (forbidden !== undefined) {
    problems.add("key_forbidden", place, `${quote(forbidden)} is a property every object has.`);
    return false;
  }
  if (path.startsWith("$")) {
    problems.add(
      "operator_unknown",
      place,
      `${quote(path)} stands where a field is named.`,
      "Several fields mean AND, several rules mean OR; a denial says NOT.",
    );
    return false;
  }
  if (
    steps.includes("") ||
    path.length > MAX_LENGTH ||
    steps.length > MAX_STEPS ||
    /\p{Cc}/u.test(path)
  ) {
    problems.add(
      "field_invalid",
      place,
      `${quote(path)} is no field.`,
      `A field is a name, or up to ${MAX_STEPS} names joined by dots.`,
    );
    return false;
  }
  return true;
}
