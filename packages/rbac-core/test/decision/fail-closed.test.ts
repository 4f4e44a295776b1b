import { describe, expect, it } from "vitest";
import {
  OptionInvalidError,
  PermissionUnknownError,
  PrincipalInvalidError,
} from "../../src/index.ts";
import { loosePolicy } from "./loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "delete"] },
  roles: {
    agent: { can: ["contacts:read"] },
    owner: { can: ["*"] },
    editor: {
      can: ["contacts:read"],
      cannot: [{ permission: "contacts:read", fields: ["email"] }],
    },
  },
});
const owner = { id: "1", roles: ["owner"] };

describe("semantics 1: fail closed", () => {
  it.each([[null], [undefined], [{}], [{ id: "", roles: ["owner"] }], [{ roles: ["owner"] }]])(
    "nobody is unauthenticated: %j",
    (who) => {
      expect(policy.decide(who, "contacts:read")).toEqual({
        allowed: false,
        permission: "contacts:read",
        code: "unauthenticated",
        layer: "role",
        roles: [],
        policyVersion: policy.version,
      });
      expect(policy.couldEver(who, "contacts:read")).toBe(false);
    },
  );

  it("an unknown role contributes nothing and is reported", () => {
    const decision = policy.decide(
      { id: "1", roles: ["Owner", "agent", "boss"] },
      "contacts:delete",
    );
    expect(decision).toMatchObject({
      code: "permission_missing",
      roles: ["Owner", "agent", "boss"],
      unknownRoles: ["Owner", "boss"],
    });
    expect(policy.decide({ id: "1", roles: ["boss", "agent"] }, "contacts:read")).toMatchObject({
      code: "granted",
      unknownRoles: ["boss"],
      rule: "roles.agent.can[0]",
    });
  });

  it.each(["constructor", "__proto__", "toString", "hasOwnProperty", "", " owner", "owner "])(
    "the role %j is unknown like any other",
    (role) => {
      const decision = policy.decide({ id: "1", roles: [role] }, "contacts:read");
      expect(decision).toMatchObject({ code: "permission_missing", unknownRoles: [role] });
    },
  );

  const unknown: readonly unknown[] = [
    "contacts:reed",
    "contacts",
    "contacts:*",
    "*",
    "",
    "constructor",
    "__proto__",
    "contacts:read ",
    "CONTACTS:READ",
    undefined,
    null,
    0,
    ["contacts:read"],
    { toString: () => "contacts:read" },
  ];
  it.each(unknown.map((name) => [name]))(
    "the unknown permission %j throws, whoever asks",
    (name) => {
      for (const who of [owner, null, { id: "2", roles: [] }]) {
        for (const ask of [
          () => Reflect.apply(policy.can, policy, [who, name]),
          () => Reflect.apply(policy.decide, policy, [who, name]),
          () => Reflect.apply(policy.authorize, policy, [who, name]),
          () => Reflect.apply(policy.couldEver, policy, [who, name]),
          () => Reflect.apply(policy.explain, policy, [who, name]),
          () => Reflect.apply(policy.filter, policy, [who, name, []]),
          () => Reflect.apply(policy.conditionsFor, policy, [who, name]),
          () => Reflect.apply(policy.permittedFields, policy, [who, name]),
          () => Reflect.apply(policy.whoCan, policy, [name]),
          () => Reflect.apply(policy.checker, policy, [name]),
        ]) {
          expect(ask).toThrow(PermissionUnknownError);
        }
      }
    },
  );

  it("names the nearest permission and not the value of what is none", () => {
    expect(() => policy.can(owner, "contacts:raed")).toThrow('Did you mean "contacts:read"?');
    expect(() => Reflect.apply(policy.can, policy, [owner, { secret: 1 }])).toThrow(
      "A permission is a string, and this is an object.",
    );
  });

  it.each<[string, unknown]>([
    ["a string", "owner"],
    ["an array", ["owner"]],
    ["a number", 1],
    ["false", false],
    ["a function", () => owner],
    ["an id that is a number", { id: 1, roles: [] }],
    ["an id that is an object", { id: {}, roles: [] }],
    ["no roles", { id: "1" }],
    ["null roles", { id: "1", roles: null }],
    ["inherited roles", Object.assign(Object.create({ roles: ["owner"] }), { id: "1" })],
    ["a Set of roles", { id: "1", roles: new Set(["owner"]) }],
    ["a list like an array", { id: "1", roles: { 0: "owner", length: 1 } }],
    ["a hole among the roles", { id: "1", roles: new Array(1) }],
    ["a number among the roles", { id: "1", roles: ["owner", 1] }],
    ["null after an unknown role", { id: "1", roles: ["nobody", null] }],
    ["scopes that are text", { id: "1", roles: [], scopes: "read" }],
    ["null scopes", { id: "1", roles: [], scopes: null }],
    ["a number among the scopes", { id: "1", roles: [], scopes: ["a", 1] }],
  ])("a malformed principal throws from every question: %s", (_, who) => {
    for (const ask of [
      () => policy.can(who, "contacts:read"),
      () => policy.checker("contacts:read")(who),
      () => policy.decide(who, "contacts:read"),
      () => policy.authorize(who, "contacts:read"),
      () => policy.couldEver(who, "contacts:read"),
      () => policy.explain(who, "contacts:read"),
      () => policy.filter(who, "contacts:read", [{}]),
      () => policy.conditionsFor(who, "contacts:read"),
      () => policy.permittedFields(who, "contacts:read", { email: "e" }),
      () => policy.permissionsOf(who),
      () => policy.abilityFor(who),
      () => policy.snapshotFor(who),
    ]) {
      expect(ask).toThrow(PrincipalInvalidError);
    }
  });

  it("an inherited id is no id", () => {
    const who: unknown = Object.assign(Object.create({ id: "1" }), { roles: ["owner"] });
    expect(policy.decide(who, "contacts:read").code).toBe("unauthenticated");
  });

  it("a malformed list of fields throws, a hole in it too", () => {
    const editor = { id: "1", roles: ["editor"] };
    for (const fields of ["email", null, 5, {}, [null], [undefined], ["name", 1], new Array(1)]) {
      for (const question of [policy.can, policy.decide, policy.authorize, policy.explain]) {
        const ask = () =>
          Reflect.apply(question, policy, [editor, "contacts:read", {}, { fields }]);
        expect(ask).toThrow(OptionInvalidError);
      }
    }
    expect(policy.can(editor, "contacts:read", {}, { fields: ["name"] })).toBe(true);
  });

  it("a getter of the row that throws is heard, and nothing is allowed", () => {
    const failure = new Error("the row is gone");
    const row = {
      get ownerId() {
        throw failure;
      },
    };
    const careful = loosePolicy({
      permissions: { contacts: ["read", "write"] },
      roles: {
        agent: {
          can: [{ permission: "contacts:read", when: { ownerId: "1" } }, "contacts:write"],
          cannot: [{ permission: "contacts:write", when: { ownerId: "2" } }],
        },
      },
    });
    const agent = { id: "1", roles: ["agent"] };
    for (const permission of ["contacts:read", "contacts:write"]) {
      expect(() => careful.can(agent, permission, row)).toThrow(failure);
      expect(() => careful.decide(agent, permission, row)).toThrow(failure);
      expect(() => careful.filter(agent, permission, [{ ownerId: "1" }, row])).toThrow(failure);
      expect(() => careful.explain(agent, permission, row)).toThrow(failure);
    }
  });
});
