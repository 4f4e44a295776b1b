import { describe, expect, it } from "vitest";
import { loosePolicy } from "./loose-policy.ts";

const permissions = { contacts: ["read", "write"], notes: ["read", "write"] };
const scopes = {
  "contacts:read": ["s"],
  "contacts:write": ["s"],
  "notes:read": [],
  "notes:write": [],
};
const tenant = { row: "home", principal: "home" };

/** Everything that can refuse `contacts:write` at once; each test takes away what would win before it. */
const define = () =>
  loosePolicy({
    permissions,
    roles: {
      maker: { can: ["contacts:write"] },
      checker: { cannot: ["contacts:write"] },
      bare: {},
      denied: { cannot: ["contacts:write"] },
      limited: { can: [{ permission: "contacts:write", fields: ["name"], when: { mine: true } }] },
      own: { can: [{ permission: "contacts:write", when: { mine: true } }] },
      vipGuard: { cannot: [{ permission: "contacts:write", when: { vip: true } }] },
      mailGuard: { cannot: [{ permission: "contacts:write", fields: ["email"] }] },
    },
    exclusive: [["maker", "checker"]],
    tenant,
  }).withScopes(scopes);

const open = { id: "1", scopes: ["s"], home: "w1" };
function code(who: unknown, row?: unknown, fields?: readonly string[]): string {
  return define().decide(who, "contacts:write", row, { fields }).code;
}
function cappedCode(who: unknown, row?: unknown, fields?: readonly string[]): string {
  return define()
    .withRoles([], { ceiling: ["*:read"] })
    .decide(who, "contacts:write", row, { fields }).code;
}

describe("semantics 10: which code wins", () => {
  it("unauthenticated over roles_exclusive", () => {
    expect(code({ ...open, id: "", roles: ["maker", "checker"] })).toBe("unauthenticated");
    expect(code({ ...open, roles: ["maker", "checker"] })).toBe("roles_exclusive");
  });

  it("roles_exclusive over explicitly_denied", () => {
    expect(code({ ...open, roles: ["maker", "checker", "denied"] })).toBe("roles_exclusive");
    expect(code({ ...open, roles: ["maker", "denied"] })).toBe("explicitly_denied");
  });

  it("explicitly_denied over permission_missing", () => {
    expect(code({ ...open, roles: ["denied"] })).toBe("explicitly_denied");
    expect(code({ ...open, roles: ["bare"] })).toBe("permission_missing");
  });

  it("explicitly_denied over what a row, a field or a scope would say", () => {
    const who = { id: "1", roles: ["limited", "denied", "vipGuard"] };
    expect(code(who)).toBe("explicitly_denied");
    expect(code(who, null, ["nope"])).toBe("explicitly_denied");
    expect(cappedCode(who, { vip: true })).toBe("explicitly_denied");
  });

  it("permission_missing over scope_missing", () => {
    expect(code({ id: "1", roles: ["bare"] })).toBe("permission_missing");
    expect(code({ id: "1", roles: ["vipGuard"] }, { vip: true })).toBe("permission_missing");
    expect(code({ id: "1", roles: ["maker"] })).toBe("scope_missing");
  });

  it("scope_missing over ceiling_exceeded", () => {
    expect(cappedCode({ id: "1", roles: ["maker"] })).toBe("scope_missing");
    expect(cappedCode({ ...open, roles: ["maker"] })).toBe("ceiling_exceeded");
  });

  it("ceiling_exceeded over field_required", () => {
    expect(cappedCode({ ...open, roles: ["limited"] })).toBe("ceiling_exceeded");
    expect(code({ ...open, roles: ["limited"] })).toBe("field_required");
  });

  it("ceiling_exceeded over field_denied", () => {
    expect(cappedCode({ ...open, roles: ["limited"] }, {}, ["nope"])).toBe("ceiling_exceeded");
  });

  // No check can be both: one wants fields to be said, the other judges those that are.
  it("field_required while nothing is said, where any field would be field_denied", () => {
    const who = { ...open, roles: ["limited", "mailGuard"] };
    expect(code(who, {}, [])).toBe("field_required");
    expect(code(who, {}, ["email"])).toBe("field_denied");
  });

  it("field_required over resource_required", () => {
    expect(code({ ...open, roles: ["limited"] }, null)).toBe("field_required");
    expect(code({ ...open, roles: ["limited"] }, null, ["name"])).toBe("resource_required");
  });

  it("field_denied over resource_required", () => {
    expect(code({ ...open, roles: ["limited"] }, undefined, ["nope"])).toBe("field_denied");
    expect(code({ ...open, roles: ["limited"] }, null, ["name", "nope"])).toBe("field_denied");
    expect(code({ ...open, roles: ["limited"] }, undefined, ["name"])).toBe("resource_required");
  });

  it("resource_required over tenant_mismatch", () => {
    const homeless = { ...open, home: undefined };
    expect(code({ ...homeless, roles: ["maker"] }, null)).toBe("resource_required");
    expect(code({ ...homeless, roles: ["own"] })).toBe("resource_required");
    expect(code({ ...homeless, roles: ["maker"] }, {})).toBe("tenant_mismatch");
  });

  it("tenant_mismatch over explicitly_denied by condition", () => {
    const who = { ...open, roles: ["maker", "vipGuard"] };
    expect(code(who, { home: "w2", vip: true })).toBe("tenant_mismatch");
    expect(code(who, { home: "w1", vip: true })).toBe("explicitly_denied");
  });

  it("explicitly_denied by condition over condition_not_met", () => {
    const who = { ...open, roles: ["own", "vipGuard"] };
    expect(code(who, { home: "w1", mine: false, vip: true })).toBe("explicitly_denied");
    expect(code(who, { home: "w1", mine: false, vip: false })).toBe("condition_not_met");
  });

  it("condition_not_met over granted, while one part of the check is unmet", () => {
    const who = { ...open, roles: ["own"] };
    expect(code(who, { home: "w1", mine: false })).toBe("condition_not_met");
    expect(code(who, { home: "w1", mine: true })).toBe("granted");
  });

  it("mending one fault after the other walks down the whole list", () => {
    const every = ["maker", "checker", "denied", "limited", "vipGuard"];
    const guarded = ["limited", "vipGuard"];
    const elsewhere = { home: "w2", vip: true, mine: false };
    expect([
      cappedCode({ roles: every }),
      cappedCode({ id: "1", roles: every }),
      cappedCode({ id: "1", roles: ["denied"] }),
      cappedCode({ id: "1", roles: ["vipGuard"] }),
      cappedCode({ id: "1", roles: guarded }),
      cappedCode({ ...open, roles: guarded }),
      code({ ...open, roles: guarded }),
      code({ ...open, roles: guarded }, undefined, ["nope"]),
      code({ ...open, roles: guarded }, undefined, ["name"]),
      code({ ...open, roles: guarded }, elsewhere, ["name"]),
      code({ ...open, roles: guarded }, { ...elsewhere, home: "w1" }, ["name"]),
      code({ ...open, roles: guarded }, { home: "w1", vip: false, mine: false }, ["name"]),
      code({ ...open, roles: guarded }, { home: "w1", vip: false, mine: true }, ["name"]),
    ]).toEqual([
      "unauthenticated",
      "roles_exclusive",
      "explicitly_denied",
      "permission_missing",
      "scope_missing",
      "ceiling_exceeded",
      "field_required",
      "field_denied",
      "resource_required",
      "tenant_mismatch",
      "explicitly_denied",
      "condition_not_met",
      "granted",
    ]);
  });
});
