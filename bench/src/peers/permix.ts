import { createPermix } from "permix";
import type { Side } from "../harness/timed.ts";
import type { Case } from "../workloads/support-desk.ts";
import { GRANTED, PEOPLE, PERMISSIONS, VISITS } from "../workloads/support-desk.ts";

/** Rules are given at once: without any, Permix asks for a Promise method that Node 20 lacks. */
function permixOf(granted: readonly string[]) {
  return createPermix<{ [resource: string]: readonly string[] }>(rulesOf(granted, PERMISSIONS));
}

/** Every action of every resource, true or false. */
export function rulesOf(
  granted: Iterable<string>,
  permissions: readonly {
    readonly name: string;
    readonly resource: string;
    readonly action: string;
  }[],
): Record<string, Record<string, boolean>> {
  const names = new Set(granted);
  const rules: Record<string, Record<string, boolean>> = {};
  for (const { name, resource, action } of permissions) {
    rules[resource] = { ...rules[resource], [action]: names.has(name) };
  }
  return rules;
}

export function permix(): Side<Case> {
  const instances = {
    owner: permixOf(GRANTED.owner),
    admin: permixOf(GRANTED.admin),
    agent: permixOf(GRANTED.agent),
  };
  const paths = PERMISSIONS.map(({ resource, action }) => `${resource}.${action}` as const);
  return {
    name: "Permix",
    kind: "peer",
    ask: ({ who, permission }) => instances[who.role].check(paths[PERMISSIONS.indexOf(permission)]),
    block(times) {
      const people = PEOPLE;
      let allowed = 0;
      for (let time = 0; time < times; time++) {
        for (let person = 0; person < people.length; person++) {
          const who = people[person];
          for (let visit = 0; visit < VISITS; visit++) {
            for (let index = 0; index < paths.length; index++) {
              if (instances[who.role].check(paths[index])) allowed++;
            }
          }
        }
      }
      return allowed;
    },
  };
}
