import type { Enforcer } from "casbin";
import { newCachedEnforcer, newEnforcer, newModelFromString } from "casbin";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/support-desk.ts";
import { GRANTED, PEOPLE, PERMISSIONS, ROLE_NAMES, VISITS } from "../workloads/support-desk.ts";

const MODEL = `
[request_definition]
r = sub, obj, act

[policy_definition]
p = sub, obj, act

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.sub == p.sub && r.obj == p.obj && r.act == p.act
`;

async function addGrants(enforcer: Enforcer): Promise<void> {
  for (const role of ROLE_NAMES) {
    for (const name of GRANTED[role]) await enforcer.addPolicy(role, ...name.split(":"));
  }
}

export async function casbinSync(): Promise<Side<Case>> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await addGrants(enforcer);
  return {
    name: "casbin, sync",
    kind: "peer",
    ask: ({ who, permission }) =>
      enforcer.enforceSync(who.role, permission.resource, permission.action),
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
              if (enforcer.enforceSync(who.role, permission.resource, permission.action)) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}

export async function casbinCached(): Promise<Side<Case>> {
  const enforcer = await newCachedEnforcer(newModelFromString(MODEL));
  await addGrants(enforcer);
  return {
    name: "casbin, cached",
    kind: "peer",
    ask: ({ who, permission }) =>
      enforcer.enforce(who.role, permission.resource, permission.action),
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
              if (await enforcer.enforce(who.role, permission.resource, permission.action))
                allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
