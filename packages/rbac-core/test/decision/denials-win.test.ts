import { describe, expect, it } from "vitest";
import { loosePolicy } from "./loose-policy.ts";

const permissions = { contacts: ["read", "write", "delete"] };
const row = { status: "open" };

describe("semantics 2: denials win", () => {
  it("over a grant of the same role, in whatever order they are written", () => {
    for (const role of [
      { can: ["contacts:*"], cannot: ["contacts:delete"] },
      { cannot: ["contacts:delete"], can: ["contacts:*"] },
    ]) {
      const policy = loosePolicy({ permissions, roles: { lead: role } });
      const who = { id: "1", roles: ["lead"] };
      expect(policy.decide(who, "contacts:delete")).toMatchObject({
        code: "explicitly_denied",
        rule: "roles.lead.cannot[0]",
      });
      expect(policy.can(who, "contacts:write")).toBe(true);
    }
  });

  it("over a grant of another role, in whatever order they are held or declared", () => {
    const owner = { can: ["*"] };
    const trainee = { cannot: ["contacts:delete"] };
    for (const roles of [
      { owner, trainee },
      { trainee, owner },
    ]) {
      const policy = loosePolicy({ permissions, roles });
      for (const held of [
        ["owner", "trainee"],
        ["trainee", "owner"],
      ]) {
        expect(policy.decide({ id: "1", roles: held }, "contacts:delete")).toMatchObject({
          code: "explicitly_denied",
          rule: "roles.trainee.cannot[0]",
        });
      }
    }
  });

  it("over a grant of the heir, and over a grant of the parent", () => {
    const policy = loosePolicy({
      permissions,
      roles: {
        careful: { can: ["contacts:read"], cannot: ["contacts:delete"] },
        bold: { extends: ["careful"], can: ["contacts:*"] },
        owner: { can: ["*"] },
        intern: { extends: ["owner"], cannot: ["contacts:delete"] },
        grandchild: { extends: ["bold"] },
      },
    });
    const deciding = (role: string) =>
      policy.decide({ id: "1", roles: [role] }, "contacts:delete").rule;
    expect(deciding("bold")).toBe("roles.careful.cannot[0]");
    expect(deciding("grandchild")).toBe("roles.careful.cannot[0]");
    expect(deciding("intern")).toBe("roles.intern.cannot[0]");
    expect(deciding("owner")).toBe("roles.owner.can[0]");
    expect(policy.can({ id: "1", roles: ["grandchild"] }, "contacts:write")).toBe(true);
  });

  it("a conditional denial wins over an unconditional grant on the rows it matches", () => {
    const policy = loosePolicy({
      permissions,
      roles: {
        owner: { can: ["*"] },
        legal: { cannot: [{ permission: "contacts:delete", when: { status: "held" } }] },
      },
    });
    const who = { id: "1", roles: ["owner", "legal"] };
    expect(policy.decide(who, "contacts:delete", { status: "held" })).toMatchObject({
      code: "explicitly_denied",
      rule: "roles.legal.cannot[0]",
    });
    expect(policy.decide(who, "contacts:delete", row)).toMatchObject({
      code: "granted",
      rule: "roles.owner.can[0]",
    });
    expect(policy.can(who, "contacts:read", { status: "held" })).toBe(true);
  });

  it("any one of several denials is enough", () => {
    const policy = loosePolicy({
      permissions,
      roles: {
        owner: {
          can: ["*"],
          cannot: [
            { permission: "contacts:delete", when: { status: "held" } },
            { permission: ["contacts:write", "contacts:delete"], when: { locked: true } },
          ],
        },
      },
    });
    const who = { id: "1", roles: ["owner"] };
    const deciding = (row: object) => policy.decide(who, "contacts:delete", row).rule;
    expect(deciding({ status: "held", locked: false })).toBe("roles.owner.cannot[0]");
    expect(deciding({ status: "open", locked: true })).toBe("roles.owner.cannot[1]");
    expect(deciding({ status: "open", locked: false })).toBe("roles.owner.can[0]");
  });

  it("among grants the unconditional one is named, wherever it stands", () => {
    const some = { permission: "contacts:write", when: { status: "open" } };
    const policy = loosePolicy({
      permissions,
      roles: {
        agent: { can: [some, "contacts:write", some] },
        guard: { cannot: [{ permission: "contacts:write", when: { held: true } }] },
      },
    });
    const who = { id: "1", roles: ["agent", "guard"] };
    expect(policy.decide(who, "contacts:write", { ...row, held: false }).rule).toBe(
      "roles.agent.can[1]",
    );
  });

  it("a role inherited along two ways counts once", () => {
    const policy = loosePolicy({
      permissions,
      roles: {
        base: { can: ["contacts:read"], cannot: ["contacts:delete"] },
        left: { extends: ["base"] },
        right: { extends: ["base"] },
        both: { extends: ["left", "right"], can: ["contacts:write"] },
      },
    });
    const { considered } = policy.explain({ id: "1", roles: ["both", "left"] }, "contacts:read");
    expect(considered.map(({ rule }) => rule)).toEqual(["roles.base.can[0]"]);
  });
});
