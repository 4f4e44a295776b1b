import createRbac from "@rbac/rbac";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/support-desk.ts";
import { GRANTED, PEOPLE, PERMISSIONS, VISITS } from "../workloads/support-desk.ts";

export function rbacRbac(): Side<Case> {
  const rbac = createRbac({ enableLogger: false })({
    owner: { can: GRANTED.owner },
    admin: { can: GRANTED.admin },
    agent: { can: GRANTED.agent },
  });
  return {
    name: "@rbac/rbac, async",
    kind: "peer",
    ask: ({ who, permission }) => rbac.can(who.role, permission.name),
    async block(times) {
      const people = PEOPLE;
      const permissions = PERMISSIONS;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let index = 0; index < permissions.length; index++) {
              const permission = permissions[index];
              if (await rbac.can(who.role, permission.name)) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
