import { createMongoAbility, subject } from "@casl/ability";
import { rulesToFields } from "@casl/ability/extra";
import { afterEach, describe, expect, it } from "vitest";
import {
  caslOptions,
  definePolicy,
  matchesCondition,
  PermissionDeniedError,
  PolicyDefinitionError,
  principal,
} from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const permissions = { contacts: ["read", "delete"] };

/** One role with these grants and denials, and whoever holds it. */
function single(can: readonly unknown[], cannot: readonly unknown[] = []) {
  const policy = loosePolicy({ permissions, roles: { agent: { can, cannot } } });
  return { policy, agent: { id: "1", roles: ["agent"] } };
}
const onOpen = { permission: "contacts:delete", when: { status: "open" } };

describe("what CASL by itself would let through", () => {
  it("CASL-01 a type-only check is no yes for a conditional grant", () => {
    const plain = createMongoAbility([
      { action: "delete", subject: "contacts", conditions: { status: "open" } },
    ]);
    expect(plain.can("delete", "contacts")).toBe(true);
    const { policy, agent } = single([onOpen]);
    expect(policy.can(agent, "contacts:delete")).toBe(false);
    expect(policy.decide(agent, "contacts:delete").code).toBe("resource_required");
    expect(policy.couldEver(agent, "contacts:delete")).toBe(true);
  });

  it("CASL-02 a conditional denial is not ignored in a type-only check", () => {
    const plain = createMongoAbility([
      { action: "delete", subject: "contacts" },
      { action: "delete", subject: "contacts", inverted: true, conditions: { status: "open" } },
    ]);
    expect(plain.can("delete", "contacts")).toBe(true);
    const { policy, agent } = single(["contacts:delete"], [onOpen]);
    expect(policy.can(agent, "contacts:delete")).toBe(false);
    expect(policy.decide(agent, "contacts:delete").rule).toBe("roles.agent.cannot[0]");
  });

  it("CASL-03 a later grant does not beat an earlier denial", () => {
    const plain = createMongoAbility([
      { action: "delete", subject: "contacts", inverted: true },
      { action: "delete", subject: "contacts" },
    ]);
    expect(plain.can("delete", "contacts")).toBe(true);
    const policy = loosePolicy({
      permissions,
      roles: {
        first: { cannot: ["contacts:delete"] },
        second: { can: ["contacts:*"] },
        third: { cannot: [onOpen] },
      },
    });
    const both = { id: "1", roles: ["first", "second"] };
    expect(policy.decide(both, "contacts:delete").code).toBe("explicitly_denied");
    expect(policy.abilityFor(both).can("delete", "contacts")).toBe(false);
    const conditional = policy.abilityFor({ id: "1", roles: ["third", "second"] });
    expect(conditional.rules.map(({ inverted = false }) => inverted)).toEqual([false, false, true]);
    expect(conditional.can("delete", subject("contacts", { status: "open" }))).toBe(false);
  });

  it("CASL-04 a missing, empty or null subject does not mean everything", () => {
    const { policy, agent } = single(["contacts:*"]);
    for (const resource of [null, "", 0, false, "all", "contacts"]) {
      expect(policy.can(agent, "contacts:delete", resource)).toBe(false);
    }
    const ability = policy.abilityFor(agent);
    for (const nothing of [undefined, null, "", "all", "(no wildcard)", "(untyped)"]) {
      expect(Reflect.apply(ability.can, ability, ["delete", nothing])).toBe(false);
    }
    for (const action of ["manage", "(no wildcard)", "", "*"]) {
      expect(ability.can(action, "contacts")).toBe(false);
    }
  });

  it("CASL-05 an undefined attribute of the principal matches no row that lacks the field", () => {
    const { policy, agent } = single([
      { permission: "contacts:delete", when: { ownerId: principal("ownerId") } },
    ]);
    for (const ownerId of [undefined, null]) {
      for (const row of [{}, { ownerId: undefined }, { ownerId: null }]) {
        const who = { ...agent, ownerId };
        expect(policy.can(who, "contacts:delete", row)).toBe(false);
        expect(policy.filter(who, "contacts:delete", [row])).toEqual([]);
        expect(policy.conditionsFor(who, "contacts:delete").kind).toBe("none");
        const row2 = subject("contacts", { ...row });
        expect(policy.abilityFor(who).can("delete", row2)).toBe(false);
      }
    }
  });

  it("CASL-07 an array-valued field matches by one element only where the policy says so", () => {
    const row = { tags: ["vip", "new"] };
    for (const when of [
      { tags: "vip" },
      { tags: { $in: ["vip"] } },
      { tags: { $eq: "vip" } },
      { tags: { $gte: "vip" } },
    ]) {
      const { policy, agent } = single([{ permission: "contacts:delete", when }]);
      expect(policy.can(agent, "contacts:delete", row)).toBe(false);
      const denying = single(["contacts:delete"], [{ permission: "contacts:delete", when }]);
      expect(denying.policy.can(denying.agent, "contacts:delete", row)).toBe(false);
    }
    const { policy, agent } = single([
      { permission: "contacts:delete", when: { tags: { $all: ["vip"] } } },
    ]);
    expect(policy.can(agent, "contacts:delete", row)).toBe(true);
    expect(policy.can(agent, "contacts:delete", { tags: ["new"] })).toBe(false);
  });

  it("CASL-09 $or, $not and their like are definition errors, never field names", () => {
    for (const key of ["$or", "$and", "$not", "$nor", "$where", "$expr", "$certain", "$possible"]) {
      for (const when of [
        { [key]: [{ status: "open" }] },
        { status: { [key]: "open" } },
        { "contact.status": { $eq: { [key]: 1 } } },
      ]) {
        expect(() => single(["contacts:read"], [{ permission: "contacts:delete", when }])).toThrow(
          PolicyDefinitionError,
        );
      }
    }
  });

  it("CASL-10 conditions are validated when the policy is defined, not at the first check", () => {
    const broken = { permission: "contacts:delete", when: { status: { $regex: ".*" } } };
    expect(() => single([broken])).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            code: "operator_unknown",
            path: "roles.agent.can[0].when.status.$regex",
          }),
        ],
      }),
    );
  });

  it("CASL-11 the error of a refusal holds the decision and nothing of the policy", () => {
    const policy = definePolicy({
      permissions: { contacts: ["read", "delete"] },
      roles: {
        agent: {
          can: [{ permission: "contacts:delete", when: { plan: "secret-plan" } }],
        },
        hidden: { can: ["contacts:read"] },
      },
    });
    let error: unknown;
    try {
      policy.authorize({ id: "1", roles: ["agent"] }, "contacts:delete", { plan: "row-secret" });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PermissionDeniedError);
    const text = `${JSON.stringify(error)}${String(error)}${Object.keys(Object(error)).join()}`;
    expect(text).not.toMatch(/secret|hidden|ability|conditions|rules/);
  });

  it("CASL-12 a row cannot change its type by __caslSubjectType__ or constructor.name", () => {
    const policy = loosePolicy({
      permissions: { contacts: ["delete"], notes: ["delete"] },
      roles: { agent: { can: ["notes:delete", { ...onOpen, permission: "contacts:delete" }] } },
    });
    const agent = { id: "1", roles: ["agent"] };
    const rows: readonly object[] = [
      JSON.parse('{"__caslSubjectType__":"notes","status":"shut"}'),
      JSON.parse('{"constructor":{"name":"notes","modelName":"notes"},"status":"shut"}'),
      new (class notes {
        status = "shut";
      })(),
    ];
    for (const row of rows) {
      expect(policy.can(agent, "contacts:delete", row)).toBe(false);
      expect(policy.can(agent, "notes:delete", row)).toBe(true);
      // Only the mark of CASL's subject() types a row in an ability.
      expect(policy.abilityFor(agent).can("delete", row)).toBe(false);
    }
    const marked = subject("contacts", { status: "shut" });
    expect(policy.abilityFor(agent).can("delete", marked)).toBe(false);
    expect(policy.abilityFor(agent).can("delete", subject("notes", {}))).toBe(true);
  });

  it("CASL-13 frozen and null-prototype rows do not throw", () => {
    const { policy, agent } = single([onOpen]);
    const rows = [
      Object.freeze({ status: "open" }),
      Object.assign(Object.create(null), { status: "open" }),
      Object.freeze(Object.assign(Object.create(null), { status: "open" })),
    ];
    for (const row of rows) {
      expect(policy.can(agent, "contacts:delete", row)).toBe(true);
      expect(policy.decide(agent, "contacts:delete", row).code).toBe("granted");
      expect(policy.explain(agent, "contacts:delete", row).decision.allowed).toBe(true);
    }
    expect(policy.filter(agent, "contacts:delete", rows)).toEqual(rows);
  });

  it("CASL-14 hostile keys pollute nothing on the way to fields or conditions", () => {
    const hostile = [
      { action: "read", subject: "contacts", conditions: { "__proto__.polluted": "yes" } },
    ];
    expect(() => rulesToFields(createMongoAbility(hostile), "read", "contacts")).not.toThrow();
    Reflect.deleteProperty(Object.prototype, "polluted");

    for (const key of ["__proto__.polluted", "a.constructor.prototype.polluted", "__proto__"]) {
      const when = JSON.parse(`{${JSON.stringify(key)}: "yes"}`);
      expect(() => single([{ permission: "contacts:delete", when }])).toThrow(
        PolicyDefinitionError,
      );
    }
    const { policy, agent } = single(["contacts:read", onOpen]);
    const row: object = JSON.parse(
      '{"__proto__":{"polluted":"yes"},"constructor":{},"status":"open"}',
    );
    expect(policy.permittedFields(agent, "contacts:read", row)).toEqual([
      "__proto__",
      "constructor",
      "status",
    ]);
    policy.conditionsFor(agent, "contacts:delete");
    rulesToFields(policy.abilityFor(agent), "read", "contacts");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("CASL-15 $ne and the orders are not true of a missing field; a denial is not skipped on a partial row", () => {
    for (const comparison of [
      { $ne: "closed" },
      { $nin: ["closed"] },
      { $lt: 5 },
      { $lte: 5 },
      { $gt: 5 },
      { $gte: 5 },
    ]) {
      const rule = { permission: "contacts:delete", when: { status: comparison } };
      const granting = single([rule]);
      const denying = single(["contacts:delete"], [rule]);
      for (const row of [{}, { status: null }, { status: undefined }]) {
        expect(granting.policy.can(granting.agent, "contacts:delete", row)).toBe(false);
        expect(denying.policy.can(denying.agent, "contacts:delete", row)).toBe(false);
        expect(denying.policy.decide(denying.agent, "contacts:delete", row).code).toBe(
          "explicitly_denied",
        );
      }
    }
  });

  it("CASL-16 conditionsFor cannot be read as 'every row' when no row is allowed", () => {
    const { policy, agent } = single([]);
    const none = policy.conditionsFor(agent, "contacts:delete");
    expect(none).not.toBeNull();
    expect(none.kind).toBe("none");
    expect(() => Reflect.get(none, "condition")).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_GUARD_MISUSED" }),
    );
    expect(JSON.stringify(none)).toBe('{"kind":"none"}');
  });

  it("CASL-17 a number never matches its string", () => {
    for (const [wanted, found] of [
      [5, "5"],
      ["5", 5],
      [0, ""],
      [1, true],
      ["true", true],
    ] as const) {
      const { policy, agent } = single([
        { permission: "contacts:delete", when: { v: wanted } },
        { permission: "contacts:delete", when: { v: { $in: [wanted] } } },
        { permission: "contacts:delete", when: { list: { $all: [wanted] } } },
        { permission: "contacts:delete", when: { v: principal("v") } },
      ]);
      const row = { v: found, list: [found] };
      expect(policy.can({ ...agent, v: wanted }, "contacts:delete", row)).toBe(false);
      expect(policy.can(agent, "contacts:delete", { v: wanted })).toBe(true);
    }
  });
});

describe("inherited and polluted properties", () => {
  const planted = ["status", "ownerId", "roles", "scopes", "home"];
  afterEach(() => {
    for (const key of planted) Reflect.deleteProperty(Object.prototype, key);
  });
  function plant(key: string, value: unknown): void {
    Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
  }

  it("CASL-08 an inherited property matches no condition", () => {
    const { policy, agent } = single([onOpen]);
    class Row {
      get status() {
        return "open";
      }
    }
    const rows: readonly object[] = [new Row(), Object.create({ status: "open" })];
    for (const row of rows) expect(policy.can(agent, "contacts:delete", row)).toBe(false);
  });

  it("CASL-08 a polluted Object.prototype opens nothing: rows, principals, scopes, tenants", () => {
    const { policy, agent } = single([
      onOpen,
      { permission: "contacts:delete", when: { ownerId: principal("ownerId") } },
    ]);
    const scoped = single(["contacts:*"]).policy.withScopes({
      "contacts:read": ["r"],
      "contacts:delete": ["d"],
    });
    const tenanted = loosePolicy({
      permissions,
      roles: { agent: { can: ["*"] } },
      tenant: { row: "home", principal: "home" },
    });
    plant("status", "open");
    plant("ownerId", "1");
    plant("roles", ["agent"]);
    plant("scopes", ["d", "r"]);
    plant("home", "w1");
    expect(Reflect.get({}, "status")).toBe("open");
    expect(policy.can(agent, "contacts:delete", {})).toBe(false);
    expect(scoped.can(agent, "contacts:delete")).toBe(false);
    expect(tenanted.can(agent, "contacts:delete", {})).toBe(false);
    expect(() => policy.can({ id: "1" }, "contacts:delete")).toThrow(/principal\.roles/);
  });
});

describe("the condition of an ability and of a database agree with the policy", () => {
  it("CASL-10 rules that were altered on the way are refused at their first use, not obeyed", () => {
    for (const conditions of [
      { $and: null },
      { $certain: null },
      { $certain: {} },
      { $certain: [], status: "open" },
      { $certain: [{ $certain: [] }] },
      { $possible: null },
      { $possible: {} },
      { status: { $regex: "." } },
      { $or: [{ status: "open" }] },
      { status: [] },
    ]) {
      const rules = [{ action: "delete", subject: "contacts", conditions }];
      const ability = createMongoAbility(JSON.parse(JSON.stringify(rules)), caslOptions);
      expect(() => ability.can("delete", subject("contacts", { status: "open" }))).toThrow(
        PolicyDefinitionError,
      );
    }
  });

  it("CASL-15 the database's condition leaves out the rows that lack the field", () => {
    const { policy, agent } = single([
      { permission: "contacts:delete", when: { status: { $ne: "closed" } } },
    ]);
    const conditions = policy.conditionsFor(agent, "contacts:delete");
    if (conditions.kind !== "some") expect.fail("some rows are allowed");
    expect(matchesCondition(conditions.condition, {})).toBe(false);
    expect(matchesCondition(conditions.condition, { status: "closed" })).toBe(false);
    expect(matchesCondition(conditions.condition, { status: "open" })).toBe(true);
  });
});
