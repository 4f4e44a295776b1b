import { AccessControl } from "role-acl";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/support-desk.ts";
import { GRANTED, PEOPLE, PERMISSIONS, ROLE_NAMES, VISITS } from "../workloads/support-desk.ts";

export function roleAcl(): Side<Case> {
  const control = new AccessControl();
  for (const role of ROLE_NAMES) {
    for (const name of GRANTED[role]) {
      const [resource, action] = name.split(":");
      control.grant(role).execute(action).on(resource);
    }
  }
  return {
    name: "role-acl, sync",
    kind: "peer",
    ask: ({ who, permission }) => ask(control, who.role, permission.action, permission.resource),
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
              if (ask(control, who.role, permission.action, permission.resource)) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

/** A synchronous query is typed as what an asynchronous one gives. */
export function ask(
  control: AccessControl,
  role: string | string[],
  action: string,
  resource: string,
): boolean {
  const permission = control.can(role).execute(action).sync().on(resource);
  return "granted" in permission && permission.granted;
}
