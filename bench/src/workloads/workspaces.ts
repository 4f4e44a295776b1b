import type { Policy } from "@intercom-rbac/core";
import { intercomPolicy } from "@intercom-rbac/core";
import { createRandom, sample } from "./random.ts";

type Name = (typeof intercomPolicy.permissions)[number];

/** A custom role as a workspace stores it. */
export interface StoredRole {
  readonly name: string;
  readonly can: readonly Name[];
}

export const ROLES_A_WORKSPACE = 20;
const GRANTS_A_ROLE = 10;

/** The custom roles of one workspace. Their names are its own. */
export function workspaceRoles(workspace: number): StoredRole[] {
  const random = createRandom(workspace);
  return Array.from({ length: ROLES_A_WORKSPACE }, (_, index) => ({
    name: `workspace-${workspace}-role-${index}`,
    can: sample(random, intercomPolicy.permissions, GRANTS_A_ROLE),
  }));
}

export const PERMISSIONS: readonly Name[] = intercomPolicy.permissions;

/** Somebody with one custom role. */
export interface Employee {
  readonly id: string;
  readonly workspace: number;
  readonly role: string;
  readonly roles: readonly string[];
}

/** One for each custom role of a workspace. */
export function employeesOf(workspace: number): Employee[] {
  return Array.from({ length: ROLES_A_WORKSPACE }, (_, index) => {
    const role = `workspace-${workspace}-role-${index}`;
    return { id: `user-${workspace}-${index}`, workspace, role, roles: [role] };
  });
}

const granted = new Map<string, ReadonlySet<string>>();

/** As the stored roles of the workspace say it. */
export function isGranted({ workspace, role }: Employee, permission: Name): boolean {
  if (!granted.has(role)) {
    for (const { name, can } of workspaceRoles(workspace)) granted.set(name, new Set(can));
  }
  return granted.get(role)?.has(permission) === true;
}

export const WORKSPACES = Array.from({ length: 1_000 }, (_, workspace) => workspace);
/** What is asked of each role set: few, so that most of a pass is finding the role set. */
export const ASKED = PERMISSIONS.filter((_, index) => index % 18 === 0);

/** The documents as they come from a store. */
export function storedTexts(): readonly string[] {
  return WORKSPACES.map((workspace) => JSON.stringify(workspaceRoles(workspace)));
}

export function policyOf(text: string): Policy {
  return intercomPolicy.withRoles(JSON.parse(text));
}

/** Answers one check for each role set, so that nothing is left to be made later. */
export function warm(policy: Policy, workspace: number): Policy {
  for (const who of employeesOf(workspace)) policy.can(who, ASKED[0]);
  return policy;
}
