import { describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { readSnapshot } from "../../src/snapshot.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "write", "merge", "delete", "export"], notes: ["read", "tag"] },
  roles: {
    agent: {
      title: "planted-title",
      can: [
        "contacts:read",
        "contacts:merge",
        {
          permission: "contacts:write",
          when: { ownerId: principal("id") },
          reason: "planted-reason",
        },
        { permission: "notes:read", fields: ["title"] },
        { permission: "notes:tag", when: { team: { $nin: principal("teams") } } },
      ],
      cannot: [
        { permission: "contacts:merge", when: { vip: true }, reason: "planted-denial" },
        { permission: "contacts:export", reason: "planted-refusal" },
      ],
    },
    helper: {
      can: [{ permission: "contacts:delete", when: { level: { $lt: principal("level") } } }],
    },
    plantedRole: { can: [{ permission: "contacts:delete", when: { plan: "planted-plan" } }] },
  },
  tenant: { row: "home", principal: "home" },
});
const agent = {
  id: "u1",
  roles: ["agent", "helper"],
  teams: ["a", null],
  home: "w1",
  secret: "planted-token",
};
const rows: readonly object[] = [
  {},
  { home: "w1" },
  { home: "w2", ownerId: "u1" },
  { home: "w1", ownerId: "u1", vip: true, team: "b", level: 1 },
  { home: "w1", ownerId: "u2", vip: false, team: "a", level: 0 },
];
const travelled = (who: unknown, from = policy) =>
  readSnapshot(JSON.stringify(from.snapshotFor(who)));

describe("snapshotFor", () => {
  it("is this principal's answers, its values in place of references", () => {
    expect(policy.snapshotFor(agent)).toEqual({
      version: 1,
      policyVersion: policy.version,
      permissions: policy.permissions,
      tenant: { row: "home", value: "w1" },
      answers: {
        "contacts:read": { grants: [{}] },
        "contacts:write": { grants: [{ when: { ownerId: { $eq: "u1" } } }] },
        "contacts:merge": { grants: [{}], denials: [{ when: { vip: { $eq: true } } }] },
        "contacts:delete": { grants: [{ when: { level: { $lt: { $unknown: true } } } }] },
        "notes:read": { grants: [{ fields: ["title"] }] },
        "notes:tag": { grants: [{ when: { team: { $nin: ["a", { $unknown: true }] } } }] },
      },
    });
  });

  it("holds no reason, title, role name, other role's rule or unused attribute", () => {
    const text = JSON.stringify(policy.snapshotFor(agent));
    expect(text).not.toMatch(/planted|helper|"agent"|reason|roles|u2/);
  });

  it("of nobody, refuses everything", () => {
    for (const who of [null, {}, { id: "1", roles: [] }, { id: "1", roles: ["nobody"] }]) {
      expect(policy.snapshotFor(who).answers).toEqual({});
      const snapshot = travelled(who);
      for (const permission of policy.permissions) {
        expect(snapshot.can(permission, { home: "w1" })).toBe(false);
        expect(snapshot.couldEver(permission)).toBe(false);
        expect(snapshot.filter(permission, rows)).toEqual([]);
      }
    }
  });

  it("leaves out what scopes and the ceiling refuse", () => {
    const narrow = loosePolicy({
      permissions: { notes: ["read", "write", "delete"] },
      roles: { owner: { can: ["*"] } },
    })
      .withScopes({ "notes:read": ["r"], "notes:write": ["w"], "notes:delete": ["r"] })
      .withRoles([], { ceiling: ["notes:read", "notes:write"] });
    const who = { id: "1", roles: ["owner"], scopes: ["r"] };
    expect(Object.keys(narrow.snapshotFor(who).answers)).toEqual(["notes:read"]);
    expect(JSON.stringify(narrow.snapshotFor(who))).not.toContain("scopes");
  });
});

describe("readSnapshot", () => {
  it("answers as the policy does: can, with fields, couldEver, filter", () => {
    for (const who of [
      agent,
      { ...agent, level: 1 },
      { ...agent, level: true },
      { ...agent, home: null },
    ]) {
      const snapshot = travelled(who);
      expect(snapshot.policyVersion).toBe(policy.version);
      expect(snapshot.permissions).toEqual(policy.permissions);
      for (const permission of policy.permissions) {
        expect(snapshot.couldEver(permission)).toBe(policy.couldEver(who, permission));
        expect(snapshot.can(permission)).toBe(policy.can(who, permission));
        expect(snapshot.filter(permission, rows)).toEqual(policy.filter(who, permission, rows));
        for (const row of rows) {
          for (const fields of [undefined, [], ["title"], ["title.first"], ["title", "text"]]) {
            expect([permission, row, fields, snapshot.can(permission, row, { fields })]).toEqual([
              permission,
              row,
              fields,
              policy.can(who, permission, row, { fields }),
            ]);
          }
        }
      }
    }
  });

  it("reads data and text alike, and keeps nothing of the data", () => {
    const data = JSON.parse(JSON.stringify(policy.snapshotFor(agent)));
    const snapshot = readSnapshot(data);
    data.answers["contacts:export"] = { grants: [{}] };
    data.permissions.push("contacts:any");
    expect(snapshot.can("contacts:export", { home: "w1" })).toBe(false);
    expect(() => snapshot.can("contacts:any")).toThrow();
    expect(Object.isFrozen(snapshot)).toBe(true);
    expect(Object.isFrozen(snapshot.permissions)).toBe(true);
  });

  it("throws for an unknown permission and names the nearest", () => {
    const snapshot = travelled(agent);
    for (const ask of [
      () => snapshot.can("contacts:raed"),
      () => snapshot.couldEver("contacts:raed"),
      () => snapshot.filter("contacts:raed", [{}]),
    ]) {
      expect(ask).toThrow(
        '"contacts:raed" is no permission of this policy. Did you mean "contacts:read"?',
      );
    }
    for (const permission of [undefined, null, 5]) {
      expect(() => Reflect.apply(snapshot.can, snapshot, [permission])).toThrow(
        "A permission is a string, and this is",
      );
    }
    expect(() => snapshot.can("constructor")).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_PERMISSION_UNKNOWN" }),
    );
  });

  it("refuses what is no row and fields that are no names, as the policy does", () => {
    const snapshot = travelled(agent);
    for (const row of [null, "", 0, "row", [], () => ({})]) {
      expect(Reflect.apply(snapshot.can, snapshot, ["contacts:read", row])).toBe(false);
    }
    const holes: unknown[] = [null, undefined, ...rows];
    holes.length = 9;
    expect(Reflect.apply(snapshot.filter, snapshot, ["contacts:read", holes])).toEqual(
      rows.filter((row) => "home" in row && row.home === "w1"),
    );
    for (const fields of ["title", null, [null], [undefined], new Array(1)]) {
      expect(() => Reflect.apply(snapshot.can, snapshot, ["notes:read", {}, { fields }])).toThrow(
        expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID" }),
      );
    }
  });
});

describe("a malformed snapshot", () => {
  const good = {
    version: 1,
    policyVersion: "v",
    permissions: ["a:b"],
    tenant: { row: "home", value: "w1" },
    answers: { "a:b": { grants: [{ when: { s: { $eq: 1 } } }], denials: [{ fields: ["f"] }] } },
  };
  const answers = (answer: unknown) => ({ ...good, answers: { "a:b": answer } });

  it("is one that differs from this good one", () => {
    expect(readSnapshot(good).can("a:b", { home: "w1", s: 1 }, { fields: ["g"] })).toBe(true);
    expect(readSnapshot(good).can("a:b", { home: "w1", s: 1 }, { fields: ["f"] })).toBe(false);
  });

  it.each<[string, unknown, string, string]>([
    ["no JSON", "{", "", "document_invalid"],
    ["an empty text", "", "", "document_invalid"],
    ["nothing", undefined, "", "type_invalid"],
    ["null", "null", "", "type_invalid"],
    ["an array", [], "", "type_invalid"],
    ["a number", 5, "", "type_invalid"],
    ["no version", { ...good, version: undefined }, "version", "document_version"],
    ["another version", { ...good, version: 2 }, "version", "document_version"],
    ["the version as text", { ...good, version: "1" }, "version", "document_version"],
    ["no policy version", { ...good, policyVersion: undefined }, "policyVersion", "type_invalid"],
    ["no permissions", { ...good, permissions: undefined }, "permissions", "type_invalid"],
    [
      "a permission that is no text",
      { ...good, permissions: ["a:b", 1] },
      "permissions",
      "type_invalid",
    ],
    ["permissions as text", { ...good, permissions: "a:b" }, "permissions", "type_invalid"],
    ["a null tenant", { ...good, tenant: null }, "tenant.row", "field_invalid"],
    ["a tenant without a row", { ...good, tenant: { value: "w1" } }, "tenant.row", "field_invalid"],
    [
      "a tenant of a prototype",
      { ...good, tenant: { row: "__proto__" } },
      "tenant.row",
      "key_forbidden",
    ],
    ["no answers", { ...good, answers: undefined }, "answers", "type_invalid"],
    ["an array of answers", { ...good, answers: [] }, "answers", "type_invalid"],
    ["an answer that is true", answers(true), 'answers["a:b"]', "type_invalid"],
    ["no grants", answers({}), 'answers["a:b"].grants', "type_invalid"],
    ["null grants", answers({ grants: null }), 'answers["a:b"].grants', "type_invalid"],
    [
      "null denials",
      answers({ grants: [{}], denials: null }),
      'answers["a:b"].denials',
      "type_invalid",
    ],
    [
      "denials as an object",
      answers({ grants: [{}], denials: {} }),
      'answers["a:b"].denials',
      "type_invalid",
    ],
    [
      "a rule that is text",
      answers({ grants: ["a:b"] }),
      'answers["a:b"].grants[0]',
      "type_invalid",
    ],
    [
      "fields as text",
      answers({ grants: [{ fields: "f" }] }),
      'answers["a:b"].grants[0]',
      "type_invalid",
    ],
    [
      "a null condition",
      answers({ grants: [{ when: null }] }),
      'answers["a:b"].grants[0].when',
      "type_invalid",
    ],
    [
      "an empty condition",
      answers({ grants: [{ when: {} }] }),
      'answers["a:b"].grants[0].when',
      "condition_empty",
    ],
    [
      "an unknown operator",
      answers({ grants: [{ when: { s: { $regex: "." } } }] }),
      'answers["a:b"].grants[0].when.s.$regex',
      "operator_unknown",
    ],
    [
      "an operator as a field",
      answers({ grants: [{}], denials: [{ when: { $or: [] } }] }),
      'answers["a:b"].denials[0].when.$or',
      "operator_unknown",
    ],
    [
      "a reference that was not replaced",
      answers({ grants: [{ when: { s: { $eq: { $principal: "id" } } } }] }),
      'answers["a:b"].grants[0].when.s.$eq',
      "operand_invalid",
    ],
    [
      "a prototype's field",
      answers({ grants: [{ when: { "a.__proto__": 1 } }] }),
      'answers["a:b"].grants[0].when["a.__proto__"]',
      "key_forbidden",
    ],
  ])("%s is refused with its path", (_, json, path, code) => {
    const thrown = expect(() => readSnapshot(json));
    thrown.toThrow(expect.objectContaining({ code: "ERR_RBAC_POLICY_INVALID" }));
    thrown.toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ path, code })] }),
    );
  });

  it("a __proto__ key in the text is refused and pollutes nothing", () => {
    const text = '{"version":1,"__proto__":{"polluted":1},"permissions":[],"answers":{}}';
    expect(() => readSnapshot(text)).toThrow(
      expect.objectContaining({
        problems: expect.arrayContaining([expect.objectContaining({ code: "key_forbidden" })]),
      }),
    );
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("nesting without end, cycles and getters are refused", () => {
    const cyclic: { [key: string]: unknown } = { ...good };
    cyclic["answers"] = cyclic;
    expect(() => readSnapshot(cyclic)).toThrow(/nests deeper/);
    const deep = `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`;
    expect(() => readSnapshot(deep)).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_POLICY_INVALID" }),
    );
    const getter = Object.defineProperty({ ...good }, "answers", {
      get: () => good.answers,
      enumerable: true,
    });
    expect(() => readSnapshot(getter)).toThrow(/getter/);
  });

  it("an answer for a permission outside the catalogue is never asked", () => {
    const snapshot = readSnapshot({
      ...good,
      answers: { "x:y": { grants: [{}] } },
    });
    expect(() => snapshot.can("x:y")).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_PERMISSION_UNKNOWN" }),
    );
    expect(snapshot.can("a:b", { home: "w1" })).toBe(false);
  });

  it("a tenant whose value is no workspace allows no row", () => {
    for (const value of [null, undefined, {}, ["w1"]]) {
      const snapshot = readSnapshot({
        ...good,
        tenant: { row: "home", value },
        answers: { "a:b": { grants: [{}] } },
      });
      expect(snapshot.can("a:b", { home: "w1" })).toBe(false);
      expect(snapshot.can("a:b", {})).toBe(false);
    }
  });
});
