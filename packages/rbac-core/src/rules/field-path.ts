import { kindOf, quote } from "../problems/describe-value.ts";
import { isPrototypeName } from "../problems/names.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";

const MAX_LENGTH = 200;
const MAX_STEPS = 8;

/**
 * There is something at the path that must not be read: an inherited property, such as a getter of a class or what
 * polluted a prototype, or a way that leads through an array or a scalar. It is neither a value nor missing, and every
 * comparison with it is unknown.
 */
export const UNREADABLE: unique symbol = Symbol("unreadable");

/** Reads the value at a path: undefined where there is none, or `UNREADABLE`. */
export type Accessor = (object: object) => unknown;

function hasOwn(object: object, key: string): object is { readonly [key: string]: unknown } {
  return Object.hasOwn(object, key);
}

function ownValue(object: object, key: string): unknown {
  if (hasOwn(object, key)) return object[key];
  return key in object ? UNREADABLE : undefined;
}

/** A path of one step, which names a property of the object itself. */
export function isSingleStep(path: string): boolean {
  return !path.includes(".");
}

/**
 * An object as what it answers by name, inherited or not: worth something only together with whose the property is.
 */
export interface Indexed {
  readonly [key: string]: unknown;
}

/**
 * Reads `field` or `field.inner`, own properties only, so that nothing inherited or polluted ever matches.
 * Arrays are not walked into: what they hold is compared with `$all`.
 */
export function accessorOf(path: string): Accessor {
  if (isSingleStep(path)) return (object) => ownValue(object, path);
  const steps = path.split(".");
  return (object) => {
    let value: unknown = object;
    for (const step of steps) {
      if (value === undefined || value === null) return undefined;
      if (typeof value !== "object" || Array.isArray(value)) return UNREADABLE;
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
