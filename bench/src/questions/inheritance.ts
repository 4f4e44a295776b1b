import type { Question } from "../harness/question.ts";
import type { Side } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import {
  accessControl,
  betterAuth,
  casbinCached,
  casl,
  easyRbac,
  permix,
  roleAcl,
} from "../peers/hierarchy-sides.ts";
import type { Case } from "../workloads/hierarchy.ts";
import {
  everyPermission,
  everyPermissionOfFew,
  FEW_MEMBERS,
  hierarchyPolicy,
  MEMBERS,
  NAMES,
} from "../workloads/hierarchy.ts";

export const question: Question = {
  title: "Unconditional can with inheritance",
  rows: [
    {
      id: "inheritance",
      title: "… with inheritance: 200 roles in 4 levels, 150 permissions",
      unit: "ns",
      floor: "a Set of effective permissions per user",
      goal: { of: "ratio", atMost: 1.2 },
      stable: true,
    },
  ],
  groups: [
    {
      name: "kept",
      measure: () => timed("inheritance", everyPermission, [floor(), rbac(), casl()]),
    },
    {
      name: "peers",
      measure: () =>
        timed("inheritance", everyPermission, [
          floor(),
          betterAuth(),
          permix(),
          accessControl(),
          easyRbac(),
        ]),
    },
    {
      // Seconds for all members: six of them.
      name: "slow peers",
      measure: async () =>
        timed("inheritance", everyPermissionOfFew, [
          floor(FEW_MEMBERS),
          await casbinCached(FEW_MEMBERS),
          roleAcl(FEW_MEMBERS),
        ]),
    },
  ],
};

function floor(members = MEMBERS): Side<Case> {
  return {
    name: "Set of the user by hand",
    kind: "floor",
    ask: ({ who, permission }) => who.permissions.has(permission.name),
    block(times) {
      const names = NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let name = 0; name < names.length; name++) {
            if (who.permissions.has(names[name])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function rbac(): Side<Case> {
  const policy = hierarchyPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, permission }) => policy.can(who, permission.name),
    block(times) {
      const members = MEMBERS;
      const names = NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let name = 0; name < names.length; name++) {
            if (policy.can(who, names[name])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
