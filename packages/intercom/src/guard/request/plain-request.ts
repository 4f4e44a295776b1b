import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf, quote } from "@intercom-rbac/core/internal";

export type PlainValue = string | number | boolean | null | PlainValue[] | PlainObject;
/** Beyond the reach of `Object.prototype`, so that a polluted one lends it nothing. */
export interface PlainObject {
  [key: string]: PlainValue;
}

/** Deeper than any body of Intercom's. */
const MAX_DEPTH = 32;
/** A cycle, or parts that are shared many times over, would unfold without end. */
const MAX_VALUES = 100_000;

/**
 * What every copy inherits: nothing. Objects without any prototype V8 keeps as hash tables, which take longer to make
 * and to read.
 */
const NOTHING: object = Object.freeze(Object.create(null));

/** Where a value is, told only when it is refused. */
interface Place {
  readonly holder: Place | undefined;
  readonly key: string | number;
}

export function isPlainObject(value: PlainValue | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean | null {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  return typeof value === "number" && Number.isFinite(value);
}

/** An object literal, one of another realm (a Jest sandbox, a worker) included. */
function isLiteral(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null;
}

function pathOf({ holder, key }: Place): string {
  if (holder === undefined) return String(key);
  const path = pathOf(holder);
  if (typeof key === "number") return `${path}[${key}]`;
  return /^[\w$]+$/.test(key) ? `${path}.${key}` : `${path}[${quote(key)}]`;
}

function refused(place: Place, what: string): OptionInvalidError {
  return new OptionInvalidError(`${pathOf(place)} ${what}. A guarded client takes plain data.`);
}

/** What the property holds, read once; undefined where there is none to send. No getter is run. */
function ownValue(value: object, key: string, holder: Place): unknown {
  const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
  if (descriptor === undefined || descriptor.enumerable !== true) return undefined;
  if (!("value" in descriptor)) throw refused({ holder, key }, "is a getter");
  return descriptor.value;
}

class Cloner {
  #left = MAX_VALUES;

  #clone(value: unknown, place: Place, depth: number): PlainValue {
    if (typeof value !== "object" || value === null) throw refused(place, `is ${kindOf(value)}`);
    if (depth > MAX_DEPTH) throw refused(place, `nests deeper than ${MAX_DEPTH} levels`);
    return Array.isArray(value)
      ? this.#array(value, place, depth)
      : this.object(value, place, depth);
  }

  #spend(values: number, place: Place): void {
    this.#left -= values;
    // A Proxy may call its length what it likes, no number included.
    if (!(this.#left >= 0)) throw refused(place, `goes beyond ${MAX_VALUES} values`);
  }

  #array(value: readonly unknown[], holder: Place, depth: number): PlainValue[] {
    const { length } = value;
    this.#spend(length, holder);
    const copy: PlainValue[] = [];
    for (let key = 0; key < length; key++) {
      // As JSON has it.
      const element = ownValue(value, String(key), holder) ?? null;
      copy.push(isScalar(element) ? element : this.#clone(element, { holder, key }, depth + 1));
    }
    return copy;
  }

  object(value: object, holder: Place, depth: number): PlainObject {
    if (!isLiteral(value)) {
      throw refused(
        holder,
        "is an instance of a class, of which the SDK might send something else",
      );
    }
    const copy: PlainObject = Object.create(NOTHING);
    const keys = Object.keys(value);
    this.#spend(keys.length, holder);
    for (const key of keys) {
      const element = ownValue(value, key, holder);
      if (element === undefined) continue;
      // The SDK copies keys by assignment, and this one would become a prototype.
      if (key === "__proto__") throw refused(holder, `has the key ${quote(key)}`);
      copy[key] = isScalar(element) ? element : this.#clone(element, { holder, key }, depth + 1);
    }
    return copy;
  }
}

/**
 * A copy of a request to which nobody else has a reference, so that what is decided on is what is sent. Keys that JSON
 * would leave out are. Throws `ERR_RBAC_OPTION_INVALID` for anything but plain data: getters, functions, instances of
 * classes, numbers that are none.
 *
 * @param path what the request is called in messages
 */
export function clonePlainRequest(request: unknown, path: string): PlainObject {
  if (request === undefined) return Object.create(NOTHING);
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    throw new OptionInvalidError(`${path} must be an object, not ${kindOf(request)}.`);
  }
  return new Cloner().object(request, { holder: undefined, key: path }, 1);
}
