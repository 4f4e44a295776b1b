import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/index.ts";
import { isRbacError } from "../../src/index.ts";
import { define } from "../definition/untyped.ts";

const closed = { status: "closed" };
const permissions = { contacts: ["read", "write", "delete"], conversations: ["read", "reply"] };

const policy: Policy = define({
  permissions,
  roles: {
    agent: { can: ["contacts:read", "conversations:*"] },
    admin: { extends: ["agent"], can: ["contacts:*"] },
    owner: { can: ["*"] },
    replyClosed: { can: [{ permission: "conversations:reply", when: closed }] },
    muteClosed: { cannot: [{ permission: "conversations:reply", when: closed }] },
    mute: { cannot: ["conversations:reply"] },
    names: { can: [{ permission: "contacts:write", fields: ["name"] }] },
    noNames: { cannot: [{ permission: "contacts:write", fields: ["name"] }] },
    buyer: { can: ["contacts:write"] },
    payer: { can: ["contacts:delete"] },
    guest: { title: "Guest" },
  },
  exclusive: [["buyer", "payer"]],
});

type Who = { id: string; roles: string[]; scopes?: string[] } | null | undefined;
const by = (...roles: string[]): Who => ({ id: "9", roles });
const may = (who: Who, from: string[], to: string[], on = policy) =>
  on.canAssign(who, { from, to });

describe("canAssign", () => {
  it.each<[string, Who, string[], string[]]>([
    ["one's own role", by("agent"), [], ["agent"]],
    ["a role below one's own", by("admin"), [], ["agent"]],
    ["a role more", by("owner"), ["agent"], ["agent", "admin"]],
    ["a role for another", by("admin"), ["agent"], ["admin"]],
    ["what the roles had already", by("agent"), ["owner"], ["owner", "agent"]],
    ["less", by("agent"), ["agent", "owner"], ["agent"]],
    ["the identical condition", by("replyClosed"), [], ["replyClosed"]],
    ["a condition on what one holds whole", by("agent"), [], ["replyClosed"]],
    ["fields of what one holds whole", by("admin"), [], ["names"]],
    ["a denial within what one holds", by("agent"), ["agent"], ["agent", "mute"]],
    ["lifting a denial within what one holds", by("agent"), ["agent", "mute"], ["agent"]],
    [
      "lifting a conditional denial of what one holds whole",
      by("agent"),
      ["agent", "muteClosed"],
      ["agent"],
    ],
    ["lifting a denial of fields one holds", by("names"), ["buyer", "noNames"], ["buyer"]],
    ["a role without rules", by("agent"), [], ["guest"]],
    ["an unknown role taken away", by("agent"), ["gone"], ["agent"]],
    ["one of two exclusive roles, holding all of it", by("admin"), ["buyer", "payer"], ["buyer"]],
  ])("allows %s", (_title, who, from, to) => {
    expect(may(who, from, to)).toBe(true);
  });

  it.each<[string, Who, string[], string[]]>([
    ["a role above one's own", by("agent"), [], ["admin"]],
    ["a role above one's own beside one's own", by("agent"), ["agent"], ["agent", "owner"]],
    ["what is held under a condition", by("replyClosed"), [], ["agent"]],
    ["what is held in part", by("names"), [], ["buyer"]],
    ["a denial beyond what one holds", by("names"), ["agent"], ["agent", "mute"]],
    ["lifting a denial beyond what one holds", by("names"), ["agent", "mute"], ["agent"]],
    // The denial also refused rows without a status, which the condition of the holder never covers.
    [
      "lifting a conditional denial by the same condition",
      by("replyClosed"),
      ["agent", "muteClosed"],
      ["agent"],
    ],
    ["lifting a denial of other fields", by("replyClosed"), ["buyer", "noNames"], ["buyer"]],
    ["without the denial that binds the giver", by("agent", "muteClosed"), [], ["agent"]],
    ["what is denied to the giver", by("agent", "mute"), [], ["agent"]],
    ["an unknown role", by("owner"), [], ["agent", "gone"]],
    ["two exclusive roles", by("owner"), ["buyer"], ["buyer", "payer"]],
    // Both together allowed nothing: all of `buyer` is gained.
    ["leaving one of two exclusive roles", by("agent"), ["buyer", "payer"], ["buyer"]],
    ["by nobody", null, [], ["guest"]],
    ["by nobody, though nothing changes", undefined, ["agent"], ["agent"]],
    ["by somebody without id", { id: "", roles: ["owner"] }, [], ["guest"]],
    ["by somebody without roles", by(), [], ["agent"]],
    ["by an unknown role", by("Owner"), [], ["agent"]],
    ["by roles that exclude each other", by("owner", "buyer", "payer"), [], ["guest"]],
  ])("refuses %s", (_title, who, from, to) => {
    expect(may(who, from, to)).toBe(false);
  });

  it("hands the giver's denials on", () => {
    const giver = by("agent", "muteClosed");
    expect(may(giver, [], ["agent", "muteClosed"])).toBe(true);
    expect(may(giver, ["muteClosed"], ["agent", "muteClosed"])).toBe(true);
  });

  it("keeps a giver within its scopes", () => {
    const scoped = policy.withScopes(
      Object.fromEntries(
        policy.permissions.map((name) => [name, [name.endsWith("read") ? "read" : "write"]]),
      ),
    );
    expect(
      may({ id: "9", roles: ["owner"], scopes: ["read", "write"] }, [], ["agent"], scoped),
    ).toBe(true);
    expect(may({ id: "9", roles: ["owner"], scopes: ["read"] }, [], ["agent"], scoped)).toBe(false);
    expect(may(by("owner"), [], ["agent"], scoped)).toBe(false);
  });

  it("counts nothing above the ceiling, which nobody gains", () => {
    const low = policy.withRoles([], { ceiling: ["contacts:*"] });
    expect(may(by("owner"), [], ["owner"], low)).toBe(true);
    expect(may(by("admin"), [], ["owner"], low)).toBe(true);
    expect(may(by("buyer"), [], ["owner"], low)).toBe(false);
  });

  it("knows stored roles", () => {
    const stored = policy.withRoles([
      { name: "night", extends: ["agent"], can: ["contacts:delete"] },
    ]);
    expect(may(by("admin"), [], ["night"], stored)).toBe(true);
    expect(may(by("agent"), [], ["night"], stored)).toBe(false);
    expect(may(by("owner"), [], ["night"])).toBe(false);
  });

  it("throws for malformed input", () => {
    for (const [who, change, code] of [
      [{ id: "9", roles: "owner" }, { from: [], to: [] }, "ERR_RBAC_PRINCIPAL_INVALID"],
      [by("owner"), { from: "agent", to: [] }, "ERR_RBAC_OPTION_INVALID"],
      [by("owner"), { from: [], to: [["agent"]] }, "ERR_RBAC_OPTION_INVALID"],
      [by("owner"), { from: [] }, "ERR_RBAC_OPTION_INVALID"],
    ] as const) {
      try {
        Reflect.apply(policy.canAssign, policy, [who, change]);
        expect.fail("accepted");
      } catch (error) {
        expect(isRbacError(error) && error.code).toBe(code);
      }
    }
  });
});
