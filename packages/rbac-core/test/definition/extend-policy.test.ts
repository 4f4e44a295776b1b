import { describe, expect, it } from "vitest";
import { definePolicy, extendPolicy, intercomPolicy, isRbacError } from "../../src/index.ts";
import { extend, placesOf } from "./untyped.ts";

const base = definePolicy({
  permissions: { contacts: ["read", "delete"], settings: ["manage"] },
  roles: {
    agent: { can: ["contacts:read"] },
    auditor: { can: ["*:read"] },
    owner: { can: ["*"] },
  },
  exclusive: [["auditor", "owner"]],
  tenant: { row: "workspaceId", principal: "workspaceId" },
});

const grown = extendPolicy(base, {
  permissions: { contacts: ["merge"], articles: ["read", "write"] },
  roles: {
    lead: { extends: ["agent"], can: ["contacts:*", "articles:read"] },
    root: { can: ["*"] },
  },
});

function held(policy: typeof grown, role: string): readonly string[] {
  return policy.permissions.filter((permission) =>
    policy.can({ id: "1", roles: [role] }, permission),
  );
}

describe("extendPolicy", () => {
  it("leaves the base as it was", () => {
    expect(base.permissions).toEqual(["contacts:read", "contacts:delete", "settings:manage"]);
    expect(base.roles).toEqual(["agent", "auditor", "owner"]);
    expect(base.isPermission("contacts:merge")).toBe(false);
  });

  it("keeps what base roles have: their wildcards do not grow", () => {
    expect(held(grown, "owner")).toEqual(["contacts:read", "contacts:delete", "settings:manage"]);
    expect(held(grown, "auditor")).toEqual(["contacts:read"]);
  });

  it("adds an action to a resource of the base, and expands the added roles' wildcards over all", () => {
    expect(held(grown, "lead")).toEqual([
      "contacts:read",
      "contacts:delete",
      "contacts:merge",
      "articles:read",
    ]);
    expect(held(grown, "root")).toEqual([...grown.permissions]);
  });

  it("keeps exclusive sets and the tenant", () => {
    expect(grown.decide({ id: "1", roles: ["owner", "auditor"] }, "contacts:read").code).toBe(
      "roles_exclusive",
    );
    const who = { id: "1", roles: ["root"], workspaceId: "w1" };
    expect(grown.decide(who, "articles:write", { workspaceId: "w2" }).code).toBe("tenant_mismatch");
  });

  it("gives the added permissions no scope until a new map does", () => {
    const scoped = base.withScopes({
      "contacts:read": ["read"],
      "contacts:delete": ["write"],
      "settings:manage": ["write"],
    });
    const more = extendPolicy(scoped, {
      permissions: { articles: ["read"] },
      roles: { all: { can: ["*"] } },
    });
    const who = { id: "1", roles: ["all"], scopes: ["read", "write", ""] };
    expect(more.can(who, "contacts:read")).toBe(true);
    expect(more.decide(who, "articles:read").code).toBe("scope_missing");
  });

  it("keeps the ceiling, below which nothing new is", () => {
    const low = base.withRoles([], { ceiling: ["*"] });
    const more = extendPolicy(low, {
      permissions: { articles: ["read"] },
      roles: { all: { can: ["*"] } },
    });
    expect(more.decide({ id: "1", roles: ["all"] }, "articles:read").code).toBe("ceiling_exceeded");
    expect(more.can({ id: "1", roles: ["all"] }, "contacts:delete")).toBe(true);
  });

  it.each<[string, unknown, string[]]>([
    ["a base role", { roles: { owner: {} } }, ["role_redefined roles.owner"]],
    [
      "a permission of the base",
      { permissions: { contacts: ["read"] }, roles: {} },
      ["name_ambiguous permissions.contacts[0]"],
    ],
    [
      "a resource in another case",
      { permissions: { Contacts: ["x"] }, roles: {} },
      ["name_ambiguous permissions.Contacts"],
    ],
    ["exclusive sets", { roles: {}, exclusive: [] }, ["key_unknown exclusive"]],
    ["a tenant", { roles: {}, tenant: { row: "a", principal: "b" } }, ["key_unknown tenant"]],
    ["no roles", { permissions: { articles: ["read"] } }, ["type_invalid roles"]],
    ["nothing", undefined, ["type_invalid "]],
    [
      "a role of two exclusive ones",
      { roles: { x: { extends: ["owner", "auditor"] } } },
      ["roles_exclusive_inherited roles.x.extends"],
    ],
  ])("refuses %s", (_title, more, expected) => {
    expect(placesOf(() => extend(base, more))).toEqual(expected);
  });

  it("refuses a base that is no policy", () => {
    for (const value of [null, undefined, {}, base.toJSON(), Object.create(base)]) {
      try {
        extend(value, { roles: {} });
        expect.fail("accepted");
      } catch (error) {
        expect(isRbacError(error) && error.code).toBe("ERR_RBAC_OPTION_INVALID");
      }
    }
  });

  it("adds a custom role to intercomPolicy in five lines", () => {
    const policy = extendPolicy(intercomPolicy, {
      roles: { night_agent: { extends: ["agent"], cannot: ["contacts:read"] } },
    });
    const who = { id: "1", roles: ["night_agent"] };
    expect(policy.can(who, "conversations:reply")).toBe(true);
    expect(policy.decide(who, "contacts:read").rule).toBe("roles.night_agent.cannot[0]");
  });
});
