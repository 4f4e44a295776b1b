import { describe, expect, it } from "vitest";
import { DecisionBook, MAX_KEPT } from "../../src/decision/decision-book.ts";
import type { Outcome } from "../../src/decision/outcome.ts";
import { outcome } from "../../src/decision/outcome.ts";
import type { Decision } from "../../src/index.ts";
import { elementsRead, noting } from "../rules/noting.ts";
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

describe("DecisionBook", () => {
  const READ = 0;
  const decisionOf = (...roles: readonly string[]): Decision => ({
    allowed: true,
    permission: "contacts:read",
    code: "granted",
    layer: "role",
    roles,
    policyVersion: "v1",
  });
  const outcomes = (count: number): Outcome[] =>
    Array.from({ length: count }, () => outcome("granted"));

  it("keeps 16 decisions on a permission, and makes the seventeenth anew", () => {
    const book = new DecisionBook();
    const found = outcomes(17);
    for (const one of found) book.keep(READ, one, decisionOf("agent"));
    const kept = found.map((one) => book.find(READ, one, ["agent"]) !== undefined);
    expect(kept).toEqual([...Array(16).fill(true), false]);
    expect(MAX_KEPT).toBe(16);
  });

  it("keeps one decision on an outcome, of the roles as they were named last", () => {
    const book = new DecisionBook();
    const [first, second] = [outcome("granted"), outcome("granted")];
    const kept = decisionOf("lead", "agent");
    const other = decisionOf("agent");
    book.keep(READ, first, decisionOf("agent", "lead"));
    book.keep(READ, second, other);
    book.keep(READ, first, kept);
    expect(book.find(READ, first, ["lead", "agent"])).toBe(kept);
    expect(book.find(READ, first, ["agent", "lead"])).toBeUndefined();
    expect(book.find(READ, second, ["agent"])).toBe(other);
    // However often the roles are named in another order, there is room for fourteen more.
    for (let at = 0; at < 40; at++) book.keep(READ, first, decisionOf("agent", "lead"));
    const more = outcomes(14);
    for (const one of more) book.keep(READ, one, decisionOf("agent"));
    expect(more.every((one) => book.find(READ, one, ["agent"]) !== undefined)).toBe(true);
  });

  it("reads each name once, and no further than there are names", () => {
    const book = new DecisionBook();
    const granted = outcome("granted");
    book.keep(READ, granted, decisionOf("agent", "lead"));
    const named = noting(["agent", "lead"]);
    expect(book.find(READ, granted, named.object)).toBeDefined();
    expect(elementsRead(named)).toEqual(["get 0", "get 1"]);
  });

  it("has nothing of a permission that was not asked", () => {
    const book = new DecisionBook();
    const granted = outcome("granted");
    book.keep(READ, granted, decisionOf("agent"));
    expect(book.find(1, granted, ["agent"])).toBeUndefined();
  });
});
