import { describe, expect, it } from "vitest";
import { OptionInvalidError, PermissionUnknownError } from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "write"], notes: ["delete"] },
  roles: {
    agent: {
      can: ["contacts:read", { permission: "contacts:write", when: { mine: true } }],
    },
    editor: { extends: ["agent"], can: [{ permission: "contacts:write", fields: ["name"] }] },
    lead: { can: ["*"], cannot: [{ permission: "notes:delete", when: { held: true } }] },
    trainee: { extends: ["lead"], cannot: ["notes:delete"] },
    empty: {},
  },
});

describe("matrix", () => {
  it("cells are allow, conditional or deny", () => {
    const matrix = policy.matrix();
    expect(matrix.permissions).toEqual(["contacts:read", "contacts:write", "notes:delete"]);
    expect(matrix.roles).toEqual(["agent", "editor", "lead", "trainee", "empty"]);
    expect(matrix.toJSON()).toEqual({
      agent: { "contacts:read": "allow", "contacts:write": "conditional", "notes:delete": "deny" },
      editor: { "contacts:read": "allow", "contacts:write": "conditional", "notes:delete": "deny" },
      lead: { "contacts:read": "allow", "contacts:write": "allow", "notes:delete": "conditional" },
      trainee: { "contacts:read": "allow", "contacts:write": "allow", "notes:delete": "deny" },
      empty: { "contacts:read": "deny", "contacts:write": "deny", "notes:delete": "deny" },
    });
    expect(JSON.parse(JSON.stringify(matrix))).toEqual(matrix.toJSON());
  });

  it("as Markdown", () => {
    expect(policy.matrix().toMarkdown()).toBe(
      [
        "| permission | agent | editor | lead | trainee | empty |",
        "| --- | --- | --- | --- | --- | --- |",
        "| contacts:read | x | x | x | x |  |",
        "| contacts:write | if | if | x | x |  |",
        "| notes:delete |  |  | if |  |  |",
        "",
      ].join("\n"),
    );
  });

  it("knows the ceiling and not the scopes, which belong to a principal", () => {
    const capped = policy.withRoles([], { ceiling: ["contacts:*"] }).matrix();
    expect(capped.cell("lead", "notes:delete")).toBe("deny");
    expect(capped.cell("lead", "contacts:write")).toBe("allow");
    const scoped = policy.withScopes({
      "contacts:read": [],
      "contacts:write": [],
      "notes:delete": [],
    });
    expect(scoped.matrix().toJSON()).toEqual(policy.matrix().toJSON());
  });

  it("an unknown name throws, and names the nearest", () => {
    const matrix = policy.matrix();
    expect(() => matrix.cell("leed", "contacts:read")).toThrow(OptionInvalidError);
    expect(() => matrix.cell("leed", "contacts:read")).toThrow('Did you mean "lead"?');
    expect(() => matrix.cell("constructor", "contacts:read")).toThrow(OptionInvalidError);
    expect(() => matrix.cell("lead", "contacts:reed")).toThrow(PermissionUnknownError);
  });

  it("cannot be changed", () => {
    const matrix = policy.matrix();
    expect(Object.isFrozen(matrix)).toBe(true);
    expect(Object.isFrozen(matrix.roles)).toBe(true);
    Reflect.set(matrix.toJSON(), "empty", { "notes:delete": "allow" });
    expect(matrix.cell("empty", "notes:delete")).toBe("deny");
  });
});

describe("whoCan and permissionsOf", () => {
  it("whoCan lists roles in the order of the definition", () => {
    expect(policy.whoCan("contacts:write")).toEqual([
      { role: "agent", when: "conditional" },
      { role: "editor", when: "conditional" },
      { role: "lead", when: "always" },
      { role: "trainee", when: "always" },
    ]);
    expect(policy.whoCan("notes:delete")).toEqual([{ role: "lead", when: "conditional" }]);
    expect(policy.withRoles([], { ceiling: [] }).whoCan("contacts:read")).toEqual([]);
  });

  it("permissionsOf lists permissions in the order of the catalogue", () => {
    const of = (...roles: string[]) => policy.permissionsOf({ id: "1", roles });
    expect(of("agent")).toEqual([
      { permission: "contacts:read", when: "always" },
      { permission: "contacts:write", when: "conditional" },
    ]);
    expect(of("agent", "lead")).toEqual([
      { permission: "contacts:read", when: "always" },
      { permission: "contacts:write", when: "always" },
      { permission: "notes:delete", when: "conditional" },
    ]);
    expect(of("agent", "trainee").map(({ permission }) => permission)).not.toContain(
      "notes:delete",
    );
    expect(of("empty", "nobody")).toEqual([]);
    expect(policy.permissionsOf(undefined)).toEqual([]);
  });

  it("permissionsOf knows the scopes of the principal", () => {
    const scoped = policy.withScopes({
      "contacts:read": ["r"],
      "contacts:write": ["w"],
      "notes:delete": [],
    });
    expect(scoped.permissionsOf({ id: "1", roles: ["lead"], scopes: ["r"] })).toEqual([
      { permission: "contacts:read", when: "always" },
    ]);
  });
});

describe("names", () => {
  it("isPermission knows the catalogue and nothing else", () => {
    expect(policy.permissions.every((name) => policy.isPermission(name))).toBe(true);
    for (const value of [
      "contacts:*",
      "*",
      "constructor",
      "",
      null,
      undefined,
      0,
      ["contacts:read"],
    ])
      expect(policy.isPermission(value)).toBe(false);
  });
});
