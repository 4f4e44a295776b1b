import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, didYouMean, kindOf, quote } from "@intercom-rbac/core/internal";
import type { WorkspaceAdmin } from "../client/answers.ts";
import { isIntercomId } from "./intercom-id.ts";

/** One of the policy's roles, or several. */
export type MappedRoles<Role extends string> = Role | readonly Role[];

/** Intercom's id → the policy's roles. */
export type RolesById<Role extends string> = { readonly [id: string]: MappedRoles<Role> };

/**
 * Whom the policy's roles go to. By id alone: names can be edited in Intercom by people who may not grant what the
 * policy's roles grant. Whoever several entries name has the roles of all.
 */
export interface RoleMapping<Role extends string> {
  /** By Intercom's role. */
  readonly byRoleId?: RolesById<Role> | undefined;
  /** By teammate. */
  readonly byAdminId?: RolesById<Role> | undefined;
  /** By team: each member of it, for as long as the team exists. */
  readonly byTeamId?: RolesById<Role> | undefined;
  /** Admin ids that have the role `owner`; named one by one, since Intercom does not tell who owns a workspace. */
  readonly owners: "owner" extends Role ? readonly (string | number)[] : readonly [];
}

/** A mapping, checked and ready to be asked. */
export interface RoleRules {
  /** Whether the workspace's teams matter. */
  readonly usesTeams: boolean;
  /** In the order of the mapping: owners, by role, by team, by admin; each role once. */
  rolesOf(admin: WorkspaceAdmin, teams: ReadonlySet<string>): readonly string[];
}

const WHERE = "createRoleDirectory: options.roles";

function checkedId(path: string, id: string): string {
  if (isIntercomId(id)) return id;
  if (/^0\d+$/.test(id)) {
    throw new OptionInvalidError(
      `${path}: ${quote(id)} would name nobody, since no id of Intercom begins with 0. Leave the zeros out.`,
    );
  }
  throw new OptionInvalidError(
    `${path}: ${quote(id)} is no id of Intercom, which is a number. Names decide nothing, since they can be edited; verifyConnection lists the ids.`,
  );
}

function checkedRole(path: string, role: unknown, known: readonly string[] | undefined): string {
  if (typeof role !== "string" || role === "") {
    const is = role === "" ? "an empty string" : kindOf(role);
    throw new OptionInvalidError(`${path} must be a role of the policy, not ${is}.`);
  }
  if (known === undefined || known.includes(role)) return role;
  const suggestion = didYouMean(role, known) ?? `Its roles are ${known.join(", ")}.`;
  throw new OptionInvalidError(`${path}: the policy has no role ${quote(role)}. ${suggestion}`);
}

function checkedEntries(
  path: string,
  given: RolesById<string> | undefined,
  known: readonly string[] | undefined,
): ReadonlyMap<string, readonly string[]> {
  const entries = new Map<string, readonly string[]>();
  for (const [id, value] of Object.entries(given ?? {})) {
    const at = `${path}[${quote(checkedId(path, id))}]`;
    const roles: readonly string[] = typeof value === "string" ? [value] : value;
    if (!Array.isArray(roles) || roles.length === 0) {
      const is = Array.isArray(roles) ? "an empty array" : kindOf(roles);
      throw new OptionInvalidError(`${at} must be a role of the policy or several, not ${is}.`);
    }
    for (const role of roles) checkedRole(at, role, known);
    entries.set(id, Object.freeze([...roles]));
  }
  return entries;
}

function checkedOwners(given: unknown, known: readonly string[] | undefined): ReadonlySet<string> {
  const path = `${WHERE}.owners`;
  if (!Array.isArray(given)) {
    throw new OptionInvalidError(`${path} must be an array of admin ids, not ${kindOf(given)}.`);
  }
  if (given.length > 0) checkedRole(path, "owner", known);
  return new Set(
    given.map((id: unknown) => {
      if (typeof id === "string" || typeof id === "number") return checkedId(path, String(id));
      throw new OptionInvalidError(`${path} must hold admin ids, not ${kindOf(id)}.`);
    }),
  );
}

/**
 * Checks a mapping: every id is one, every role is the policy's. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @param known the policy's roles; undefined when there is no policy to compare with
 */
export function createRoleRules(
  mapping: RoleMapping<string>,
  known: readonly string[] | undefined,
): RoleRules {
  const maps = { byRoleId: "object", byAdminId: "object", byTeamId: "object" } as const;
  checkOptions(WHERE, mapping, { ...maps, owners: "any" });
  const byRole = checkedEntries(`${WHERE}.byRoleId`, mapping.byRoleId, known);
  const byAdmin = checkedEntries(`${WHERE}.byAdminId`, mapping.byAdminId, known);
  const byTeam = checkedEntries(`${WHERE}.byTeamId`, mapping.byTeamId, known);
  const owners = checkedOwners(mapping.owners, known);

  return {
    usesTeams: byTeam.size > 0,
    rolesOf({ id, role, teamIds }, teams) {
      const roles = new Set<string>();
      const add = (more: readonly string[] = []) => {
        for (const one of more) roles.add(one);
      };
      if (owners.has(id)) roles.add("owner");
      if (role !== null) add(byRole.get(role.id));
      for (const [team, granted] of byTeam) {
        if (teamIds.includes(team) && teams.has(team)) add(granted);
      }
      add(byAdmin.get(id));
      return Object.freeze([...roles]);
    },
  };
}
