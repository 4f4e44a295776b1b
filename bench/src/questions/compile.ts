import { createMongoAbility } from "@casl/ability";
import { definePolicy, intercomPolicy } from "@intercom-rbac/core";
import { z } from "zod";
import type { Question } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { manyRules } from "../workloads/many-rules.ts";
import { workspaceRoles } from "../workloads/workspaces.ts";

const MILLISECONDS = { unitNs: 1e6, warmUpMs: 500, blockMs: 60 };
const MICROSECONDS = { unitNs: 1000, warmUpMs: 300 };

export const question: Question = {
  title: "Compile: from a definition to the first answer",
  rows: [
    {
      id: "compile",
      title: "compile: `definePolicy` of 10,000 rules",
      unit: "ms",
      floor: "zod parse, deep freeze and createMongoAbility of the same rules",
      goal: { of: "ratio", atMost: 1.5 },
      stable: false,
    },
    {
      id: "with-roles",
      title: "compile: `withRoles` of 20 custom roles",
      unit: "µs",
      floor: "zod parse, deep freeze and createMongoAbility of the same rules",
      goal: { of: "ratio", atMost: 1.5 },
      stable: false,
    },
  ],
  groups: [
    {
      name: "definePolicy",
      measure: () => timed("compile", once, [floorOfPolicy(), define()], MILLISECONDS),
    },
    {
      name: "withRoles",
      measure: () => timed("with-roles", once, [floorOfRoles(), withRoles()], MICROSECONDS),
    },
  ],
};

/** Each time compiles and asks once, so that nothing can be put off until then unseen. */
const once: Workload<string> = { cases: ["compiled"], expected: () => true, checks: 1, allowed: 1 };

const rules = manyRules(10_000);
const [first] = rules.people;
const [granted = "r0:read"] = rules.granted.get(first.role) ?? [];
const documents = workspaceRoles(1);
const [customRole] = documents;

const Role = z.strictObject({
  can: z.array(
    z.union([
      z.string(),
      z.strictObject({
        permission: z.string(),
        when: z.record(z.string(), z.unknown()).optional(),
      }),
    ]),
  ),
});
const Definition = z.strictObject({
  permissions: z.record(z.string(), z.array(z.string())),
  roles: z.record(z.string(), Role),
});
const CustomRoles = z.array(Role.extend({ name: z.string() }));

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
}

/** One ability over all roles, whose subject is the role with the resource. */
function abilityOver(roles: Iterable<readonly [string, z.infer<typeof Role>]>) {
  const raw = [];
  for (const [role, { can }] of roles) {
    for (const rule of can) {
      const [resource, action] = (typeof rule === "string" ? rule : rule.permission).split(":");
      raw.push({ action, subject: `${role}/${resource}` });
    }
  }
  return createMongoAbility(raw);
}

function floorOfPolicy(): Side<string> {
  const [resource, action] = granted.split(":");
  const compile = (): boolean => {
    const parsed = Definition.parse(rules.definition);
    deepFreeze(parsed);
    return abilityOver(Object.entries(parsed.roles)).can(action, `${first.role}/${resource}`);
  };
  return {
    name: "zod, deep freeze, CASL",
    kind: "floor",
    ask: compile,
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) if (compile()) allowed++;
      return allowed;
    },
  };
}

function define(): Side<string> {
  const compile = (): boolean => definePolicy(rules.definition).can(first, granted);
  return {
    name: "rbac",
    kind: "ours",
    ask: compile,
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) if (compile()) allowed++;
      return allowed;
    },
  };
}

function floorOfRoles(): Side<string> {
  const [resource, action] = customRole.can[0].split(":");
  const compile = (): boolean => {
    const parsed = CustomRoles.parse(documents);
    deepFreeze(parsed);
    const ability = abilityOver(parsed.map((role) => [role.name, role] as const));
    return ability.can(action, `${customRole.name}/${resource}`);
  };
  return {
    name: "zod, deep freeze, CASL",
    kind: "floor",
    ask: compile,
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) if (compile()) allowed++;
      return allowed;
    },
  };
}

function withRoles(): Side<string> {
  const who = { id: "user-7", roles: [customRole.name] };
  const [name] = customRole.can;
  const compile = (): boolean => intercomPolicy.withRoles(documents).can(who, name);
  return {
    name: "rbac",
    kind: "ours",
    ask: compile,
    block(times) {
      let allowed = 0;
      for (let time = 0; time < times; time++) if (compile()) allowed++;
      return allowed;
    },
  };
}
