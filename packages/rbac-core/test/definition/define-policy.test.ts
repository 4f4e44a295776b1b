import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { definePolicy, principal } from "../../src/index.ts";
import { define, placesOf, problemsOf } from "./untyped.ts";

const permissions = { contacts: ["read", "write"], conversations: ["read", "reply"] };

describe("a policy is a frozen copy", () => {
  it("changes nothing when the definition is changed afterwards", () => {
    const teams = ["t1"];
    const when = { teamId: { $in: teams } };
    const rule = { permission: "conversations:reply", when, fields: ["body"] };
    const definition = {
      permissions: { contacts: ["read", "write"], conversations: ["read", "reply"] },
      roles: { agent: { extends: ["base"], can: [rule], cannot: ["contacts:write"] }, base: {} },
      exclusive: [["agent", "base2"]],
      tenant: { row: "workspaceId", principal: "workspaceId" },
    };
    Object.assign(definition.roles, { base2: {} });
    const policy = define(definition);
    const before = JSON.stringify(policy);
    teams.push("t2");
    rule.fields.push("subject");
    rule.permission = "contacts:write";
    definition.roles.agent.cannot.length = 0;
    definition.roles.agent.extends.push("base2");
    definition.permissions.contacts.push("delete");
    definition.exclusive.length = 0;
    definition.tenant.row = "other";
    Object.assign(definition.roles.base, { can: ["*"] });
    expect(JSON.stringify(policy)).toBe(before);
    expect(policy.permissions).toHaveLength(4);
  });

  it("does not freeze or change the caller's definition", () => {
    const definition = { permissions, roles: { agent: { can: ["contacts:read"] } } };
    define(definition);
    expect(Object.isFrozen(definition)).toBe(false);
    expect(Object.isFrozen(definition.roles.agent.can)).toBe(false);
  });

  it("refuses changes to what it hands out", () => {
    const policy = definePolicy({
      permissions: { contacts: ["read"] },
      roles: { agent: { can: [{ permission: "contacts:read", when: { a: { $in: [1] } } }] } },
      exclusive: [],
    });
    expect(() => Object.assign(policy, { can: () => true })).toThrow(TypeError);
    expect(() => Reflect.apply(Array.prototype.push, policy.permissions, ["x:y"])).toThrow();
    expect(() => Reflect.apply(Array.prototype.push, policy.roles, ["root"])).toThrow();
    const document = policy.toJSON();
    const rule = document.roles["agent"]?.can?.[0];
    Reflect.set(Object(rule), "when", undefined);
    Reflect.deleteProperty(document.roles, "agent");
    expect(policy.decide({ id: "1", roles: ["agent"] }, "contacts:read").code).toBe(
      "resource_required",
    );
    expect(policy.toJSON().roles["agent"]?.can).toHaveLength(1);
  });

  it("takes a definition that is frozen, has no prototype or comes from another realm", () => {
    const source = { permissions, roles: { agent: { can: ["contacts:read"] } } };
    const frozen = Object.freeze(structuredClone(source));
    const bare = Object.assign(Object.create(null), source);
    const foreign: unknown = runInNewContext(`(${JSON.stringify(source)})`);
    for (const definition of [frozen, bare, foreign]) {
      expect(define(definition).can({ id: "1", roles: ["agent"] }, "contacts:read")).toBe(true);
    }
  });

  it("ignores `types`, whatever it holds", () => {
    const types = new Proxy({}, { get: () => expect.fail("types was read") });
    expect(define({ types, permissions, roles: {} }).permissions).toHaveLength(4);
    expect(JSON.stringify(define({ types, permissions, roles: {} }))).not.toContain("types");
  });

  it("reads nothing that a polluted Object.prototype adds", () => {
    const polluted: object = Object.prototype;
    Object.defineProperty(polluted, "cannot", { value: ["*"], configurable: true });
    Object.defineProperty(polluted, "when", { value: { a: 1 }, configurable: true });
    try {
      const policy = define({
        permissions,
        roles: { agent: { can: [{ permission: "contacts:read" }] } },
      });
      expect(policy.can({ id: "1", roles: ["agent"] }, "contacts:read")).toBe(true);
    } finally {
      Reflect.deleteProperty(polluted, "cannot");
      Reflect.deleteProperty(polluted, "when");
    }
  });
});

describe("every problem at once", () => {
  it("of different kinds, in one error", () => {
    const roles = {
      "own er": {},
      a: {
        can: ["contacts:raed", "*:*", { permission: "contacts:read", when: { b: { $gt: true } } }],
      },
      b: { extends: ["nobody"], cannot: [{ permission: "contacts:read", fields: ["a.b"] }] },
      c: { extends: ["c"] },
      d: { can: [7], cannot: ["contacts:read"] },
      e: { extends: "a" },
    };
    const exclusive = [["a", "zz"], ["b"]];
    const tenant = { row: "", principal: "__proto__" };
    expect(
      placesOf(() => define({ permissions, roles, exclusive, tenant, extra: 1 })).sort(),
    ).toEqual([
      "field_invalid roles.b.cannot[0].fields[0]",
      "field_invalid tenant.row",
      "key_forbidden tenant.principal",
      "key_unknown extra",
      'name_invalid roles["own er"]',
      "operand_invalid roles.a.can[2].when.b.$gt",
      "permission_malformed roles.a.can[1]",
      "permission_unknown roles.a.can[0]",
      "role_cycle roles.c.extends",
      "role_unknown exclusive[0][1]",
      "role_unknown roles.b.extends[0]",
      "type_invalid exclusive[1]",
      "type_invalid roles.d.can[0]",
      "type_invalid roles.e.extends",
    ]);
  });

  it("says what a definition must be when it is none", () => {
    for (const [value, kind] of [
      [undefined, "undefined"],
      [null, "null"],
      [[], "an array"],
      ["x", "a string"],
      [() => ({}), "a function"],
    ]) {
      const [problem, ...others] = problemsOf(() => define(value));
      expect(problem).toMatchObject({ code: "type_invalid", path: "" });
      expect(problem?.message).toContain(`is ${kind}`);
      expect(others).toEqual([]);
    }
    expect(placesOf(() => define({}))).toEqual(["type_invalid permissions", "type_invalid roles"]);
  });

  it("names the value's kind and never the value", () => {
    const secret = "sk_live_1234";
    const roles = {
      agent: { can: [{ permission: "contacts:read", when: secret, reason: [secret] }] },
    };
    const problems = problemsOf(() => define({ permissions, roles }));
    expect(JSON.stringify(problems)).not.toContain(secret);
    expect(problems[0]?.message).toContain("is an array");
  });

  it("stops at 200: more are never read", () => {
    const can = Array.from({ length: 30_000 }, () => 7);
    expect(problemsOf(() => define({ permissions, roles: { agent: { can } } }))).toHaveLength(200);
  });
});

describe("definitions are plain data", () => {
  class Role {
    can = ["contacts:read"];
  }
  const getter = {
    get can(): string[] {
      return expect.fail("the getter ran");
    },
  };
  it.each<[string, unknown, RegExp]>([
    ["a class instance", { agent: new Role() }, /instance of a class/],
    ["a Map", { agent: new Map() }, /instance of a class/],
    ["a Date", { agent: { can: new Date() } }, /instance of a class/],
    ["a boxed string", { agent: { title: new String("x") } }, /instance of a class/],
    ["a function", { agent: () => ["contacts:read"] }, /a function/],
    ["a symbol", { agent: { title: Symbol("x") } }, /a symbol/],
    ["a bigint", { agent: { title: 1n } }, /a bigint/],
    ["NaN", { agent: { title: Number.NaN } }, /NaN/],
    ["a hole in a list", { agent: { can: new Array(1) } }, /undefined/],
    ["a getter", { agent: getter }, /a getter/],
  ])("refuses %s", (_title, roles, message) => {
    const [problem, ...others] = problemsOf(() => define({ permissions, roles }));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: "type_invalid",
      message: expect.stringMatching(message),
    });
    expect(problem?.path).toMatch(/^roles\.agent/);
  });

  it("refuses symbol keys, at the root too", () => {
    const key = Symbol("secret");
    expect(placesOf(() => define({ permissions, roles: { agent: { [key]: 1 } } }))).toEqual([
      "key_unknown roles.agent",
    ]);
    expect(placesOf(() => define({ permissions, roles: {}, [key]: 1 }))).toEqual(["key_unknown "]);
  });

  it("refuses a definition that is a class instance, a getter at the root among its faults", () => {
    class Definition {
      permissions = permissions;
      roles = {};
    }
    expect(placesOf(() => define(new Definition()))[0]).toBe("type_invalid ");
    const definition = {
      permissions,
      get roles() {
        return expect.fail("the getter ran");
      },
    };
    expect(placesOf(() => define(definition))).toEqual(["type_invalid roles"]);
  });

  it("leaves out keys that are undefined, unless they would narrow", () => {
    const policy = define({ permissions, roles: { agent: { title: undefined, can: undefined } } });
    expect(policy.toJSON().roles).toEqual({ agent: {} });
    const rule = { permission: "contacts:read", when: undefined, fields: undefined };
    expect(
      placesOf(() =>
        define({
          permissions,
          roles: { agent: { can: [rule], cannot: undefined } },
          exclusive: undefined,
          tenant: undefined,
        }),
      ),
    ).toEqual([
      "type_invalid roles.agent.can[0].when",
      "type_invalid roles.agent.can[0].fields",
      "type_invalid roles.agent.cannot",
      "type_invalid exclusive",
      "type_invalid tenant",
    ]);
  });

  it("ends on cycles", () => {
    const role: { can: unknown[] } = { can: [] };
    role.can.push(role, role);
    const [problem] = problemsOf(() => define({ permissions, roles: { agent: role } }));
    expect(problem?.code).toBe("depth_exceeded");
  });

  it("ends on small values that unfold without end", () => {
    let bomb: unknown = "contacts:read";
    for (let level = 0; level < 24; level++) bomb = [bomb, bomb];
    expect(
      problemsOf(() => define({ permissions, roles: { agent: { can: bomb } } })).map(
        ({ code }) => code,
      ),
    ).toContain("document_too_large");
  });

  it("takes parts that are shared", () => {
    const own = { assigneeId: principal("id") };
    const rule = { permission: "conversations:reply", when: own };
    const policy = define({ permissions, roles: { a: { can: [rule] }, b: { can: [rule] } } });
    expect(policy.can({ id: "1", roles: ["b"] }, "conversations:reply", { assigneeId: "1" })).toBe(
      true,
    );
  });
});
