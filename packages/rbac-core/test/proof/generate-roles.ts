import fc from "fast-check";
import type { EntryData, Name, RawRule } from "./generate-rules.ts";
import { entryOf, without } from "./generate-rules.ts";
import { covers, effective } from "./oracle.ts";
import { ROLES } from "./vocabulary.ts";

export interface RoleData {
  readonly extends?: readonly string[];
  readonly can: readonly EntryData[];
  readonly cannot?: readonly EntryData[];
}
export type Roles = { readonly [name: string]: RoleData };

/** Where a role is declared, which says what it may name. */
export interface Place {
  readonly layer: "base" | "extension" | "custom";
  readonly available: readonly Name[];
}

/** A role before its name and the catalogue are known. `parents` pick among the roles before it. */
export interface RawRole {
  readonly parents: readonly number[];
  readonly can: readonly RawRule[];
  readonly cannot: readonly RawRule[];
}

export const rawRole = (
  grant: fc.Arbitrary<RawRule>,
  denial: fc.Arbitrary<RawRule>,
): fc.Arbitrary<RawRole> =>
  fc.record({
    parents: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 4, arbitrary: fc.tuple(fc.nat(9)) },
      { weight: 1, arbitrary: fc.tuple(fc.nat(9), fc.nat(9)) },
    ),
    can: fc.array(grant, { minLength: 1, maxLength: 4 }),
    cannot: fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 5, arbitrary: fc.array(denial, { minLength: 1, maxLength: 2 }) },
    ),
  });

/** Roles in order, each inheriting only from those before it: no cycles, no shadowed grants. */
export function rolesOf(raws: readonly RawRole[], placeOf: (index: number) => Place): Roles {
  const roles: { [name: string]: RoleData } = {};
  raws.forEach((raw, index) => {
    const { layer, available } = placeOf(index);
    const earlier = Object.keys(roles);
    const picked = raw.parents.flatMap((it) => earlier[it % (earlier.length + 1)] ?? []);
    const parents = [...new Set(picked)];
    const write = (rule: RawRule) =>
      entryOf(rule, available, layer === "custom" ? "written-out" : "kept");
    const shadowed = new Set(
      effective(roles, parents).flatMap((name) =>
        deniedBy(roles[name]?.cannot ?? [], placeOf(earlier.indexOf(name)).available),
      ),
    );
    roles[ROLES[index] ?? `role-${index}`] = {
      ...(parents.length === 0 ? {} : { extends: parents }),
      can: raw.can.flatMap((rule) => without(write(rule), shadowed) ?? []),
      ...(raw.cannot.length === 0 ? {} : { cannot: raw.cannot.map(write) }),
    };
  });
  return roles;
}

/** What is denied without condition: an heir's exactly named grant of it would be `grant_shadowed`. */
function deniedBy(denials: readonly EntryData[], available: readonly Name[]): Name[] {
  const patterns = denials
    .map((entry) => (typeof entry === "string" ? { permission: entry } : entry))
    .filter((rule) => !("when" in rule) && !("fields" in rule))
    .flatMap((rule) => rule.permission);
  return available.filter((name) => patterns.some((it) => covers(it, name)));
}
