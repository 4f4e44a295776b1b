import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/index.ts";
import { check, define, loadRoles } from "../definition/untyped.ts";
import { RUNS, SEED, UNDER_MUTATION } from "../proof/seed.ts";

const PERMISSIONS = ["docs:edit", "docs:view"];
const NAMES = ["r0", "r1", "r2", "r3", "r4"];

/** Every row the conditions can tell apart: each field holds 1, holds 2 or is missing. */
const VALUES = [{}, { value: 1 }, { value: 2 }];
const ROWS = VALUES.flatMap((a) =>
  VALUES.map((b) => ({
    ...("value" in a ? { a: a.value } : {}),
    ...("value" in b ? { b: b.value } : {}),
  })),
);
/** Of the last no rule speaks: what is allowed on it is allowed on every field no rule names. */
const FIELDS = ["f", "g", "other"];

const condition = fc.constantFrom(
  { a: 1 },
  { a: { $ne: 1 } },
  { b: 1 },
  { a: { $principal: "n" }, b: 2 },
);
const rule = fc.record(
  {
    // A list, as a grant by its exact name may not be shadowed by an inherited denial.
    permission: fc.constantFrom(["docs:edit"], ["docs:edit"], PERMISSIONS),
    when: condition,
    fields: fc.constantFrom(["f"], ["g"], ["f", "g"]),
  },
  { requiredKeys: ["permission"] },
);
const rules = (maxLength: number) => fc.array(rule, { maxLength });

interface PolicyData {
  readonly roles: { readonly [name: string]: unknown };
  readonly ceiling: readonly string[] | undefined;
  readonly exclusive: boolean;
}

/** Each role inherits from earlier ones only. */
const policies: fc.Arbitrary<PolicyData> = fc.record({
  roles: fc.record(
    Object.fromEntries(
      NAMES.map((name, at) => [
        name,
        fc.record({
          can: rules(2),
          cannot: rules(1),
          extends: fc.subarray(NAMES.slice(0, at), { maxLength: Math.min(at, 1) }),
        }),
      ]),
    ),
  ),
  ceiling: fc.option(fc.subarray(PERMISSIONS), { nil: undefined, freq: 4 }),
  exclusive: fc.boolean(),
});

/** The policy; two of its roles exclude each other where no role would hold both. */
function build({ roles, ceiling, exclusive }: PolicyData): Policy {
  const definition = { permissions: { docs: ["edit", "view"] }, roles };
  let policy = define(definition);
  if (exclusive) {
    try {
      policy = define({ ...definition, exclusive: [["r0", "r4"]] });
    } catch {
      // One inherits the other: they cannot exclude each other.
    }
  }
  return ceiling === undefined ? policy : loadRoles(policy, [], { ceiling });
}

const someRoles = fc.subarray(NAMES, { maxLength: 3 });

/** The roles of somebody, and after one or two were given or taken away. */
const changes = fc
  .tuple(fc.subarray(NAMES), fc.subarray(NAMES, { minLength: 1, maxLength: 2 }))
  .map(([from, flipped]) => ({
    from,
    to: NAMES.filter((name) => from.includes(name) !== flipped.includes(name)),
  }));

/** Everything these roles can do, one row, one field and one permission at a time. */
function abilities(policy: Policy, roles: readonly string[]): Set<string> {
  const who = { id: "1", roles, n: 2 };
  return new Set(
    policy.permissions.flatMap((permission) =>
      ROWS.flatMap((row) =>
        FIELDS.filter((field) => policy.can(who, permission, row, { fields: [field] })).map(
          (field) => `${permission} ${JSON.stringify(row)} ${field}`,
        ),
      ),
    ),
  );
}

describe("delegation never widens", () => {
  it("whoever passes canAssign lets nobody do what neither the old roles nor the giver could", () => {
    let gains = 0;
    fc.assert(
      fc.property(policies, someRoles, changes, (data, giver, { from, to }) => {
        const policy = build(data);
        if (!policy.canAssign({ id: "9", roles: giver, n: 2 }, { from, to })) return;
        const before = abilities(policy, from);
        const givers = abilities(policy, giver);
        const gained = [...abilities(policy, to)].filter((one) => !before.has(one));
        expect(gained.filter((one) => !givers.has(one))).toEqual([]);
        if (gained.length > 0) gains += 1;
      }),
      { seed: SEED, numRuns: RUNS ?? 5000, endOnFailure: UNDER_MUTATION },
    );
    if (RUNS === undefined) expect(gains).toBeGreaterThan(50);
  }, 60_000);

  it("a custom role that passes checkRoles can do nothing that its giver cannot", () => {
    let gains = 0;
    const parents = fc.subarray(NAMES, { maxLength: 1 });
    const role = fc.record({ can: rules(2), cannot: rules(2), extends: parents });
    fc.assert(
      fc.property(policies, role, someRoles, (data, body, giver) => {
        const policy = build(data);
        const documents = [{ name: "custom", ...body }];
        // Who names the new role already must not hold anything by it.
        const grantedBy = { id: "9", roles: [...giver, "custom"], n: 2 };
        if (check(policy, documents, { grantedBy }).length > 0) return;
        const givers = abilities(policy, giver);
        const gained = [...abilities(loadRoles(policy, documents), ["custom"])];
        expect(gained.filter((one) => !givers.has(one))).toEqual([]);
        if (gained.length > 0) gains += 1;
      }),
      { seed: SEED, numRuns: RUNS ?? 3000, endOnFailure: UNDER_MUTATION },
    );
    if (RUNS === undefined) expect(gains).toBeGreaterThan(20);
  }, 60_000);
});
