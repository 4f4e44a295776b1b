import { describe, expect, it } from "vitest";
import { definePolicy } from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const policy = loosePolicy({
  permissions: { notes: ["read", "pin"] },
  roles: {
    agent: { can: ["notes:pin", { permission: "notes:read", when: { open: true } }] },
    editor: { can: [{ permission: "notes:read", fields: ["title"] }] },
  },
});
const agent = { id: "1", roles: ["agent"] };

describe("filter", () => {
  it("keeps the allowed rows themselves, in their order, in a new list", () => {
    const rows = [{ n: 1, open: true }, { n: 2, open: false }, { n: 3 }, { n: 4, open: true }];
    const kept = policy.filter(agent, "notes:read", rows);
    expect(kept).toEqual([rows[0], rows[3]]);
    expect(kept[0]).toBe(rows[0]);
    expect(kept).not.toBe(rows);
    kept.length = 0;
    expect(rows).toHaveLength(4);
    expect(policy.filter(agent, "notes:read", Object.freeze(rows))).toHaveLength(2);
  });

  it("keeps repeated rows and answers an empty list with an empty list", () => {
    const row = { open: true };
    expect(policy.filter(agent, "notes:read", [row, row])).toEqual([row, row]);
    expect(policy.filter(agent, "notes:read", [])).toEqual([]);
  });

  it("drops holes and whatever is no object, where the grant is unconditional too", () => {
    const row = { open: true };
    const rows: unknown[] = [null, undefined, 0, "", "row", true, [], [row], () => row, row];
    rows.length = 15;
    expect(policy.filter(agent, "notes:pin", rows)).toEqual([row]);
    expect(policy.filter(agent, "notes:read", rows)).toEqual([row]);
  });

  it("keeps nothing of a permission that must say its fields", () => {
    const editor = { id: "1", roles: ["editor"] };
    expect(policy.can(editor, "notes:read", {}, { fields: ["title"] })).toBe(true);
    expect(policy.filter(editor, "notes:read", [{}])).toEqual([]);
  });

  it("keeps nothing for nobody", () => {
    expect(policy.filter(null, "notes:pin", [{}])).toEqual([]);
    expect(policy.filter({ id: "2", roles: [] }, "notes:pin", [{}])).toEqual([]);
  });
});

describe("checker", () => {
  it("answers as can does, the permission resolved once", () => {
    const read = policy.checker("notes:read");
    for (const who of [agent, { id: "2", roles: [] }, null]) {
      for (const row of [undefined, null, {}, { open: true }, { open: false }]) {
        expect(read(who, row)).toBe(policy.can(who, "notes:read", row));
      }
    }
  });

  it("handed to an array's method, it takes the position for no resource", () => {
    expect([agent, agent].filter(policy.checker("notes:pin"))).toEqual([]);
    expect([agent].filter((who) => policy.checker("notes:pin")(who))).toEqual([agent]);
  });

  it("throws for an unknown permission at once, not at the first check", () => {
    expect(() => policy.checker("notes:reed")).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_PERMISSION_UNKNOWN" }),
    );
  });
});

describe("couldEver", () => {
  const permissions = { notes: ["read"] };
  const could = (role: object, more: object = {}) =>
    loosePolicy({ permissions, roles: { a: role }, ...more }).couldEver(
      { id: "1", roles: ["a"] },
      "notes:read",
    );
  const rule = { permission: "notes:read", when: { open: true } };
  const limited = { permission: "notes:read", fields: ["title"] };

  it.each<[string, object, boolean]>([
    ["granted", { can: ["notes:read"] }, true],
    ["granted on some rows", { can: [rule] }, true],
    ["denied on some rows", { can: ["notes:read"], cannot: [rule] }, true],
    ["granted for some fields", { can: [limited] }, true],
    ["denied for some fields", { can: ["notes:read"], cannot: [limited] }, true],
    ["not granted", {}, false],
    ["denied", { can: ["*"], cannot: ["notes:read"] }, false],
    ["denied where it is granted", { can: [rule], cannot: [rule] }, true],
  ])("%s", (_, role, expected) => {
    expect(could(role)).toBe(expected);
  });

  it("does not look at the principal's attributes", () => {
    expect(could({ can: ["*"] }, { tenant: { row: "home", principal: "home" } })).toBe(true);
  });

  it("is false under a missing scope or a ceiling", () => {
    const policy = loosePolicy({ permissions, roles: { a: { can: ["*"] } } });
    const who = { id: "1", roles: ["a"] };
    expect(policy.withScopes({ "notes:read": ["r"] }).couldEver(who, "notes:read")).toBe(false);
    expect(policy.withRoles([], { ceiling: [] }).couldEver(who, "notes:read")).toBe(false);
  });
});

describe("authorize", () => {
  const typed = definePolicy({
    permissions: { notes: ["read", "pin"] },
    roles: {
      agent: {
        can: [{ permission: "notes:read", when: { plan: "p-secret" }, reason: "plan only" }],
      },
    },
  });
  const who = { id: "1", roles: ["agent"] };

  it("returns the allowed decision", () => {
    const decision = typed.authorize(who, "notes:read", { plan: "p-secret" });
    expect(decision).toEqual(typed.decide(who, "notes:read", { plan: "p-secret" }));
    expect(decision.allowed).toBe(true);
  });

  it("throws the refusal, with its decision and nothing else of the policy or row", () => {
    let thrown: unknown;
    try {
      typed.authorize(who, "notes:read", { plan: "row-secret" });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      name: "PermissionDeniedError",
      code: "ERR_RBAC_PERMISSION_DENIED",
      message: "Not allowed: notes:read (condition_not_met)",
      decision: typed.decide(who, "notes:read", { plan: "row-secret" }),
      decisionId: undefined,
    });
    expect(Object.keys(Object(thrown)).sort()).toEqual(["code", "decision", "decisionId", "name"]);
    expect(JSON.stringify(thrown)).not.toContain("secret");
  });
});
