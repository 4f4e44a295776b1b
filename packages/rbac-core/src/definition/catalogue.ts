import { checkDistinct, checkName } from "../problems/names.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { PermissionString, PolicyModel } from "./model.ts";

type RawCatalogue = { readonly [resource: string]: readonly string[] };

/** The permissions of a base and the added ones, in order. Reports bad, repeated and look-alike names. */
export function growCatalogue(
  base: PolicyModel,
  added: RawCatalogue | undefined,
  problems: ProblemList,
): Pick<PolicyModel, "permissions" | "positions"> {
  // Custom roles add none: all policies of a thousand workspaces share one catalogue.
  if (added === undefined) return { permissions: base.permissions, positions: base.positions };
  const known = groupByResource(base.permissions);
  const resources = Object.keys(added);
  checkDistinct(
    resources
      .filter((resource) => !known.has(resource))
      .map((name) => ({ name, place: ["permissions", name] })),
    "resource",
    problems,
    known.keys(),
  );
  const permissions = [...base.permissions];
  for (const resource of resources) {
    const place = ["permissions", resource];
    const actions = added[resource] ?? [];
    const valid = checkName(resource, "resource", place, problems);
    const named = actions.map((name, at) => ({ name, place: [...place, at] }));
    const usable = named.filter(({ name, place: here }) =>
      checkName(name, "action", here, problems),
    );
    checkDistinct(usable, "action", problems, known.get(resource) ?? []);
    if (valid)
      permissions.push(...usable.map(({ name }): PermissionString => `${resource}:${name}`));
  }
  return {
    permissions: Object.freeze(permissions),
    positions: new Map(permissions.map((permission, position) => [permission, position])),
  };
}

/** `["contacts:read", …]` → resource → its actions, in order. */
export function groupByResource(permissions: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const permission of permissions) {
    const colon = permission.indexOf(":");
    const resource = permission.slice(0, colon);
    const actions = groups.get(resource) ?? [];
    actions.push(permission.slice(colon + 1));
    groups.set(resource, actions);
  }
  return groups;
}
