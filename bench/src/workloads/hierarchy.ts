import type { MongoAbility } from "@casl/ability";
import type { Policy } from "@intercom-rbac/core";
import { definePolicy } from "@intercom-rbac/core";
import type { Workload } from "../harness/timed.ts";
import { caslAbility } from "../peers/casl.ts";
import { createRandom, sample } from "./random.ts";

const LEVELS = 4;
const ROLES_A_LEVEL = 50;
const ACTIONS = ["read", "write", "delete", "assign", "export"] as const;

type Name = `${string}:${string}`;

export interface Role {
  readonly parents: readonly string[];
  readonly can: readonly Name[];
}

const random = createRandom(20_261_201);

const resources = Array.from({ length: 30 }, (_, index) => `resource-${index}`);

/** 150 of them. */
export const NAMES: readonly Name[] = resources.flatMap((resource) =>
  ACTIONS.map((action): Name => `${resource}:${action}`),
);

const levels = Array.from({ length: LEVELS }, (_, level) =>
  Array.from({ length: ROLES_A_LEVEL }, (_, index) => `role-${level}-${index}`),
);

export interface Permission {
  readonly name: Name;
  readonly resource: string;
  readonly action: string;
}

/** The names in two parts, for peers that ask so. */
export const PERMISSIONS: readonly Permission[] = NAMES.map((name) => {
  const [resource, action] = name.split(":");
  return { name, resource, action };
});

/** 200 roles. Each above the lowest level has two parents on the one below, and each some grants of its own. */
export const ROLES: ReadonlyMap<string, Role> = new Map(
  levels.flatMap((names, level) =>
    names.map((name): [string, Role] => [
      name,
      {
        parents: level === 0 ? [] : sample(random, levels[level - 1], 2),
        can: sample(random, NAMES, 4),
      },
    ]),
  ),
);

/** What a role grants with everything above it, worked out the slow and plain way. */
export function effective(role: string): readonly Name[] {
  const { parents, can } = ROLES.get(role) ?? { parents: [], can: [] };
  return [...can, ...parents.flatMap(effective)];
}

export interface Member {
  readonly id: string;
  readonly roles: string[];
  /** Made beforehand, for the floor. */
  readonly permissions: ReadonlySet<string>;
  /** Made beforehand, for CASL. */
  readonly ability: MongoAbility;
}

const teams = Array.from({ length: 20 }, () => sample(random, [...ROLES.keys()], 3));

/** 60 people: 20 sets of three roles, each held by three people in an order of its own. */
export const MEMBERS: readonly Member[] = Array.from({ length: 60 }, (_, index) => {
  const roles = sample(random, teams[index % teams.length], 3);
  const permissions = new Set(roles.flatMap(effective));
  return { id: `user-${index}`, roles, permissions, ability: caslAbility(permissions) };
});

export function hierarchyPolicy(): Policy {
  const actions: readonly string[] = ACTIONS;
  return definePolicy({
    permissions: Object.fromEntries(resources.map((resource) => [resource, actions])),
    roles: Object.fromEntries(
      Array.from(ROLES, ([name, { parents, can }]) => [name, { extends: parents, can }]),
    ),
  });
}

export interface Case {
  readonly who: Member;
  readonly permission: Permission;
}

const expected = ({ who, permission }: Case): boolean =>
  who.roles.some((role) => effective(role).includes(permission.name));

/** Every permission asked of these members. */
function everyPermissionOf(members: readonly Member[]): Workload<Case> {
  const cases = members.flatMap((who) => PERMISSIONS.map((permission) => ({ who, permission })));
  return { cases, expected, checks: cases.length, allowed: cases.filter(expected).length };
}

export const everyPermission: Workload<Case> = everyPermissionOf(MEMBERS);

/** Some of the members, for peers that would take seconds for all. */
export const FEW_MEMBERS: readonly Member[] = MEMBERS.slice(0, 6);

export const everyPermissionOfFew: Workload<Case> = everyPermissionOf(FEW_MEMBERS);
