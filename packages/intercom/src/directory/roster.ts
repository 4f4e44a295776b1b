import type { DirectoryPrincipal, UnmappedRole } from "@intercom-rbac/core";
import type { WorkspaceAdmin } from "../client/answers.ts";
import type { RoleRules } from "./role-mapping.ts";

/** Everybody of a workspace as one load found them. Frozen. */
export interface Roster {
  /** Made before it is asked for, so that asking costs one look-up. `null`: no admin of the workspace. */
  principal(adminId: string): Promise<DirectoryPrincipal | null>;
  readonly unmapped: readonly UnmappedRole[];
}

export interface RosterSource {
  readonly admins: readonly WorkspaceAdmin[];
  /** The teams there are; a team that was deleted gives no role, whatever an admin still names. */
  readonly teamIds: ReadonlySet<string>;
  readonly workspaceId: string;
  /** Frozen. */
  readonly scopes: readonly string[] | undefined;
}

// Promises that are handed out are shared: one that could be given its own `then` would answer for everybody.
const NOBODY: Promise<null> = Object.freeze(Promise.resolve(null));

function toPrincipal(
  { id, email, teamIds }: WorkspaceAdmin,
  roles: readonly string[],
  { workspaceId, scopes }: RosterSource,
): DirectoryPrincipal {
  const numbers = teamIds.map(Number);
  return Object.freeze({
    id,
    roles,
    adminId: Number(id),
    teamIds: Object.freeze(numbers),
    teamKeys: Object.freeze(numbers.flatMap((teamId) => [teamId, String(teamId)])),
    workspaceId,
    ...(scopes !== undefined && { scopes }),
    ...(email !== undefined && { email }),
  });
}

/** Those without any role, by what Intercom calls their role. */
function unmappedRoles(admins: readonly WorkspaceAdmin[]): readonly UnmappedRole[] {
  const found = new Map<string | null, { name: string | null; adminIds: string[] }>();
  for (const { id, role } of admins) {
    const roleId = role?.id ?? null;
    const entry = found.get(roleId) ?? { name: role?.name ?? null, adminIds: [] };
    entry.adminIds.push(id);
    found.set(roleId, entry);
  }
  const entries = [...found].map(([roleId, { name, adminIds }]) =>
    Object.freeze({ roleId, name, adminIds: Object.freeze(adminIds) }),
  );
  return Object.freeze(entries);
}

/** Gives each admin the roles of the rules. */
export function createRoster(rules: RoleRules, source: RosterSource): Roster {
  const { admins, teamIds } = source;
  const principals = new Map<string, Promise<DirectoryPrincipal>>();
  const without: WorkspaceAdmin[] = [];
  for (const admin of admins) {
    const roles = rules.rolesOf(admin, teamIds);
    if (roles.length === 0) without.push(admin);
    principals.set(admin.id, Object.freeze(Promise.resolve(toPrincipal(admin, roles, source))));
  }
  return Object.freeze({
    principal: (adminId: string) => principals.get(adminId) ?? NOBODY,
    unmapped: unmappedRoles(without),
  });
}
