import type { Case, Check } from "./generate-checks.ts";
import type { PolicyData } from "./generate-policies.ts";
import { namesOf } from "./generate-policies.ts";
import type { RoleData, Roles } from "./generate-roles.ts";
import type { EntryData } from "./generate-rules.ts";

/** Every role of every layer, rewritten. Names and layers stay. */
function mapRoles(
  data: PolicyData,
  change: (role: RoleData, name: string) => RoleData,
): PolicyData {
  const { base, extension, custom } = data;
  const changed = (roles: Roles): Roles => mapValues(roles, change);
  return {
    ...data,
    base: { ...base, roles: changed(base.roles) },
    ...(extension && { extension: { ...extension, roles: changed(extension.roles) } }),
    custom: custom.map(({ name, ...role }) => ({ name, ...change(role, name) })),
  };
}

const mapValues = <V>(of: { readonly [key: string]: V }, change: (value: V, key: string) => V) =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)]));

const backwards = <X>(list: readonly X[]): X[] => [...list].reverse();
const reordered = <V>(of: { readonly [key: string]: V }): { [key: string]: V } =>
  Object.fromEntries(backwards(Object.entries(of)));

/** The same policy written in another order: roles, parents, rules, the fields of conditions, sets, permissions. */
export function reorder(data: PolicyData): PolicyData {
  const rules = (list: RoleData["can"]) =>
    backwards(list).map((rule) => {
      if (typeof rule === "string") return rule;
      const { when, fields } = rule;
      return {
        ...rule,
        ...(when && { when: reordered(when) }),
        ...(fields && { fields: backwards(fields) }),
      };
    });
  const turned = mapRoles(data, (role) => ({
    ...(role.extends && { extends: backwards(role.extends) }),
    can: rules(role.can),
    ...(role.cannot && { cannot: rules(role.cannot) }),
  }));
  const { base, extension, custom, ceiling } = turned;
  return {
    ...turned,
    base: {
      ...base,
      permissions: reordered(mapValues(base.permissions, backwards)),
      roles: reordered(base.roles),
      ...(base.exclusive && { exclusive: backwards(base.exclusive).map(backwards) }),
    },
    ...(extension && { extension: { ...extension, roles: reordered(extension.roles) } }),
    custom: backwards(custom),
    ...(ceiling && { ceiling: backwards(ceiling) }),
  };
}

/** The same question, the principal's roles and the fields in another order, one role named twice. */
export function reorderCheck(check: Check): Check {
  const { who, fields } = check;
  const turned = who && { ...who, roles: [...backwards(who.roles), ...who.roles.slice(0, 1)] };
  const hasOwnId = who && Object.hasOwn(who, "id");
  return {
    ...check,
    ...(hasOwnId && { who: turned }),
    ...(fields && { fields: backwards(fields) }),
  };
}

/** A denial more, in a role that no other inherits: an heir's exact grant could otherwise be shadowed. */
export function withDenial(data: PolicyData, rule: EntryData): PolicyData {
  const names = roleNames(data);
  const last = names[names.length - 1];
  return mapRoles(data, (role, name) =>
    name === last ? { ...role, cannot: [...(role.cannot ?? []), rule] } : role,
  );
}

/** A grant less: the `pick`th of all. */
export function withoutGrant(data: PolicyData, pick: number): PolicyData {
  let count = 0;
  mapRoles(data, (role) => {
    count += role.can.length;
    return role;
  });
  if (count === 0) return data;
  let at = pick % count;
  return mapRoles(data, (role) => {
    const can = role.can.filter(() => at-- !== 0);
    return { ...role, can };
  });
}

const roleNames = ({ base, extension, custom }: PolicyData): string[] => [
  ...Object.keys(base.roles),
  ...Object.keys(extension?.roles ?? {}),
  ...custom.map(({ name }) => name),
];

/** The base alone, without what bounds it, and the questions that concern it alone. */
export function baseOf({ policy, checks }: Case): { policy: PolicyData; checks: readonly Check[] } {
  const later = [
    ...Object.keys(policy.extension?.roles ?? {}),
    ...policy.custom.map((it) => it.name),
  ];
  const permissions = namesOf(policy.base.permissions);
  return {
    policy: { base: policy.base, custom: [], scopesFirst: false },
    checks: checks.filter(
      ({ who, permission }) =>
        permissions.includes(permission) && !who?.roles.some((name) => later.includes(name)),
    ),
  };
}
