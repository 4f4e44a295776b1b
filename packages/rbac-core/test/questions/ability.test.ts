import { createMongoAbility, subject } from "@casl/ability";
import { describe, expect, it } from "vitest";
import { caslOptions, principal } from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "write", "merge", "delete", "export"], notes: ["read"] },
  roles: {
    agent: {
      can: [
        "contacts:read",
        "contacts:merge",
        "contacts:export",
        { permission: "contacts:write", when: { ownerId: principal("id") }, reason: "yours" },
        { permission: "contacts:delete", when: { ownerId: { $ne: principal("gone") } } },
        { permission: "notes:read", fields: ["title"] },
      ],
      cannot: [
        { permission: "contacts:merge", when: { vip: true }, reason: "ask first" },
        { permission: "contacts:export", fields: ["email"] },
      ],
    },
  },
});
const agent = { id: "u1", roles: ["agent"] };
const rows: readonly object[] = [
  {},
  { ownerId: "u1" },
  { ownerId: "u2" },
  { ownerId: null },
  { ownerId: ["u1"] },
  { vip: true },
  { vip: false },
  { vip: null },
  { ownerId: "u1", vip: true },
  { $possible: { vip: { $eq: true } }, $certain: [] },
];
const actions = ["read", "write", "merge", "delete"];

describe("abilityFor", () => {
  it("holds the principal's rules, denials last", () => {
    expect(policy.abilityFor(agent).rules).toEqual([
      { action: "read", subject: "contacts" },
      {
        action: "write",
        subject: "contacts",
        conditions: { $certain: [{ ownerId: { $eq: "u1" } }] },
        reason: "yours",
      },
      // A plain grant beside a denial: CASL's own matchers, which would miss the denial, must not grant it.
      { action: "merge", subject: "contacts", conditions: { $certain: [] } },
      {
        action: "delete",
        subject: "contacts",
        conditions: { $certain: [{ ownerId: { $ne: { $unknown: true } } }] },
      },
      { action: "export", subject: "contacts", conditions: { $certain: [] } },
      { action: "read", subject: "notes", fields: ["title"] },
      {
        action: "merge",
        subject: "contacts",
        inverted: true,
        conditions: { $possible: { vip: { $eq: true } } },
        reason: "ask first",
      },
      { action: "export", subject: "contacts", inverted: true, fields: ["email"] },
    ]);
  });

  it("answers as the policy does, row by row", () => {
    const ability = policy.abilityFor(agent);
    for (const action of actions) {
      for (const row of rows) {
        expect([action, row, ability.can(action, subject("contacts", { ...row }))]).toEqual([
          action,
          row,
          policy.can(agent, `contacts:${action}`, row),
        ]);
      }
    }
  });

  it("answers as the policy does, field by field, and field names are no patterns", () => {
    const ability = policy.abilityFor(agent);
    for (const field of [
      "title",
      "text",
      "t*",
      "*",
      "title.inner",
      "email",
      "email.domain",
      "__proto__",
    ]) {
      expect(ability.can("read", subject("notes", {}), field)).toBe(
        policy.can(agent, "notes:read", {}, { fields: [field] }),
      );
      expect(ability.can("export", subject("contacts", {}), field)).toBe(
        policy.can(agent, "contacts:export", {}, { fields: [field] }),
      );
    }
    for (const field of ["email", "email.domain"]) {
      expect(ability.can("export", subject("contacts", {}), field)).toBe(false);
    }
  });

  it("type-only, answers couldEver", () => {
    const ability = policy.abilityFor(agent);
    for (const permission of policy.permissions) {
      const [resource = "", action = ""] = permission.split(":");
      expect(ability.can(action, resource)).toBe(policy.couldEver(agent, permission));
    }
    expect(policy.abilityFor(null).rules).toEqual([]);
    expect(policy.abilityFor({ id: "2", roles: [] }).rules).toEqual([]);
  });

  it("rebuilt from JSON with caslOptions, answers the same", () => {
    const { rules } = policy.abilityFor(agent);
    const rebuilt = createMongoAbility(JSON.parse(JSON.stringify(rules)), caslOptions);
    for (const action of actions) {
      for (const row of rows) {
        expect(rebuilt.can(action, subject("contacts", { ...row }))).toBe(
          policy.can(agent, `contacts:${action}`, row),
        );
      }
    }
    expect(rebuilt.can("read", "all")).toBe(false);
  });

  it("with caslOptions, conditions written by hand are three-valued too", () => {
    const conditions = { status: { $ne: "closed" } };
    const ability = createMongoAbility(
      [{ action: "read", subject: "contacts", conditions }],
      caslOptions,
    );
    expect(ability.can("read", subject("contacts", { status: "open" }))).toBe(true);
    expect(ability.can("read", subject("contacts", { status: "closed" }))).toBe(false);
    expect(ability.can("read", subject("contacts", {}))).toBe(false);
  });

  it("rebuilt without caslOptions, allows no row that the policy refuses", () => {
    const { rules } = policy.abilityFor(agent);
    const bare = createMongoAbility(JSON.parse(JSON.stringify(rules)));
    for (const action of actions) {
      for (const row of rows) {
        const allowed = bare.can(action, subject("contacts", { ...row }));
        if (allowed) expect(policy.can(agent, `contacts:${action}`, row)).toBe(true);
      }
    }
    for (const field of ["email", "email.domain", "name"]) {
      expect(bare.can("export", subject("contacts", {}), field)).toBe(false);
    }
    expect(bare.can("merge", subject("contacts", { vip: true }))).toBe(false);
    expect(bare.can("delete", subject("contacts", { ownerId: "u2" }))).toBe(false);
    expect(bare.can("read", subject("contacts", {}))).toBe(true);
  });

  it("keeps the tenant's rows apart, with and without caslOptions", () => {
    const tenanted = loosePolicy({
      permissions: { contacts: ["read", "write"] },
      roles: {
        agent: { can: ["contacts:read", { permission: "contacts:write", when: { home: "w1" } }] },
      },
      tenant: { row: "home", principal: "home" },
    });
    const who = { ...agent, home: "w1" };
    const ability = tenanted.abilityFor(who);
    expect(ability.rules[0]?.conditions).toEqual({ $certain: [{ home: { $eq: "w1" } }] });
    const bare = createMongoAbility(JSON.parse(JSON.stringify(ability.rules)));
    for (const home of ["w1", "w2", null, undefined]) {
      for (const action of ["read", "write"]) {
        const allowed = tenanted.can(who, `contacts:${action}`, { home });
        expect(ability.can(action, subject("contacts", { home }))).toBe(allowed);
        expect(bare.can(action, subject("contacts", { home }))).toBe(false);
      }
    }
    const homeless = tenanted.abilityFor(agent);
    expect(homeless.can("read", subject("contacts", { home: "w1" }))).toBe(false);
    expect(homeless.can("read", subject("contacts", {}))).toBe(false);
  });

  it("leaves out what scopes, ceiling and exclusive roles refuse", () => {
    const scoped = policy
      .withScopes({
        "contacts:read": ["r"],
        "contacts:write": ["w"],
        "contacts:merge": ["w"],
        "contacts:delete": ["r"],
        "contacts:export": ["w"],
        "notes:read": ["r"],
      })
      .withRoles([], { ceiling: ["*:read"] });
    const { rules } = scoped.abilityFor({ ...agent, scopes: ["r"] });
    expect(rules).toEqual([
      { action: "read", subject: "contacts" },
      { action: "read", subject: "notes", fields: ["title"] },
    ]);
    expect(scoped.abilityFor(agent).rules).toEqual([]);
  });

  it("changing the ability changes nothing of the policy or of another ability", () => {
    const ability = policy.abilityFor(agent);
    const before = JSON.stringify(policy.abilityFor(agent).rules);
    ability.update([{ action: "delete", subject: "contacts" }]);
    expect(ability.can("delete", "contacts")).toBe(true);
    const other = policy.abilityFor(agent);
    for (const rule of other.rules) {
      Reflect.set(rule, "inverted", false);
      Reflect.set(rule, "action", "delete");
      Reflect.deleteProperty(rule, "conditions");
    }
    expect(JSON.stringify(policy.abilityFor(agent).rules)).toBe(before);
    expect(policy.can(agent, "contacts:delete", { ownerId: "u2" })).toBe(false);
  });
});
