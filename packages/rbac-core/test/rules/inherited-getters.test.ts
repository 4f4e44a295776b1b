import { describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const permission = "deals:read";
const conditions: readonly (readonly [string, readonly object[]])[] = [
  ["a value", [{ owner: "u" }]],
  ["one of several values", [{ owner: { $in: ["u", "v"] } }]],
  ["grants of one value each", ["u", "v", "w", "x", "y"].map((owner) => ({ owner }))],
  ["an attribute", [{ owner: principal("id") }]],
  ["one of an attribute", [{ owner: { $in: principal("teams") } }]],
];

/** A getter that throws, and one that would make its value the row's own. */
class Throwing {
  get owner(): never {
    throw new Error("the getter ran");
  }
}
class Memoising {
  get owner(): string {
    Object.defineProperty(this, "owner", { value: "u" });
    return "u";
  }
}

describe.each(conditions)("a getter of the row's class, under %s", (_, list) => {
  const can = list.map((when) => ({ permission, when }));
  const policy = loosePolicy({ permissions: { deals: ["read"] }, roles: { agent: { can } } });
  const who = { id: "u", roles: ["agent"], teams: ["u"] };

  it("is not run, and matches nothing", () => {
    expect(policy.can(who, permission, { owner: "u" })).toBe(true);
    for (const make of [() => new Throwing(), () => new Memoising()]) {
      expect(policy.can(who, permission, make())).toBe(false);
      expect(policy.decide(who, permission, make()).code).toBe("condition_not_met");
      expect(policy.filter(who, permission, [make(), { owner: "u" }])).toEqual([{ owner: "u" }]);
      expect(policy.explain(who, permission, make()).decision.allowed).toBe(false);
    }
  });
});

describe("an attribute that is a list with methods of its own", () => {
  const policy = loosePolicy({
    permissions: { deals: ["read"] },
    roles: { agent: { can: [{ permission, when: { team: { $in: principal("teams") } } }] } },
  });

  it.each<[PropertyKey, unknown]>([
    ["includes", () => true],
    [Symbol.iterator, () => ["z"].values()],
  ])("%s is not asked", (name, method) => {
    const teams = Object.assign(["a"], { [name]: method });
    const who = { id: "1", roles: ["agent"], teams };
    for (const [team, expected] of [
      ["a", true],
      ["z", false],
    ] as const) {
      expect(policy.can(who, permission, { team })).toBe(expected);
      const [rule] = policy.explain(who, permission, { team }).considered;
      expect(rule?.outcome).toBe(expected ? "matched" : "failed");
    }
  });
});
