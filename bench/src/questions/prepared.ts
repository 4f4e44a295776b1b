import type { Question } from "../harness/question.ts";
import type { Side } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { assertSeesRoleChanges } from "../workloads/role-changes.ts";
import type { Case } from "../workloads/support-desk.ts";
import {
  manyChecks,
  PEOPLE,
  PERMISSION_NAMES,
  PERMISSIONS,
  supportDeskPolicy,
  VISITS,
} from "../workloads/support-desk.ts";
import { floor } from "./unconditional.ts";

export const question: Question = {
  title: "Prepared: policy.checker(permission), principal seen before",
  rows: [
    {
      id: "prepared",
      title: "… prepared: `policy.checker(permission)`",
      unit: "ns",
      floor: "the role's Set.has",
      goal: { of: "ratio", atMost: 0.25 },
      stable: true,
    },
  ],
  groups: [
    { name: "checker", measure: () => timed("prepared", manyChecks, [floor(), checkers()]) },
  ],
};

export function checkers(): Side<Case> {
  const policy = supportDeskPolicy();
  assertSeesRoleChanges(policy.checker("settings:manage"));
  const prepared = PERMISSION_NAMES.map((name) => policy.checker(name));
  return {
    name: "rbac",
    kind: "ours",
    ask: ({ who, permission }) => prepared[PERMISSIONS.indexOf(permission)](who),
    block(times) {
      const people = PEOPLE;
      const checks = prepared;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let check = 0; check < checks.length; check++) {
              if (checks[check](who)) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
