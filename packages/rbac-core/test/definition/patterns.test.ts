import { describe, expect, it } from "vitest";
import { definePolicy } from "../../src/index.ts";
import { define, placesOf, problemsOf } from "./untyped.ts";

const permissions = { contacts: ["read", "write"], articles: ["read"], settings: ["manage"] };

function held(can: readonly unknown[], cannot: readonly unknown[] = []): readonly string[] {
  const policy = define({ permissions, roles: { r: { can, cannot } } });
  return policy.permissions.filter((permission) =>
    policy.can({ id: "1", roles: ["r"] }, permission),
  );
}

describe("patterns stand for", () => {
  it.each<[string, readonly string[]]>([
    ["*", ["contacts:read", "contacts:write", "articles:read", "settings:manage"]],
    ["contacts:*", ["contacts:read", "contacts:write"]],
    ["*:read", ["contacts:read", "articles:read"]],
    ["settings:manage", ["settings:manage"]],
  ])("%s", (pattern, expected) => {
    expect(held([pattern])).toEqual(expected);
    expect(held([{ permission: pattern }])).toEqual(expected);
    expect(held([{ permission: [pattern] }])).toEqual(expected);
    expect(held(["*"], [pattern])).toEqual(held(["*"]).filter((name) => !expected.includes(name)));
  });

  it("several in one rule, overlaps once", () => {
    expect(held([{ permission: ["contacts:*", "*:read"] }])).toEqual([
      "contacts:read",
      "contacts:write",
      "articles:read",
    ]);
  });

  it("nothing outside the catalogue, and no part of a name", () => {
    expect(
      problemsOf(() =>
        define({ permissions, roles: { r: { can: ["contact:*", "*:manag", "con*:read", "**"] } } }),
      ),
    ).toMatchObject([
      {
        code: "permission_unknown",
        path: "roles.r.can[0]",
        suggestion: 'Did you mean "contacts:*"?',
      },
      {
        code: "permission_unknown",
        path: "roles.r.can[1]",
        suggestion: 'Did you mean "*:manage"?',
      },
      { code: "permission_unknown", path: "roles.r.can[2]" },
      { code: "permission_malformed", path: "roles.r.can[3]" },
    ]);
  });

  it("a wildcard of a condition binds each permission it stands for", () => {
    const policy = definePolicy({
      permissions: { contacts: ["read", "write"] },
      roles: { r: { can: [{ permission: "contacts:*", when: { ownerId: "1" } }] } },
    });
    for (const permission of policy.permissions) {
      expect(policy.can({ id: "1", roles: ["r"] }, permission, { ownerId: "1" })).toBe(true);
      expect(policy.can({ id: "1", roles: ["r"] }, permission, { ownerId: "2" })).toBe(false);
    }
  });
});

describe("rules", () => {
  it.each<[string, unknown, string]>([
    [
      "no fields",
      { permission: "contacts:read", fields: [] },
      "type_invalid roles.r.can[0].fields",
    ],
    [
      "a field of a field",
      { permission: "contacts:read", fields: ["a.b"] },
      "field_invalid roles.r.can[0].fields[0]",
    ],
    [
      "a star for all fields",
      { permission: "contacts:read", fields: ["*"] },
      "field_invalid roles.r.can[0].fields[0]",
    ],
    [
      "a prototype field",
      { permission: "contacts:read", fields: ["__proto__"] },
      "key_forbidden roles.r.can[0].fields[0]",
    ],
    [
      "a reason that is no text",
      { permission: "contacts:read", reason: 1 },
      "type_invalid roles.r.can[0].reason",
    ],
    [
      "an operand that is no scalar",
      { permission: "contacts:read", when: { a: { $eq: [1] } } },
      "operand_invalid roles.r.can[0].when.a.$eq",
    ],
    [
      "null to order by",
      { permission: "contacts:read", when: { a: { $lt: null } } },
      "operand_invalid roles.r.can[0].when.a.$lt",
    ],
    [
      "null in a list",
      { permission: "contacts:read", when: { a: { $in: [1, null] } } },
      "operand_invalid roles.r.can[0].when.a.$in[1]",
    ],
    [
      "an empty list",
      { permission: "contacts:read", when: { a: { $nin: [] } } },
      "operand_invalid roles.r.can[0].when.a.$nin",
    ],
    [
      "a word for $exists",
      { permission: "contacts:read", when: { a: { $exists: "yes" } } },
      "operand_invalid roles.r.can[0].when.a.$exists",
    ],
    [
      "a bound value's mark",
      { permission: "contacts:read", when: { a: { $unknown: true } } },
      "operand_invalid roles.r.can[0].when.a",
    ],
    [
      "a reference to nothing",
      { permission: "contacts:read", when: { a: { $principal: "" } } },
      "field_invalid roles.r.can[0].when.a.$principal",
    ],
    [
      "a reference that is no name",
      { permission: "contacts:read", when: { a: { $principal: 7 } } },
      "field_invalid roles.r.can[0].when.a.$principal",
    ],
    [
      "a field without a name",
      { permission: "contacts:read", when: { "": 1 } },
      'field_invalid roles.r.can[0].when[""]',
    ],
    [
      "a path with a gap",
      { permission: "contacts:read", when: { "a..b": 1 } },
      'field_invalid roles.r.can[0].when["a..b"]',
    ],
  ])("may not have %s", (_title, rule, place) => {
    expect(placesOf(() => define({ permissions, roles: { r: { can: [rule] } } }))).toEqual([place]);
  });
});
