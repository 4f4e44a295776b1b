import { isPrototypeName } from "../problems/names.ts";
import { MAX_VALUES } from "./clone-plain.ts";
import type { RawCustomRole, RawDefinition, RawExtension, RawRole, RawRule } from "./raw.ts";
import { KEYS } from "./raw.ts";

type Data = { readonly [name: string]: unknown };

/** Thrown where a value is not what a definition without a mistake holds there. Never leaves this file. */
class Irregular extends Error {}

/** `when` is an object of fields, of operators, of lists, of references: what nests deeper is a mistake. */
const DEEPEST_CONDITION = 4;

const ROLE: ReadonlySet<string> = new Set(KEYS.role);
const CUSTOM_ROLE: ReadonlySet<string> = new Set(KEYS.customRole);
const RULE: ReadonlySet<string> = new Set(KEYS.rule);
const TENANT: ReadonlySet<string> = new Set(KEYS.tenant);
const EXTENSION: ReadonlySet<string> = new Set(["types", "permissions", "roles"]);
const DEFINITION: ReadonlySet<string> = new Set(["types", ...KEYS.definition]);

/** Every name that is read without looking whether it is there, `value` of property descriptors among them. */
const READ_NAMES: ReadonlySet<string> = new Set([
  ...DEFINITION,
  ...CUSTOM_ROLE,
  ...RULE,
  ...TENANT,
  "value",
]);

/** Does every object seem to have one of these? Then what is missing cannot be told from what is written. */
function isPolluted(): boolean {
  for (const name of READ_NAMES) if (name in Object.prototype) return true;
  return false;
}

/**
 * Copies plain data of the right shape, and stops at the first doubt without a word on what is wrong. To report a
 * mistake takes a place for every value, copies and zod, many times what a definition without a mistake needs: that is
 * done afterwards, from the start, for those that have one. What is accepted here is what is accepted there.
 */
class PlainReader {
  #left = MAX_VALUES - 2;

  definition(value: unknown): RawDefinition {
    const { permissions, roles, exclusive, tenant } = this.#data(value, DEFINITION);
    return {
      permissions: this.#catalogue(permissions),
      roles: this.#roles(roles),
      exclusive: exclusive === undefined ? undefined : this.#list(exclusive, this.#texts),
      tenant: tenant === undefined ? undefined : this.#tenant(tenant),
    };
  }

  extension(value: unknown): RawExtension {
    const { permissions, roles } = this.#data(value, EXTENSION);
    return {
      permissions: permissions === undefined ? undefined : this.#catalogue(permissions),
      roles: this.#roles(roles),
    };
  }

  customRoles(value: unknown): readonly RawCustomRole[] {
    return this.#list(value, (element) => {
      const data = this.#data(element, CUSTOM_ROLE);
      return { name: this.#text(data["name"]), ...this.#role(data) };
    });
  }

  #catalogue(value: unknown): RawDefinition["permissions"] {
    const data = this.#data(value);
    const copy: { [resource: string]: readonly string[] } = {};
    for (const name of Object.getOwnPropertyNames(data)) copy[name] = this.#someTexts(data[name]);
    return copy;
  }

  #roles(value: unknown): RawDefinition["roles"] {
    const data = this.#data(value);
    const copy: { [name: string]: RawRole } = {};
    for (const name of Object.getOwnPropertyNames(data)) {
      copy[name] = this.#role(this.#data(data[name], ROLE));
    }
    return copy;
  }

  #role({ title, extends: parents, can, cannot }: Data): RawRole {
    return {
      title: title === undefined ? undefined : this.#text(title),
      extends: parents === undefined ? undefined : this.#texts(parents),
      can: can === undefined ? undefined : this.#list(can, this.#entry),
      cannot: cannot === undefined ? undefined : this.#list(cannot, this.#entry),
    };
  }

  readonly #entry = (value: unknown): string | RawRule => {
    if (typeof value === "string") return value;
    const { permission, when, fields, reason } = this.#data(value, RULE);
    return {
      permission: typeof permission === "string" ? permission : this.#someTexts(permission),
      when: when === undefined ? undefined : this.#condition(when, DEEPEST_CONDITION),
      fields: fields === undefined ? undefined : this.#someTexts(fields),
      reason: reason === undefined ? undefined : this.#text(reason),
    };
  };

  #condition(value: unknown, depth: number): unknown {
    if (typeof value !== "object" || value === null) return this.#scalar(value);
    if (depth === 0) throw new Irregular();
    if (Array.isArray(value)) return this.#list(value, (one) => this.#condition(one, depth - 1));
    const data = this.#data(value);
    const copy: { [name: string]: unknown } = {};
    for (const name of Object.getOwnPropertyNames(data)) {
      copy[name] = this.#condition(data[name], depth - 1);
    }
    return copy;
  }

  #tenant(value: unknown): NonNullable<RawDefinition["tenant"]> {
    const { row, principal } = this.#data(value, TENANT);
    return { row: this.#text(row), principal: this.#text(principal) };
  }

  #scalar(value: unknown): unknown {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (Number.isFinite(value)) return value;
    throw new Irregular();
  }

  #text(value: unknown): string {
    if (typeof value !== "string") throw new Irregular();
    return value;
  }

  readonly #texts = (value: unknown): readonly string[] => this.#list(value, this.#text);

  #someTexts(value: unknown): readonly string[] {
    const texts = this.#texts(value);
    if (texts.length === 0) throw new Irregular();
    return texts;
  }

  #list<V>(value: unknown, read: (element: unknown) => V): V[] {
    if (!Array.isArray(value)) throw new Irregular();
    const { length } = value;
    this.#left -= length;
    if (this.#left < 0) throw new Irregular();
    const copy: V[] = [];
    for (let at = 0; at < length; at++) copy.push(read(value[at]));
    return copy;
  }

  /** The object itself, once it is sure that reading it runs no code and misses nothing. */
  #data(value: unknown, keys?: ReadonlySet<string>): Data {
    if (!isData(value)) throw new Irregular();
    const names = Object.getOwnPropertyNames(value);
    this.#left -= names.length;
    if (this.#left < 0 || Object.getOwnPropertySymbols(value).length > 0) throw new Irregular();
    for (const name of names) {
      if (keys === undefined ? isPrototypeName(name) : !keys.has(name)) throw new Irregular();
      const descriptor = Object.getOwnPropertyDescriptor(value, name);
      if (descriptor?.value === undefined) throw new Irregular();
    }
    return value;
  }
}

/** An object literal of this realm, or one without a prototype. */
function isData(value: unknown): value is Data {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function read<T>(how: (reader: PlainReader) => T): T | undefined {
  if (isPolluted()) return undefined;
  try {
    return how(new PlainReader());
  } catch (error) {
    if (error instanceof Irregular) return undefined;
    throw error;
  }
}

/** A definition in code, or undefined where there may be something to report. */
export function plainDefinition(value: unknown): RawDefinition | undefined {
  return read((reader) => reader.definition(value));
}

/** What `extendPolicy` adds, or undefined where there may be something to report. */
export function plainExtension(value: unknown): RawExtension | undefined {
  return read((reader) => reader.extension(value));
}

/** Custom roles as an app stores them, or undefined where there may be something to report. */
export function plainCustomRoles(value: unknown): readonly RawCustomRole[] | undefined {
  return read((reader) => reader.customRoles(value));
}
