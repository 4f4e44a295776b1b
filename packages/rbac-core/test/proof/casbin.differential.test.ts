import { newEnforcer, newModelFromString } from "casbin";
import fc from "fast-check";
import { expect, test } from "vitest";
import { definePolicy } from "../../src/index.ts";
import { namesOf, plainPolicy } from "./generate-policies.ts";
import { RUNS, SEED } from "./seed.ts";
import { UNKNOWN_ROLES } from "./vocabulary.ts";

/** RBAC with inheritance, wildcards and deny-override, as casbin's own documentation writes such models. */
const MODEL = `
[request_definition]
r = sub, obj, act

[policy_definition]
p = sub, obj, act, eft

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = g(r.sub, p.sub) && (p.obj == "*" || r.obj == p.obj) && (p.act == "*" || r.act == p.act)
`;

const POLICIES = 60;

type Plain = typeof plainPolicy extends fc.Arbitrary<infer P> ? P : never;

/** `p` and `g` lines of the same policy. Principals are named after the roles they hold. */
async function enforcerOf({ roles }: Plain, held: readonly (readonly string[])[]) {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  const lines = Object.entries(roles).flatMap(([name, role]) =>
    (
      [
        ["allow", role.can],
        ["deny", role.cannot ?? []],
      ] as const
    ).flatMap(([effect, rules]) =>
      rules
        .flatMap((rule) => (typeof rule === "string" ? rule : rule.permission))
        .map((pattern) => {
          const [resource = "*", action = "*"] = pattern.split(":");
          return [`role/${name}`, resource, action, effect];
        }),
    ),
  );
  const unique = [...new Map(lines.map((line) => [line.join(), line])).values()];
  await enforcer.addPolicies(unique);
  const parents = Object.entries(roles).flatMap(([name, role]) =>
    (role.extends ?? []).map((parent) => [`role/${name}`, `role/${parent}`]),
  );
  const people = held.flatMap((names) =>
    [...new Set(names)].map((name) => [personOf(names), `role/${name}`]),
  );
  await enforcer.addGroupingPolicies([...parents, ...people]);
  return enforcer;
}

const personOf = (roles: readonly string[]) => `person/${roles.join("+")}`;

test("unconditional roles decide as node-casbin does", { timeout: 60_000 }, async () => {
  const count = { compared: 0, allowed: 0 };
  for (const plain of fc.sample(plainPolicy, { numRuns: RUNS ?? POLICIES, seed: SEED })) {
    const policy = definePolicy(plain);
    const names = Object.keys(plain.roles);
    const pairs = names.flatMap((a, at) => names.slice(at + 1).map((b) => [a, b]));
    const held = [...names.map((name) => [name]), ...pairs, [...UNKNOWN_ROLES.slice(0, 1)], []];
    const enforcer = await enforcerOf(plain, held);
    for (const roles of held) {
      for (const permission of namesOf(plain.permissions)) {
        const [resource, action] = permission.split(":");
        const theirs = await enforcer.enforce(personOf(roles), resource, action);
        const ours = policy.can({ id: personOf(roles), roles }, permission);
        expect({ roles, permission, allowed: ours }, JSON.stringify(plain)).toEqual({
          roles,
          permission,
          allowed: theirs,
        });
        count.compared += 1;
        if (ours) count.allowed += 1;
      }
    }
  }
  console.log(`node-casbin agreed ${count.compared} times, ${count.allowed} of them allowed`);
  if (RUNS === undefined) expect(count.compared).toBeGreaterThanOrEqual(2_000);
});
