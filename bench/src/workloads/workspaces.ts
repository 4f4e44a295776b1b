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
