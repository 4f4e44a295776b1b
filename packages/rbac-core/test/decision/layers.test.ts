import { describe, expect, it } from "vitest";
import { loosePolicy } from "./loose-policy.ts";

describe("semantics 7: tenant", () => {
  const policy = loosePolicy({
    permissions: { contacts: ["read", "write"] },
    roles: {
      agent: { can: ["contacts:read", { permission: "contacts:write", when: { mine: true } }] },
    },
    tenant: { row: "workspaceId", principal: "workspaceId" },
  });
  const agent = (workspaceId?: unknown) => ({ id: "1", roles: ["agent"], workspaceId });

  it.each<[string, unknown, object, boolean]>([
    ["the same", "w1", { workspaceId: "w1" }, true],
    ["the same number", 7, { workspaceId: 7 }, true],
    ["the same boolean", true, { workspaceId: true }, true],
    ["another", "w1", { workspaceId: "w2" }, false],
    ["text for a number", 7, { workspaceId: "7" }, false],
    ["in another case", "w1", { workspaceId: "W1" }, false],
    ["none of the row", "w1", {}, false],
    ["null of the row", "w1", { workspaceId: null }, false],
    ["none of the principal", undefined, { workspaceId: "w1" }, false],
    ["none of either", undefined, {}, false],
    ["null of both", null, { workspaceId: null }, false],
    ["NaN of both", Number.NaN, { workspaceId: Number.NaN }, false],
    [
      "Infinity of both",
      Number.POSITIVE_INFINITY,
      { workspaceId: Number.POSITIVE_INFINITY },
      false,
    ],
    ["an array holding it", "w1", { workspaceId: ["w1"] }, false],
    ["an inherited one", "w1", Object.create({ workspaceId: "w1" }), false],
  ])("%s workspace", (_, workspaceId, row, allowed) => {
    expect(policy.decide(agent(workspaceId), "contacts:read", row)).toMatchObject(
      allowed
        ? { code: "granted", layer: "role", allowed: true }
        : { code: "tenant_mismatch", layer: "tenant", allowed: false },
    );
    expect(policy.filter(agent(workspaceId), "contacts:read", [row])).toHaveLength(Number(allowed));
  });

  it("the same array on both sides is no workspace", () => {
    const shared = ["w1"];
    expect(policy.can(agent(shared), "contacts:read", { workspaceId: shared })).toBe(false);
  });

  it("is not asked without a row", () => {
    expect(policy.can(agent(), "contacts:read")).toBe(true);
    expect(policy.couldEver(agent(), "contacts:write")).toBe(true);
  });

  it("may be named differently on both sides, and nested", () => {
    const nested = loosePolicy({
      permissions: { contacts: ["read"] },
      roles: { agent: { can: ["contacts:read"] } },
      tenant: { row: "company.workspace", principal: "home.id" },
    });
    const who = { id: "1", roles: ["agent"], home: { id: "w1" } };
    expect(nested.can(who, "contacts:read", { company: { workspace: "w1" } })).toBe(true);
    expect(nested.can(who, "contacts:read", { company: { workspace: "w2" } })).toBe(false);
    expect(nested.can(who, "contacts:read", { workspace: "w1" })).toBe(false);
  });
});

describe("semantics 8: scopes", () => {
  const base = loosePolicy({
    permissions: { contacts: ["read", "write", "delete"] },
    roles: { owner: { can: ["*"] } },
  });
  const policy = base.withScopes({
    "contacts:read": ["read_contacts", "write_contacts"],
    "contacts:write": { scopes: ["write_contacts"], basis: "documented" },
    "contacts:delete": [],
  });
  const owner = (scopes?: readonly string[]) => ({ id: "1", roles: ["owner"], scopes });

  it("any one of the scopes is enough", () => {
    expect(policy.can(owner(["read_contacts"]), "contacts:read")).toBe(true);
    expect(policy.can(owner(["write_contacts"]), "contacts:read")).toBe(true);
    expect(policy.can(owner(["x", "write_contacts"]), "contacts:write")).toBe(true);
    expect(policy.decide(owner(["read_contacts"]), "contacts:write")).toMatchObject({
      code: "scope_missing",
      layer: "scope",
    });
  });

  it("a principal without scopes has none, and an inherited list is none", () => {
    expect(policy.decide(owner(), "contacts:read").code).toBe("scope_missing");
    expect(policy.decide(owner([]), "contacts:read").code).toBe("scope_missing");
    const who: unknown = Object.assign(Object.create({ scopes: ["read_contacts"] }), {
      id: "1",
      roles: ["owner"],
    });
    expect(policy.decide(who, "contacts:read").code).toBe("scope_missing");
  });

  it("an empty list allows nobody", () => {
    expect(policy.decide(owner(["write_contacts", ""]), "contacts:delete").code).toBe(
      "scope_missing",
    );
  });

  it("names compare exactly", () => {
    for (const scope of ["Read_contacts", "read_contacts ", "read", "*"]) {
      expect(policy.can(owner([scope]), "contacts:read")).toBe(false);
    }
  });

  it("the policy it was derived from asks for none", () => {
    expect(base.can(owner(), "contacts:delete")).toBe(true);
    expect(base.version).not.toBe(policy.version);
  });

  it("a map that misses a permission is refused when it is switched on", () => {
    expect(() => base.withScopes({ "contacts:read": [], "contacts:write": [] })).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ path: '["contacts:delete"]' })],
      }),
    );
  });
});

describe("the ceiling", () => {
  const base = loosePolicy({
    permissions: { contacts: ["read", "write", "delete"] },
    roles: { owner: { can: ["*"] } },
  });
  const policy = base.withRoles([{ name: "cleaner", can: ["contacts:delete"] }], {
    ceiling: ["*:read", "contacts:write"],
  });

  it("bounds every role, the base's own and the stored ones", () => {
    const owner = { id: "1", roles: ["owner"] };
    expect(policy.can(owner, "contacts:write")).toBe(true);
    expect(policy.decide(owner, "contacts:delete")).toMatchObject({
      code: "ceiling_exceeded",
      layer: "ceiling",
    });
    expect(policy.decide({ id: "1", roles: ["cleaner"] }, "contacts:delete").code).toBe(
      "ceiling_exceeded",
    );
    expect(policy.couldEver(owner, "contacts:delete")).toBe(false);
    expect(base.can(owner, "contacts:delete")).toBe(true);
  });

  it("is lowered and never raised by a later one", () => {
    const lower = policy.withRoles([], { ceiling: ["contacts:read", "contacts:delete"] });
    const owner = { id: "1", roles: ["owner"] };
    expect(lower.permissionsOf(owner)).toEqual([{ permission: "contacts:read", when: "always" }]);
  });
});

describe("semantics 9: exclusive roles", () => {
  const policy = loosePolicy({
    permissions: { payments: ["enter", "approve"] },
    roles: {
      clerk: { can: ["payments:enter"] },
      approver: { can: ["payments:approve"] },
      seniorClerk: { extends: ["clerk"] },
      chief: { extends: ["approver"] },
      reader: {},
    },
    exclusive: [["clerk", "approver"]],
  });

  it.each([
    [["clerk", "approver"]],
    [["approver", "clerk"]],
    [["seniorClerk", "approver"]],
    [["chief", "reader", "seniorClerk"]],
    [["clerk", "clerk", "approver"]],
  ])("%j together are refused everything", (roles) => {
    const who = { id: "1", roles };
    for (const permission of policy.permissions) {
      expect(policy.decide(who, permission)).toEqual({
        allowed: false,
        permission,
        code: "roles_exclusive",
        layer: "role",
        roles,
        policyVersion: policy.version,
      });
      expect(policy.couldEver(who, permission)).toBe(false);
      expect(policy.filter(who, permission, [{}])).toEqual([]);
      expect(policy.conditionsFor(who, permission).kind).toBe("none");
    }
    expect(policy.permissionsOf(who)).toEqual([]);
    expect(policy.abilityFor(who).rules).toEqual([]);
    expect(policy.snapshotFor(who).answers).toEqual({});
  });

  it.each([[["clerk"]], [["clerk", "clerk"]], [["clerk", "seniorClerk"]], [["clerk", "reader"]]])(
    "%j do not exclude each other",
    (roles) => {
      expect(policy.can({ id: "1", roles }, "payments:enter")).toBe(true);
    },
  );

  it("an unknown role excludes nothing", () => {
    expect(policy.can({ id: "1", roles: ["clerk", "Approver"] }, "payments:enter")).toBe(true);
  });
});
