import { definePolicy } from "@intercom-rbac/core";
import type { Workload } from "../harness/timed.ts";

export interface Permission {
  readonly name: PermissionName;
  readonly resource: string;
  readonly action: string;
}

export type PermissionName = (typeof PERMISSION_NAMES)[number];
export type RoleName = keyof typeof GRANTED;

export const PERMISSION_NAMES = [
  "contacts:read",
  "contacts:write",
  "contacts:delete",
  "conversations:read",
  "conversations:reply",
  "conversations:assign",
  "conversations:close",
  "articles:read",
  "articles:write",
  "settings:manage",
] as const;

/** Who may do what, written out: what every side is compared with before it is timed. */
export const GRANTED = {
  owner: PERMISSION_NAMES,
  admin: [
    "contacts:read",
    "contacts:write",
    "conversations:read",
    "conversations:reply",
    "conversations:assign",
    "conversations:close",
    "articles:read",
    "articles:write",
  ],
  agent: ["contacts:read", "conversations:read", "conversations:reply"],
} as const;

export const ROLE_NAMES: readonly RoleName[] = ["owner", "admin", "agent"];

/** The names in two parts, for peers that ask so: split beforehand, as a caller would write them. */
export const PERMISSIONS: readonly Permission[] = PERMISSION_NAMES.map((name) => {
  const [resource, action] = name.split(":");
  return { name, resource, action };
});

/** What a person writes instead of a library. */
export const SETS: Readonly<Record<RoleName, ReadonlySet<string>>> = {
  owner: new Set(GRANTED.owner),
  admin: new Set(GRANTED.admin),
  agent: new Set(GRANTED.agent),
};

export interface Person {
  readonly id: string;
  /** Read by the floor and by peers that take one role. */
  readonly role: RoleName;
  /** Read by us. */
  readonly roles: readonly RoleName[];
}

export const PEOPLE: readonly Person[] = ROLE_NAMES.map((role, index) => ({
  id: `user-${index + 7}`,
  role,
  roles: [role],
}));

export function supportDeskPolicy() {
  return definePolicy({
    permissions: {
      contacts: ["read", "write", "delete"],
      conversations: ["read", "reply", "assign", "close"],
      articles: ["read", "write"],
      settings: ["manage"],
    },
    roles: {
      owner: { can: ["*"] },
      admin: { can: [...GRANTED.admin] },
      agent: { can: [...GRANTED.agent] },
    },
  });
}

export interface Case {
  readonly who: Person;
  readonly permission: Permission;
}

/** How often each permission is asked of a person before the next one comes. */
export const VISITS = 4;

const cases = PEOPLE.flatMap((who) => PERMISSIONS.map((permission) => ({ who, permission })));
const granted = ROLE_NAMES.reduce((sum, role) => sum + GRANTED[role].length, 0);

/** Three people, one a role, each asked for all ten permissions four times over. */
export const manyChecks: Workload<Case> = {
  cases,
  expected: ({ who, permission }) =>
    GRANTED[who.role].some((name: string) => name === permission.name),
  checks: cases.length * VISITS,
  allowed: granted * VISITS,
};

/** The same, each permission asked once of a person. */
export const oneCheckEach: Workload<Case> = {
  ...manyChecks,
  checks: cases.length,
  allowed: granted,
};
