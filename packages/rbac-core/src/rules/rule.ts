import type { Comparison } from "./comparison.ts";

/** A grant or denial as the definition gives it, its pattern expanded over the catalogue. */
export interface Rule {
  /** Where it stands: `roles.lead.cannot[0]`. */
  readonly path: string;
  /** The role that lists it. */
  readonly role: string;
  readonly inverted: boolean;
  /** Written as one exact permission, not as a wildcard or a list. */
  readonly named: boolean;
  /** Positions in the policy's list of permissions. */
  readonly permissions: readonly number[];
  /** Absent: it holds for every resource. */
  readonly when?: readonly Comparison[] | undefined;
  /** Absent: it covers every field. */
  readonly fields?: readonly string[] | undefined;
  readonly reason?: string | undefined;
}

/** The field that a longer name leads into: `address.city`, `address[0]` and `/address` all touch `address`. */
const FIELD_OF_PATH = /[\p{L}\p{N}_$-]+/u;

/** Is this field, or one it leads into, among those a rule lists? */
export function listsField(fields: readonly string[], name: string): boolean {
  if (fields.includes(name)) return true;
  return fields.includes(FIELD_OF_PATH.exec(name)?.[0] ?? name);
}

/** Does the rule speak of this field? */
export function covers(rule: Rule, field: string): boolean {
  return rule.fields === undefined || listsField(rule.fields, field);
}
