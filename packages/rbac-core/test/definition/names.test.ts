import { describe, expect, it } from "vitest";
import { define, placesOf, problemsOf } from "./untyped.ts";

describe("role names", () => {
  it.each([
    "OWNER",
    "flows.write",
    "org:admin",
    "7",
    "3f0c9a3e-8f1b-4a53-9d3c-0a6f5f8c2f11",
    "a_b-c",
  ])("%s is one, as existing apps have it", (name) => {
    const policy = define({
      permissions: { contacts: ["read"] },
      roles: { [name]: { can: ["*"] } },
    });
    expect(policy.can({ id: "1", roles: [name] }, "contacts:read")).toBe(true);
    expect(policy.can({ id: "1", roles: [`${name} `] }, "contacts:read")).toBe(false);
  });

  it.each([".a", "-a", "_a", ":a", "a b", "a/b", "a*", "ä"])("%s is none", (name) => {
    expect(problemsOf(() => define({ permissions: {}, roles: { [name]: {} } }))).toMatchObject([
      { code: "name_invalid" },
    ]);
  });
});

describe("resource and action names", () => {
  it.each(["a", "A1", "ticket_types", "data-events", "v2.contacts"])("%s is one", (name) => {
    const policy = define({
      permissions: { [name]: [name] },
      roles: { all: { can: [`${name}:*`] } },
    });
    expect(policy.can({ id: "1", roles: ["all"] }, `${name}:${name}`)).toBe(true);
  });

  it.each(["1a", "a:b", "*", "_a", "a b", "$a"])("%s is none", (name) => {
    expect(placesOf(() => define({ permissions: { contacts: [name] }, roles: {} }))).toEqual([
      "name_invalid permissions.contacts[0]",
    ]);
  });

  it("an action listed twice", () => {
    expect(
      placesOf(() => define({ permissions: { contacts: ["read", "read"] }, roles: {} })),
    ).toEqual(["name_ambiguous permissions.contacts[1]"]);
  });

  it("a resource without actions", () => {
    expect(placesOf(() => define({ permissions: { contacts: [] }, roles: {} }))).toEqual([
      "type_invalid permissions.contacts",
    ]);
  });
});

describe("paths", () => {
  it("quotes keys that are no plain words", () => {
    const roles = { "org:admin": { can: ["x:y"] }, "7": { can: ["x:y"] }, "a-b": { can: ["x:y"] } };
    expect(placesOf(() => define({ permissions: { contacts: ["read"] }, roles }))).toEqual([
      'permission_unknown roles["7"].can[0]',
      'permission_unknown roles["org:admin"].can[0]',
      "permission_unknown roles.a-b.can[0]",
    ]);
  });

  it("cuts and escapes what it quotes", () => {
    const roles = { [`a\n${"x".repeat(500)}`]: {} };
    const [problem] = problemsOf(() => define({ permissions: {}, roles }));
    expect(problem?.path).toMatch(/^roles\["a\\nx{70,80}\.\.\."\]$/);
    expect(problem?.message).not.toContain("\n");
  });
});
