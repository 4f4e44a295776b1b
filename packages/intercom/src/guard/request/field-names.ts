import type { PlainObject, PlainValue } from "./plain-request.ts";
import { isPlainObject } from "./plain-request.ts";

function add(names: string[], path: string, value: PlainValue): void {
  names.push(path);
  if (!isPlainObject(value)) return;
  for (const [key, inner] of Object.entries(value)) add(names, `${path}.${key}`, inner);
}

/**
 * The fields of a row that a body sets: `name`, and `custom_attributes.plan` for what is inside another. A rule that
 * lists `custom_attributes` speaks of all of these, one that lists `custom_attributes.plan` of that one alone.
 *
 * @param without keys that are no part of the body
 */
export function fieldNames(body: PlainObject, without: ReadonlySet<string>): readonly string[] {
  const names: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (without.has(key)) continue;
    const inner = isPlainObject(value) ? Object.entries(value) : [];
    if (inner.length === 0) names.push(key);
    for (const [name, deeper] of inner) add(names, `${key}.${name}`, deeper);
  }
  return names;
}
