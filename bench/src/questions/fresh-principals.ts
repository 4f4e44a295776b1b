import type { Question } from "../harness/question.ts";
import type { Side } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import type { Case, Person } from "../workloads/support-desk.ts";
import {
  oneCheckEach,
  PERMISSION_NAMES,
  ROLE_NAMES,
  SETS,
  supportDeskPolicy,
} from "../workloads/support-desk.ts";

export const question: Question = {
  title: "Unconditional can, a new principal object at every check",
  rows: [
    {
      id: "fresh",
      title: "… fresh principals",
      unit: "ns",
      floor: "the role's Set.has",
      goal: { of: "ratio", atMost: 1.2 },
      stable: true,
    },
    {
      id: "fresh-bare",
      title: "… fresh principals that leave no trace",
      unit: "ns",
      floor: "the role's Set.has, whose principal the compiler never makes",
      stable: true,
    },
  ],
  groups: [
    { name: "request", measure: () => timed("fresh", oneCheckEach, [floor(), rbac()]) },
    { name: "bare", measure: () => timed("fresh-bare", oneCheckEach, [bareFloor(), bareRbac()]) },
  ],
};

/** What a login leaves on a request: the principal is made, and stays, whoever looks at it. */
const request: { user: Person } = { user: { id: "user-7", role: "agent", roles: ["agent"] } };

function floor(): Side<Case> {
  return {
    name: "Set.has by hand",
    kind: "floor",
    ask: ({ who, permission }) => SETS[who.role].has(permission.name),
    block(times) {
      const sets = SETS;
      const roles = ROLE_NAMES;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let index = 0; index < roles.length; index++) {
          const role = roles[index];
          for (let name = 0; name < names.length; name++) {
            request.user = { id: "user-7", role, roles: [role] };
            if (sets[request.user.role].has(names[name])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function rbac(): Side<Case> {
  const policy = supportDeskPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, permission }) => policy.can({ ...who }, permission.name),
    block(times) {
      const roles = ROLE_NAMES;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let index = 0; index < roles.length; index++) {
          const role = roles[index];
          for (let name = 0; name < names.length; name++) {
            request.user = { id: "user-7", role, roles: [role] };
            if (policy.can(request.user, names[name])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function bareFloor(): Side<Case> {
  return {
    ...floor(),
    block(times) {
      const sets = SETS;
      const roles = ROLE_NAMES;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let index = 0; index < roles.length; index++) {
          const role = roles[index];
          for (let name = 0; name < names.length; name++) {
            const who: Person = { id: "user-7", role, roles: [role] };
            if (sets[who.role].has(names[name])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}

function bareRbac(): Side<Case> {
  const policy = supportDeskPolicy();
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, permission }) => policy.can({ ...who }, permission.name),
    block(times) {
      const roles = ROLE_NAMES;
      const names = PERMISSION_NAMES;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let index = 0; index < roles.length; index++) {
          const role = roles[index];
          for (let name = 0; name < names.length; name++) {
            const who: Person = { id: "user-7", role, roles: [role] };
            if (policy.can(who, names[name])) allowed++;
          }
        }
      }
      return allowed;
    },
  };
}
