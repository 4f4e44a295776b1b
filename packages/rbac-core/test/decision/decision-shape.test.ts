import { describe, expect, it } from "vitest";
import { loosePolicy } from "./loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "write", "delete"] },
  roles: {
    agent: {
      title: "Agent",
      can: [
        "contacts:read",
        {
          permission: "contacts:write",
          when: { secretField: "secret-value" },
          reason: "only what is yours",
        },
      ],
      cannot: [{ permission: "contacts:delete", reason: "ask an admin" }],
    },
  },
  tenant: { row: "home", principal: "home" },
});
const { version: policyVersion } = policy;
const agent = { id: "1", roles: ["agent"], home: "w1", token: "secret-token" };
const row = { home: "w1", secretField: "another-secret", email: "secret@example.org" };

describe("a decision", () => {
  it("is the answer and its reason, nothing else", () => {
    expect(policyVersion).toMatch(/^[0-9a-f]{64}$/);
    expect(policy.decide(agent, "contacts:read", row)).toEqual({
      allowed: true,
      permission: "contacts:read",
      code: "granted",
      layer: "role",
      roles: ["agent"],
      rule: "roles.agent.can[0]",
      policyVersion,
    });
    expect(policy.decide({ ...agent, roles: ["agent", "ghost"] }, "contacts:write", row)).toEqual({
      allowed: false,
      permission: "contacts:write",
      code: "condition_not_met",
      layer: "role",
      roles: ["agent", "ghost"],
      unknownRoles: ["ghost"],
      rule: "roles.agent.can[1]",
      reason: "only what is yours",
      policyVersion,
    });
    expect(policy.decide(agent, "contacts:delete", row)).toEqual({
      allowed: false,
      permission: "contacts:delete",
      code: "explicitly_denied",
      layer: "role",
      roles: ["agent"],
      rule: "roles.agent.cannot[0]",
      reason: "ask an admin",
      policyVersion,
    });
    expect(policy.decide(agent, "contacts:read", { home: "w2" })).toEqual({
      allowed: false,
      permission: "contacts:read",
      code: "tenant_mismatch",
      layer: "tenant",
      roles: ["agent"],
      policyVersion,
    });
    expect(policy.decide({ id: "2", roles: [] }, "contacts:read")).toEqual({
      allowed: false,
      permission: "contacts:read",
      code: "permission_missing",
      layer: "role",
      roles: [],
      policyVersion,
    });
  });

  it("is frozen, JSON-safe, and holds no absent key", () => {
    for (const permission of policy.permissions) {
      const decision = policy.decide({ ...agent, roles: ["agent", "x"] }, permission, row);
      expect(Object.isFrozen(decision)).toBe(true);
      expect(Object.isFrozen(decision.roles)).toBe(true);
      expect(Object.isFrozen(decision.unknownRoles)).toBe(true);
      expect(JSON.parse(JSON.stringify(decision))).toStrictEqual(decision);
    }
  });

  it("holds no condition, nothing of the row and nothing of the principal but its roles", () => {
    for (const permission of policy.permissions) {
      expect(JSON.stringify(policy.decide(agent, permission, row))).not.toMatch(/secret/);
      expect(JSON.stringify(policy.explain(agent, permission, row))).not.toMatch(
        /secret-|another-|example\.org/,
      );
    }
  });

  it("keeps the roles as they were when it was made", () => {
    const who = { ...agent, roles: ["agent"] };
    const decision = policy.decide(who, "contacts:read");
    who.roles.push("owner");
    expect(decision.roles).toEqual(["agent"]);
  });

  it("sees every change of the same principal object at the next check", () => {
    const who: { id: string; roles: string[]; home: string } = { id: "1", roles: [], home: "w1" };
    const read = () => policy.decide(who, "contacts:read", { home: "w1" }).code;
    expect(read()).toBe("permission_missing");
    who.roles.push("agent");
    expect(read()).toBe("granted");
    who.home = "w2";
    expect(read()).toBe("tenant_mismatch");
    who.home = "w1";
    who.roles[0] = "ghost";
    expect(read()).toBe("permission_missing");
    who.roles = ["agent"];
    expect(read()).toBe("granted");
    who.roles.length = 0;
    expect(read()).toBe("permission_missing");
    who.id = "";
    expect(read()).toBe("unauthenticated");
  });

  it("sees every change of the same row object at the next check", () => {
    const changing = { home: "w1", secretField: "secret-value" };
    expect(policy.can(agent, "contacts:write", changing)).toBe(true);
    changing.secretField = "other";
    expect(policy.can(agent, "contacts:write", changing)).toBe(false);
  });
});

describe("semantics 13: the same answer everywhere", () => {
  it("for one agent, two rows and three permissions, worked out by hand", () => {
    const mine = { home: "w1", secretField: "secret-value" };
    const rows = [mine, row];
    const expected: readonly [string, readonly object[]][] = [
      ["contacts:read", rows],
      ["contacts:write", [mine]],
      ["contacts:delete", []],
    ];
    for (const [permission, allowed] of expected) {
      for (const one of rows) {
        const answer = allowed.includes(one);
        expect(policy.can(agent, permission, one)).toBe(answer);
        expect(policy.checker(permission)(agent, one)).toBe(answer);
        expect(policy.decide(agent, permission, one).allowed).toBe(answer);
        expect(policy.explain(agent, permission, one).decision.allowed).toBe(answer);
      }
      expect(policy.filter(agent, permission, rows)).toEqual(allowed);
    }
    const matrix = policy.matrix();
    expect(policy.permissions.map((permission) => matrix.cell("agent", permission))).toEqual([
      "allow",
      "conditional",
      "deny",
    ]);
  });
});
