import fc from "fast-check";
import type { Place, RoleData, Roles } from "./generate-roles.ts";
import { rawRole, rolesOf } from "./generate-roles.ts";
import type { Name } from "./generate-rules.ts";
import { denial, grant, plainDenial, plainGrant } from "./generate-rules.ts";
import type { Definition } from "./oracle.ts";
import { effective } from "./oracle.ts";
import { ACTIONS, ADDED, RESOURCES, ROLES, SCOPES } from "./vocabulary.ts";

type CatalogueData = { readonly [resource: string]: readonly string[] };
type ScopeData = { readonly [permission: Name]: readonly string[] | { scopes: readonly string[] } };

/** A policy as data, in the layers an app would declare it in. Valid by construction. */
export interface PolicyData {
  readonly base: {
    readonly permissions: CatalogueData;
    readonly roles: Roles;
    readonly exclusive?: readonly (readonly string[])[];
    readonly tenant?: { readonly row: string; readonly principal: string };
  };
  readonly extension?: { readonly permissions: CatalogueData; readonly roles: Roles };
  readonly custom: readonly (RoleData & { readonly name: string })[];
  readonly ceiling?: readonly ("*" | Name)[];
  readonly scopes?: ScopeData;
  /** `withScopes` before `withRoles`, or after. */
  readonly scopesFirst: boolean;
}

export const namesOf = (catalogue: CatalogueData): Name[] =>
  Object.entries(catalogue).flatMap(([resource, actions]) =>
    actions.map((action): Name => `${resource}:${action}`),
  );

const catalogue: fc.Arbitrary<CatalogueData> = fc
  .tuple(
    fc.subarray([...RESOURCES], { minLength: 2 }),
    fc.tuple(...RESOURCES.map(() => fc.subarray([...ACTIONS], { minLength: 1 }))),
  )
  .map(([names, actions]) =>
    Object.fromEntries(names.map((name, at) => [name, actions[at] ?? []])),
  );

const sometimes = <X>(arbitrary: fc.Arbitrary<X>): fc.Arbitrary<X | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** An empty list allows nobody. */
const scopes = fc.oneof(
  { weight: 5, arbitrary: fc.subarray([...SCOPES], { minLength: 1 }) },
  { weight: 1, arbitrary: fc.constant([]) },
);

const rawRoles = (role: ReturnType<typeof rawRole>) =>
  fc.array(role, { minLength: 4, maxLength: ROLES.length });

/** Everything a policy can hold. */
export const policyData: fc.Arbitrary<PolicyData> = fc
  .record({
    permissions: catalogue,
    raws: rawRoles(rawRole(grant, denial)),
    baseRoles: fc.integer({ min: 2, max: 4 }),
    extended: fc.constantFrom(false, false, true),
    sets: fc.array(fc.subarray([...ROLES], { minLength: 2, maxLength: 4 }), { maxLength: 3 }),
    tenant: sometimes(fc.constantFrom("workspaceId", "workspaceId", "org.id")),
    ceiling: sometimes(fc.array(fc.tuple(fc.nat(2), fc.nat(99)), { minLength: 1, maxLength: 4 })),
    scopes: sometimes(fc.array(scopes, { minLength: 12, maxLength: 12 })),
    scopesFirst: fc.boolean(),
  })
  .map(({ permissions, raws, baseRoles, extended, sets, tenant, scopesFirst, ...raw }) => {
    const base = namesOf(permissions);
    const every = extended ? [...base, ...namesOf(ADDED)] : base;
    const placeOf = (index: number): Place => {
      if (index < baseRoles) return { layer: "base", available: base };
      const layer = extended && index === baseRoles ? "extension" : "custom";
      return { layer, available: every };
    };
    const roles = rolesOf(raws, placeOf);
    const of = (layer: Place["layer"]) =>
      Object.entries(roles).filter((_, index) => placeOf(index).layer === layer);
    const exclusive = exclusiveSets(sets, roles, of("base"));
    const added = { permissions: ADDED, roles: Object.fromEntries(of("extension")) };
    return {
      base: {
        permissions,
        roles: Object.fromEntries(of("base")),
        ...(exclusive.length === 0 ? {} : { exclusive }),
        ...(tenant === undefined ? {} : { tenant: { row: tenant, principal: tenant } }),
      },
      ...(extended ? { extension: added } : {}),
      custom: of("custom").map(([name, role]) => ({ name, ...role })),
      ...(raw.ceiling === undefined ? {} : { ceiling: patterns(raw.ceiling, every) }),
      ...(raw.scopes === undefined ? {} : { scopes: scopeMap(raw.scopes, every) }),
      scopesFirst,
    };
  });

/** Roles, inheritance, grants and denials, and nothing else. */
export const plainPolicy: fc.Arbitrary<PolicyData["base"]> = fc
  .tuple(catalogue, rawRoles(rawRole(plainGrant, plainDenial)))
  .map(([permissions, raws]) => {
    const place: Place = { layer: "base", available: namesOf(permissions) };
    return { permissions, roles: rolesOf(raws, () => place) };
  });

/** Only base roles may be named in a set, and a role that inherits two of one is a definition error. */
function exclusiveSets(
  sets: readonly (readonly string[])[],
  roles: Roles,
  base: readonly [string, RoleData][],
): string[][] {
  const known = new Set(base.map(([name]) => name));
  const heldOf = (role: string, set: readonly string[]) =>
    effective(roles, [role]).filter((name) => set.includes(name));
  return sets
    .map((set) => set.filter((name) => known.has(name)))
    .filter(
      (set) => set.length > 1 && Object.keys(roles).every((it) => heldOf(it, set).length < 2),
    );
}

function patterns(picks: readonly (readonly [number, number])[], names: readonly Name[]) {
  return picks.map(([kind, pick]): "*" | Name => {
    const name = names[pick % names.length] ?? "*:*";
    const [resource, action] = name.split(":");
    return kind === 0 ? name : kind === 1 ? `${resource}:*` : `*:${action}`;
  });
}

function scopeMap(lists: readonly (readonly string[])[], names: readonly Name[]): ScopeData {
  return Object.fromEntries(
    names.map((name, index) => {
      const scopes = lists[index % lists.length] ?? [];
      return [name, index % 2 === 0 ? scopes : { scopes }];
    }),
  );
}

/** The same policy for the oracle: one flat definition. */
export function flatten(data: PolicyData): Definition {
  const { base, extension, custom, ceiling, scopes } = data;
  const within = namesOf(base.permissions);
  const before = Object.entries(base.roles).map(([name, role]) => [name, { ...role, within }]);
  const stored = custom.map(({ name, ...role }) => [name, role]);
  const lists = Object.entries(scopes ?? {}).map(([name, list]) => [
    name,
    "scopes" in list ? list.scopes : list,
  ]);
  return {
    roles: { ...Object.fromEntries(before), ...extension?.roles, ...Object.fromEntries(stored) },
    ...(base.exclusive === undefined ? {} : { exclusive: base.exclusive }),
    ...(base.tenant === undefined ? {} : { tenant: base.tenant }),
    ...(scopes === undefined ? {} : { scopes: Object.fromEntries(lists) }),
    ...(ceiling === undefined ? {} : { ceiling }),
  };
}
