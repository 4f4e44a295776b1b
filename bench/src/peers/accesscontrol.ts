import { AccessControl } from "accesscontrol";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/support-desk.ts";
import { GRANTED, PEOPLE, PERMISSIONS, ROLE_NAMES, VISITS } from "../workloads/support-desk.ts";

export function accessControl(): Side<Case> {
  const control = new AccessControl();
  for (const role of ROLE_NAMES) {
    for (const name of GRANTED[role]) {
      const [resource, action] = name.split(":");
      control.grant(role).action(action, resource);
    }
  }
  control.lock();
  return {
    name: "accesscontrol",
    kind: "peer",
    ask: ({ who, permission }) =>
      control.can(who.role).do(permission.action, permission.resource).granted,
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
              if (control.can(who.role).do(permission.action, permission.resource).granted)
                allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
