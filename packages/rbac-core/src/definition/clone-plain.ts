import { kindOf, quote } from "../problems/describe-value.ts";
import { isPrototypeName } from "../problems/names.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";

/** A definition nests five or six deep; deeper input is a mistake or an attack on the stack. */
export const MAX_DEPTH: number = 32;

/** Values that share parts (YAML anchors, cycles) can be small and still unfold without end. */
export const MAX_VALUES: number = 2_000_000;

/** Keys that narrow a policy. One that is there and undefined, such as a misspelt look-up, must not widen it. */
const NARROWING: ReadonlySet<string> = new Set([
  "when",
  "fields",
  "cannot",
  "exclusive",
  "tenant",
  "scopes",
  "ceiling",
]);

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object literal of another realm (a Jest sandbox, a worker) has its own Object.prototype, whose parent is null.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

class Cloner {
  readonly #problems: ProblemList;
  #left = MAX_VALUES;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  clone(value: unknown, place: Place): unknown {
    if (--this.#left <= 0) {
      if (this.#left === 0) {
        this.#problems.add(
          "document_too_large",
          place,
          `there are more than ${MAX_VALUES} values up to here.`,
        );
      }
      return null;
    }
    if (place.length > MAX_DEPTH) {
      this.#problems.add("depth_exceeded", place, `this nests deeper than ${MAX_DEPTH} levels.`);
      return null;
    }
    if (Array.isArray(value)) {
      const copy: unknown[] = [];
      for (let at = 0; at < value.length && this.#left > 0; at++) {
        copy.push(this.clone(value[at], [...place, at]));
      }
      return Object.freeze(copy);
    }
    if (typeof value === "object" && value !== null) {
      if (isPlain(value)) return this.#cloneObject(value, place);
      this.#problems.add(
        "type_invalid",
        place,
        "this is an instance of a class, and definitions are plain data.",
      );
      return null;
    }
    if (
      value === null ||
      typeof value === "string" ||
      typeof value === "boolean" ||
      Number.isFinite(value)
    ) {
      return value;
    }
    this.#problems.add(
      "type_invalid",
      place,
      `this is ${kindOf(value)}, and definitions are plain data.`,
    );
    return null;
  }

  #cloneObject(value: object, place: Place): Readonly<Record<string, unknown>> {
    // Without a prototype, a polluted Object.prototype adds nothing to what the author wrote.
    const copy: Record<string, unknown> = Object.create(null);
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === "symbol") {
        this.#problems.add(
          "key_unknown",
          place,
          `${key.toString()} is a symbol, and definitions are plain data.`,
        );
        continue;
      }
      const here = [...place, key];
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if (isPrototypeName(key)) {
        this.#problems.add(
          "key_forbidden",
          here,
          `${quote(key)} is a property every object has.`,
          "Choose another name.",
        );
      } else if (descriptor === undefined || !("value" in descriptor)) {
        this.#problems.add(
          "type_invalid",
          here,
          "this is a getter, and definitions are plain data.",
        );
      } else if (descriptor.value !== undefined) {
        copy[key] = this.clone(descriptor.value, here);
      } else if (NARROWING.has(key)) {
        this.#problems.add(
          "type_invalid",
          here,
          "this is undefined, and would say nothing.",
          "Leave the key out to say nothing.",
        );
      }
    }
    return Object.freeze(copy);
  }
}

/**
 * A frozen copy of plain data, made of arrays, prototype-less objects, strings, finite numbers, booleans and null.
 * Anything else is reported at its place. Keys whose value is undefined are left out, unless what they say would
 * narrow the policy.
 */
export function clonePlain(value: unknown, place: Place, problems: ProblemList): unknown {
  return new Cloner(problems).clone(value, place);
}
