import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf, quote } from "@intercom-rbac/core/internal";

export type PlainValue = string | number | boolean | null | PlainValue[] | PlainObject;
/** Without a prototype, so that a polluted `Object.prototype` lends it nothing. */
export interface PlainObject {
  [key: string]: PlainValue;
}

/** Deeper than any body of Intercom's. */
const MAX_DEPTH = 32;
/** A cycle, or parts that are shared many times over, would unfold without end. */
const MAX_VALUES = 100_000;

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

function refused(path: string, what: string): OptionInvalidError {
  return new OptionInvalidError(`${path} ${what}. A guarded client takes plain data.`);
}

class Cloner {
  #left = MAX_VALUES;

  clone(value: unknown, path: string, depth: number): PlainValue {
    if (isScalar(value)) return value;
    if (typeof value !== "object") throw refused(path, `is ${kindOf(value)}`);
    if (depth > MAX_DEPTH) throw refused(path, `nests deeper than ${MAX_DEPTH} levels`);
    return Array.isArray(value) ? this.#array(value, path, depth) : this.object(value, path, depth);
  }

  #spend(path: string, values: number): void {
    this.#left -= values;
    if (this.#left < 0) throw refused(path, `goes beyond ${MAX_VALUES} values`);
  }

  #array(value: readonly unknown[], path: string, depth: number): PlainValue[] {
    const { length } = value;
    this.#spend(path, length);
    const copy: PlainValue[] = [];
    for (let at = 0; at < length; at++) {
      const element = ownValue(value, String(at), path);
      // As JSON has it.
      copy.push(element === undefined ? null : this.clone(element, `${path}[${at}]`, depth + 1));
    }
    return copy;
  }

  object(value: object, path: string, depth: number): PlainObject {
    if (!isLiteral(value)) {
      throw refused(path, "is an instance of a class, of which the SDK might send something else");
    }
    const copy: PlainObject = Object.create(null);
    const keys = Object.keys(value);
    this.#spend(path, keys.length);
    for (const key of keys) {
      const element = ownValue(value, key, path);
      if (element === undefined) continue;
      // The SDK copies keys by assignment, and this one would become a prototype.
      if (key === "__proto__") throw refused(path, `has the key ${quote(key)}`);
      copy[key] = isScalar(element) ? element : this.clone(element, at(path, key), depth + 1);
    }
    return copy;
  }
}

function at(path: string, key: string): string {
  return /^[\w$]+$/.test(key) ? `${path}.${key}` : `${path}[${quote(key)}]`;
}

/** What the property holds, read once; undefined where there is none to send. No getter is run. */
function ownValue(holder: object, key: string, path: string): unknown {
  const descriptor = Reflect.getOwnPropertyDescriptor(holder, key);
  if (descriptor === undefined || descriptor.enumerable !== true) return undefined;
  if (!("value" in descriptor)) throw refused(at(path, key), "is a getter");
  return descriptor.value;
}

/**
 * A copy of a request to which nobody else has a reference, so that what is decided on is what is sent. Keys that JSON
 * would leave out are. Throws `ERR_RBAC_OPTION_INVALID` for anything but plain data: getters, functions, instances of
 * classes, numbers that are none.
 *
 * @param path what the request is called in messages
 */
export function clonePlainRequest(request: unknown, path: string): PlainObject {
  if (request === undefined) return Object.create(null);
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    throw new OptionInvalidError(`${path} must be an object, not ${kindOf(request)}.`);
  }
  return new Cloner().object(request, path, 1);
}
