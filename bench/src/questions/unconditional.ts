import type { MongoAbility } from "@casl/ability";
import type { Question } from "../harness/question.ts";
import type { Side } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { accessControl } from "../peers/accesscontrol.ts";
import { betterAuth } from "../peers/better-auth.ts";
import { casbinCached, casbinSync } from "../peers/casbin.ts";
import { caslAbility } from "../peers/casl.ts";
import { CEDAR_FLAGS, cedarPreparsed, cedarText } from "../peers/cedar.ts";
import { easyRbac } from "../peers/easy-rbac.ts";
import { permix } from "../peers/permix.ts";
import { rbacRbac } from "../peers/rbac-rbac.ts";
import { roleAcl } from "../peers/role-acl.ts";
import { assertSeesRoleChanges } from "../workloads/role-changes.ts";
import type { Case, RoleName } from "../workloads/support-desk.ts";
import {
  GRANTED,
  manyChecks,
  PEOPLE,
  PERMISSION_NAMES,
  PERMISSIONS,
  SETS,
  supportDeskPolicy,
  VISITS,
} from "../workloads/support-desk.ts";

export const question: Question = {
  title: "Unconditional can, string name",
  rows: [
    {
      id: "unconditional",
      title: "unconditional `can`, string name",
      unit: "ns",
      floor: "the role's Set.has",
      goal: { of: "ratio", atMost: 0.75 },
      stable: true,
    },
  ],
  groups: [
    {
      name: "kept",
      measure: async () =>
        timed("unconditional", manyChecks, [
          floor(),
          rbac(),
          caslCached(),
          betterAuth(),
          permix(),
          accessControl(),
          await casbinCached(),
          await casbinSync(),
          easyRbac(),
          roleAcl(),
          rbacRbac(),
        ]),
    },
    {
      // Beside abilities that are kept, V8 learns to allocate these as if they were kept too.
      name: "per request",
      measure: () => timed("unconditional", manyChecks, [floor(), caslPerRequest()]),
    },
    {
      name: "cedar",
      nodeFlags: CEDAR_FLAGS,
      measure: () =>
        timed("unconditional", manyChecks, [floor(), cedarPreparsed(), cedarText()], { rounds: 7 }),
    },
  ],
};

export function floor(): Side<Case> {
  return {
    name: "Set.has by hand",
    kind: "floor",
    ask: ({ who, permission }) => SETS[who.role].has(permission.name),
    block(times) {
      const sets = SETS;
      const people = PEOPLE;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let name = 0; name < names.length; name++) {
              if (sets[who.role].has(names[name])) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

export function rbac(): Side<Case> {
  const policy = supportDeskPolicy();
  assertSeesRoleChanges((who) => policy.can(who, "settings:manage"));
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, permission }) => policy.can(who, permission.name),
    block(times) {
      const people = PEOPLE;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let name = 0; name < names.length; name++) {
              if (policy.can(who, names[name])) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

function caslCached(): Side<Case> {
  const abilities: Readonly<Record<RoleName, MongoAbility>> = {
    owner: caslAbility(GRANTED.owner),
    admin: caslAbility(GRANTED.admin),
    agent: caslAbility(GRANTED.agent),
  };
  return {
    name: "CASL, ability kept",
    kind: "peer",
    ask: ({ who, permission }) => abilities[who.role].can(permission.action, permission.resource),
    block(times) {
      const people = PEOPLE;
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let index = 0; index < permissions.length; index++) {
              const permission = permissions[index];
              if (abilities[who.role].can(permission.action, permission.resource)) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

function caslPerRequest(): Side<Case> {
  return {
    name: "CASL, built per request",
    kind: "peer",
    ask: ({ who, permission }) =>
      caslAbility(GRANTED[who.role]).can(permission.action, permission.resource),
    block(times) {
      const people = PEOPLE;
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let index = 0; index < permissions.length; index++) {
              const permission = permissions[index];
              const ability = caslAbility(GRANTED[who.role]);
              if (ability.can(permission.action, permission.resource)) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
