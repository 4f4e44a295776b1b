import { describe, expect, it } from "vitest";
import { definePolicy } from "../../src/index.ts";
import { define, placesOf, problemsOf } from "./untyped.ts";

const permissions = { contacts: ["read", "write", "delete"], settings: ["manage"] };

describe("inheritance", () => {
  it("adds up grants and denials over a diamond, each rule once", () => {
    const policy = definePolicy({
      permissions: { contacts: ["read", "write", "delete"] },
      roles: {
        top: { can: ["contacts:read"] },
        left: { extends: ["top"], can: ["contacts:write"] },
        right: { extends: ["top"], cannot: ["contacts:delete"] },
        bottom: { extends: ["left", "right"], can: ["contacts:*"] },
      },
    });
    const bottom = { id: "1", roles: ["bottom"] };
    expect(policy.permissionsOf(bottom).map(({ permission }) => permission)).toEqual([
      "contacts:read",
      "contacts:write",
    ]);
    expect(policy.decide(bottom, "contacts:delete")).toMatchObject({
      code: "explicitly_denied",
      rule: "roles.right.cannot[0]",
    });
    const { considered } = policy.explain(bottom, "contacts:read");
    expect(considered.map(({ rule, via }) => [rule, via])).toEqual([
      ["roles.top.can[0]", ["bottom", "left", "top"]],
      ["roles.bottom.can[0]", ["bottom"]],
    ]);
  });

  it("takes roles in any order, and a parent named twice", () => {
    const policy = define({
      permissions,
      roles: { heir: { extends: ["later", "later"] }, later: { can: ["contacts:read"] } },
    });
    expect(policy.can({ id: "1", roles: ["heir"] }, "contacts:read")).toBe(true);
    expect(policy.roles).toEqual(["heir", "later"]);
  });

  it("follows chains of 1,000 roles, and denials from their far end", () => {
    const roles: { [name: string]: unknown } = {
      r0: { can: ["contacts:read", "contacts:write"], cannot: ["contacts:delete"] },
    };
    for (let at = 1; at < 1000; at++) roles[`r${at}`] = { extends: [`r${at - 1}`] };
    const policy = define({
      permissions,
      roles: { ...roles, last: { extends: ["r999"], can: ["*"] } },
    });
    const last = { id: "1", roles: ["last"] };
    expect(policy.can(last, "settings:manage")).toBe(true);
    expect(policy.can({ id: "1", roles: ["r999"] }, "contacts:read")).toBe(true);
    expect(policy.decide(last, "contacts:delete")).toMatchObject({ rule: "roles.r0.cannot[0]" });
  });

  it("refuses a chain of 5,000 roles, each of which would know all before it", () => {
    const roles: { [name: string]: unknown } = { r0: {} };
    for (let at = 1; at < 5000; at++) roles[`r${at}`] = { extends: [`r${at - 1}`] };
    expect(placesOf(() => define({ permissions, roles }))).toEqual([
      "document_too_large roles.r1413.extends",
    ]);
  });

  it("reports a circle of 5,000 roles once, and does not end in one", () => {
    const roles: { [name: string]: unknown } = {};
    for (let at = 0; at < 5000; at++) roles[`r${at}`] = { extends: [`r${(at + 1) % 5000}`] };
    expect(placesOf(() => define({ permissions, roles }))).toEqual(["role_cycle roles.r0.extends"]);
  });

  it("reports each of two circles, and nothing of who inherits from them", () => {
    const roles = {
      heir: { extends: ["a", "x"] },
      a: { extends: ["b"] },
      b: { extends: ["a"] },
      x: { extends: ["x"] },
    };
    expect(placesOf(() => define({ permissions, roles, exclusive: [["a", "heir"]] }))).toEqual([
      "role_cycle roles.a.extends",
      "role_cycle roles.x.extends",
    ]);
  });

  it("suggests a parent with another case", () => {
    const [problem] = problemsOf(() =>
      define({ permissions, roles: { owner: {}, a: { extends: ["Owner"] } } }),
    );
    expect(problem).toMatchObject({ code: "role_unknown", suggestion: 'Did you mean "owner"?' });
  });
});

describe("grant_shadowed", () => {
  const roles = {
    trainee: { cannot: ["contacts:delete"] },
    soft: { cannot: [{ permission: "contacts:delete", when: { vip: true } }] },
    fieldless: { cannot: [{ permission: "contacts:delete", fields: ["email"] }] },
    bare: { cannot: ["*:manage"] },
  };
  const places = (role: unknown) => {
    const all = { ...roles, role };
    try {
      define({ permissions, roles: all });
      return [];
    } catch {
      return placesOf(() => define({ permissions, roles: all }));
    }
  };

  it.each<[string, unknown]>([
    ["a plain grant", { extends: ["trainee"], can: ["contacts:delete"] }],
    [
      "a conditional grant",
      { extends: ["trainee"], can: [{ permission: "contacts:delete", when: { a: 1 } }] },
    ],
    [
      "a grant of fields",
      { extends: ["trainee"], can: [{ permission: "contacts:delete", fields: ["a"] }] },
    ],
    ["a grant under a denied wildcard", { extends: ["bare"], can: ["settings:manage"] }],
  ])("%s that an inherited denial covers", (_title, role) => {
    expect(places(role)).toEqual(["grant_shadowed roles.role.can[0]"]);
  });

  it("looks at grandparents", () => {
    const middle = { extends: ["trainee"] };
    expect(
      placesOf(() =>
        define({
          permissions,
          roles: { ...roles, middle, role: { extends: ["middle"], can: ["contacts:delete"] } },
        }),
      ),
    ).toEqual(["grant_shadowed roles.role.can[0]"]);
  });

  it.each<[string, unknown]>([
    ["a wildcard with exceptions", { extends: ["trainee"], can: ["contacts:*"] }],
    ["a wildcard of which nothing is left", { extends: ["bare"], can: ["settings:*"] }],
    ["a conditional denial", { extends: ["soft"], can: ["contacts:delete"] }],
    ["a denial of fields", { extends: ["fieldless"], can: ["contacts:delete"] }],
    ["the role's own denial", { can: ["contacts:delete"], cannot: ["contacts:delete"] }],
  ])("not %s", (_title, role) => {
    expect(places(role)).toEqual([]);
  });
});

describe("exclusive", () => {
  const roles = { trainee: {}, owner: { can: ["*"] }, junior: { extends: ["trainee"] } };

  it("binds roles that inherit a member", () => {
    const policy = define({ permissions, roles, exclusive: [["trainee", "owner"]] });
    const both = { id: "1", roles: ["owner", "junior"] };
    expect(policy.decide(both, "contacts:read").code).toBe("roles_exclusive");
    expect(policy.decide({ id: "1", roles: ["owner", "owner"] }, "contacts:read").code).toBe(
      "granted",
    );
  });

  it.each<[string, unknown, string[]]>([
    ["an unknown role", [["trainee", "ower"]], ["role_unknown exclusive[0][1]"]],
    ["one role", [["owner"]], ["type_invalid exclusive[0]"]],
    ["one role twice", [["owner", "owner"]], ["type_invalid exclusive[0]"]],
    ["no list", "owner", ["type_invalid exclusive"]],
    [
      "a role and its heir",
      [["trainee", "junior"]],
      ["roles_exclusive_inherited roles.junior.extends"],
    ],
  ])("refuses %s", (_title, exclusive, expected) => {
    expect(placesOf(() => define({ permissions, roles, exclusive }))).toEqual(expected);
  });
});

describe("tenant", () => {
  it.each<[string, unknown, string[]]>([
    ["half a tenant", { row: "workspaceId" }, ["type_invalid tenant.principal"]],
    ["an unknown key", { row: "a", principal: "b", column: "c" }, ["key_unknown tenant.column"]],
    ["a prototype name", { row: "constructor", principal: "b" }, ["key_forbidden tenant.row"]],
    ["an operator", { row: "$where", principal: "b" }, ["operator_unknown tenant.row"]],
  ])("refuses %s", (_title, tenant, expected) => {
    expect(placesOf(() => define({ permissions, roles: {}, tenant }))).toEqual(expected);
  });
});
