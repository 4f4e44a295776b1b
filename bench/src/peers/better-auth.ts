import { createAccessControl } from "better-auth/plugins/access";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/support-desk.ts";
import {
  GRANTED,
  PEOPLE,
  PERMISSION_NAMES,
  PERMISSIONS,
  VISITS,
} from "../workloads/support-desk.ts";
import { statements } from "./statements.ts";

export function betterAuth(): Side<Case> {
  const access = createAccessControl(statements(PERMISSION_NAMES));
  const roles = {
    owner: access.newRole(statements(GRANTED.owner)),
    admin: access.newRole(statements(GRANTED.admin)),
    agent: access.newRole(statements(GRANTED.agent)),
  };
  // Made beforehand: in an app this is a new object at every check.
  const requests = PERMISSIONS.map(({ resource, action }) => ({ [resource]: [action] }));
  return {
    name: "better-auth access",
    kind: "peer",
    ask: ({ who, permission }) =>
      roles[who.role].authorize(requests[PERMISSIONS.indexOf(permission)]).success,
    block(times) {
      const people = PEOPLE;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let index = 0; index < requests.length; index++) {
              if (roles[who.role].authorize(requests[index]).success) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
