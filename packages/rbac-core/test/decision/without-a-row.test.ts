import { beforeEach, describe, expect, it } from "vitest";
import { loosePolicy } from "./loose-policy.ts";

const definition = {
  permissions: { conversations: ["read", "reply", "close"] },
  roles: {
    agent: {
      can: [
        "conversations:close",
        { permission: "conversations:reply", when: { assigneeId: { $eq: "1" } } },
        "conversations:read",
      ],
      cannot: [{ permission: "conversations:close", when: { vip: true } }],
    },
    lead: { can: ["conversations:reply"] },
  },
};
let policy = loosePolicy(definition);
beforeEach(() => {
  policy = loosePolicy(definition);
});
const agent = { id: "1", roles: ["agent"] };

describe("semantics 3: without the resource", () => {
  it("a conditional grant is never a yes", () => {
    expect(policy.can(agent, "conversations:reply")).toBe(false);
    expect(policy.decide(agent, "conversations:reply")).toMatchObject({
      code: "resource_required",
      rule: "roles.agent.can[1]",
    });
  });

  it("a conditional denial refuses, beside an unconditional grant too", () => {
    expect(policy.decide(agent, "conversations:close")).toMatchObject({
      code: "resource_required",
      rule: "roles.agent.cannot[0]",
    });
  });

  it("an unconditional grant is a yes, and beside a conditional one it decides", () => {
    expect(policy.can(agent, "conversations:read")).toBe(true);
    expect(
      policy.decide({ id: "1", roles: ["agent", "lead"] }, "conversations:reply"),
    ).toMatchObject({ code: "granted", rule: "roles.lead.can[0]" });
  });

  it("couldEver is the question 'on some row?'", () => {
    for (const permission of ["conversations:read", "conversations:reply", "conversations:close"]) {
      expect(policy.couldEver(agent, permission)).toBe(true);
    }
    expect(policy.couldEver({ id: "1", roles: ["lead"] }, "conversations:close")).toBe(false);
    expect(policy.couldEver({ id: "1", roles: [] }, "conversations:read")).toBe(false);
  });

  it.each<[unknown]>([
    [null],
    [""],
    ["row"],
    [0],
    [1],
    [true],
    [false],
    [[]],
    [[{}]],
    [() => ({})],
  ])("%s is no resource and refuses, where the grant is unconditional too", (resource) => {
    for (const permission of ["conversations:read", "conversations:reply", "conversations:close"])
      expect(policy.decide(agent, permission, resource).code).toBe("resource_required");
    expect(policy.checker("conversations:read")(agent, resource)).toBe(false);
  });
});

describe("semantics 4: an unknown comparison", () => {
  it("grants nothing", () => {
    expect(policy.decide(agent, "conversations:reply", {})).toMatchObject({
      code: "condition_not_met",
      rule: "roles.agent.can[1]",
    });
    expect(policy.can(agent, "conversations:reply", { assigneeId: null })).toBe(false);
    expect(policy.can(agent, "conversations:reply", { assigneeId: 1 })).toBe(false);
    expect(policy.can(agent, "conversations:reply", { assigneeId: "1" })).toBe(true);
  });

  it("refuses when it is a denial's", () => {
    expect(policy.decide(agent, "conversations:close", {})).toMatchObject({
      code: "explicitly_denied",
      rule: "roles.agent.cannot[0]",
    });
    expect(policy.can(agent, "conversations:close", { vip: null })).toBe(false);
    expect(policy.can(agent, "conversations:close", { vip: true })).toBe(false);
    expect(policy.can(agent, "conversations:close", { vip: false })).toBe(true);
  });
});
