import { describe, expect, it } from "vitest";
import { loosePolicy } from "./loose-policy.ts";

const policy = loosePolicy({
  permissions: { contacts: ["read", "write"] },
  roles: {
    agent: { can: ["contacts:read"] },
    lead: { can: ["contacts:write"] },
    picky: {
      can: Array.from({ length: 40 }, (_, n) => ({
        permission: "contacts:read",
        when: { n: { $gte: n, $lt: n + 1 } },
      })),
    },
  },
});
const decide = (roles: readonly string[], permission = "contacts:read") =>
  policy.decide({ id: String(Math.random()), roles }, permission);

describe("a decision that was made before", () => {
  it("is given again to the next principal of the same roles", () => {
    expect(decide(["agent"])).toBe(decide(["agent"]));
    expect(Object.isFrozen(decide(["agent"])) && Object.isFrozen(decide(["agent"]).roles)).toBe(
      true,
    );
  });

  it("repeats the roles as this principal names them", () => {
    const orders = [
      ["agent", "lead"],
      ["lead", "agent"],
      ["agent", "lead", "agent"],
    ];
    for (const order of [...orders, ...orders]) expect(decide(order).roles).toEqual(order);
  });

  it("tells of unknown roles, and keeps nothing of them", () => {
    const stray = decide(["agent", "ghost"]);
    expect(stray.unknownRoles).toEqual(["ghost"]);
    expect(decide(["agent", "ghost"])).not.toBe(stray);
    expect(decide(["agent"])).not.toHaveProperty("unknownRoles");
  });

  it("is of its own permission: a refusal that many permissions share is not mixed up", () => {
    expect(decide(["picky"], "contacts:write").permission).toBe("contacts:write");
    expect(decide(["agent"], "contacts:write")).toMatchObject({
      permission: "contacts:write",
      code: "permission_missing",
    });
    expect(decide(["lead"], "contacts:read")).toMatchObject({
      permission: "contacts:read",
      code: "permission_missing",
    });
  });

  it("names the rule that decided, beyond the number that are kept", () => {
    const who = { id: "1", roles: ["picky"] };
    const rules = Array.from({ length: 40 }, (_, n) => policy.decide(who, "contacts:read", { n }));
    const again = Array.from({ length: 40 }, (_, n) => policy.decide(who, "contacts:read", { n }));
    const expected = Array.from({ length: 40 }, (_, n) => `roles.picky.can[${n}]`);
    expect(rules.map(({ rule }) => rule)).toEqual(expected);
    expect(again.map(({ rule }) => rule)).toEqual(expected);
  });
});
