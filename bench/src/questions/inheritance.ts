import type { Question } from "../harness/question.ts";
import type { Side } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import type { Case } from "../workloads/hierarchy.ts";
import { everyPermission, hierarchyPolicy, MEMBERS, NAMES } from "../workloads/hierarchy.ts";

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
  ],
};

function floor(): Side<Case> {
  return {
    name: "Set of the user by hand",
    kind: "floor",
    ask: ({ who, name }) => who.permissions.has(name),
    block(times) {
      const members = MEMBERS;
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
    ask: ({ who, name }) => policy.can(who, name),
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

function casl(): Side<Case> {
  const parts = NAMES.map((name) => {
    const [resource, action] = name.split(":");
    return { resource, action };
  });
  return {
    name: "CASL, ability of the user kept",
    kind: "peer",
    ask({ who, name }) {
      const { action, resource } = parts[NAMES.indexOf(name)];
      return who.ability.can(action, resource);
    },
    block(times) {
      const members = MEMBERS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let member = 0; member < members.length; member++) {
          const who = members[member];
          for (let index = 0; index < parts.length; index++) {
            const { action, resource } = parts[index];
            if (who.ability.can(action, resource)) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
