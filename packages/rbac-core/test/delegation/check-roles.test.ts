import { describe, expect, it } from "vitest";
import type { CustomRoleDocument, Policy } from "../../src/index.ts";
import { definePolicy, isRbacError, principal } from "../../src/index.ts";
import { check, define } from "../definition/untyped.ts";

const own = { assigneeId: principal("id") };
const open = { status: "open" };

const policy: Policy = define({
  permissions: { contacts: ["read", "write", "delete"], conversations: ["read", "reply"] },
  roles: {
    agent: { can: ["contacts:read", { permission: "conversations:reply", when: own }] },
    editor: { can: [{ permission: "contacts:write", fields: ["name", "email"] }] },
    bound: {
      can: ["contacts:write"],
      cannot: [{ permission: "contacts:write", when: { vip: true } }],
    },
    shy: {
      can: ["contacts:write"],
      cannot: [{ permission: "contacts:write", fields: ["phone", "email"] }],
    },
    admin: { extends: ["agent"], can: ["contacts:*"] },
    jailed: { extends: ["admin"], cannot: ["contacts:delete"] },
    owner: { can: ["*"] },
    auditor: {},
  },
  exclusive: [["auditor", "owner"]],
});

type Who = { id: string; roles: string[]; scopes?: string[] } | null;
const by = (...roles: string[]): Who => ({ id: "9", roles });

/** Paths of the grants beyond what the holder holds. Fails when anything else is wrong. */
function beyond(role: object, grantedBy: Who, on: Policy = policy, options: object = {}): string[] {
  return check(on, [{ name: "night", ...role }], { grantedBy, ...options }).map(
    ({ code, path }) => {
      expect(code).toBe("grant_exceeds");
      return path;
    },
  );
}

describe("a custom role may hand on what is held", () => {
  it.each<[string, object, Who]>([
    ["exactly", { can: ["contacts:read"] }, by("agent")],
    ["less than everything", { can: ["contacts:read"] }, by("owner")],
    [
      "under a condition of its own",
      { can: [{ permission: "contacts:read", when: open }] },
      by("agent"),
    ],
    [
      "under the identical condition",
      { can: [{ permission: "conversations:reply", when: own }] },
      by("agent"),
    ],
    [
      "under the identical condition in other words",
      {
        can: [
          {
            permission: "conversations:reply",
            when: { assigneeId: { $eq: { $principal: "id" } } },
          },
        ],
      },
      by("agent"),
    ],
    [
      "some of the fields",
      { can: [{ permission: "contacts:write", fields: ["email"] }] },
      by("editor"),
    ],
    [
      "fields of a whole",
      { can: [{ permission: "contacts:write", fields: ["email"] }] },
      by("admin"),
    ],
    ["what an inherited role has", { extends: ["agent"] }, by("agent")],
    ["what an inherited role has, from an heir", { extends: ["agent"] }, by("admin")],
    [
      "together with the denial that binds the holder",
      { can: ["contacts:write"], cannot: [{ permission: "contacts:write", when: { vip: true } }] },
      by("bound"),
    ],
    ["by inheriting that denial", { extends: ["bound"], can: ["contacts:write"] }, by("bound")],
    [
      "together with denied fields in another order",
      {
        can: ["contacts:write"],
        cannot: [{ permission: "contacts:write", fields: ["email", "phone"] }],
      },
      by("shy"),
    ],
    [
      "by two roles together",
      { can: ["contacts:read", { permission: "contacts:write", fields: ["name"] }] },
      by("agent", "editor"),
    ],
    ["nothing at all", { title: "Nothing" }, by("agent")],
    ["denials alone", { cannot: ["contacts:delete"] }, by("agent")],
  ])("%s", (_title, role, holder) => {
    expect(beyond(role, holder)).toEqual([]);
  });
});

describe("and nothing beyond", () => {
  it.each<[string, object, Who, string[]]>([
    [
      "not held",
      { can: ["contacts:read", "contacts:delete"] },
      by("agent"),
      ["roles.night.can[1]"],
    ],
    [
      "one of a list not held",
      { can: [{ permission: ["contacts:read", "contacts:write"] }] },
      by("agent"),
      ["roles.night.can[0]"],
    ],
    [
      "held under a condition only",
      { can: ["conversations:reply"] },
      by("agent"),
      ["roles.night.can[0]"],
    ],
    [
      "held under another condition",
      { can: [{ permission: "conversations:reply", when: open }] },
      by("agent"),
      ["roles.night.can[0]"],
    ],
    [
      "held under a narrower condition's part",
      { can: [{ permission: "conversations:reply", when: { ...own, status: "open" } }] },
      by("agent"),
      ["roles.night.can[0]"],
    ],
    [
      "a literal in place of the reference",
      { can: [{ permission: "conversations:reply", when: { assigneeId: "9" } }] },
      by("agent"),
      ["roles.night.can[0]"],
    ],
    [
      "a field more",
      { can: [{ permission: "contacts:write", fields: ["email", "phone"] }] },
      by("editor"),
      ["roles.night.can[0]"],
    ],
    [
      "the whole of which fields are held",
      { can: ["contacts:write"] },
      by("editor"),
      ["roles.night.can[0]"],
    ],
    [
      "without the denial that binds the holder",
      { can: ["contacts:write"] },
      by("bound"),
      ["roles.night.can[0]"],
    ],
    [
      "with a weaker denial",
      {
        can: ["contacts:write"],
        cannot: [{ permission: "contacts:write", when: { vip: true, a: 1 } }],
      },
      by("bound"),
      ["roles.night.can[0]"],
    ],
    [
      "with a denial of one of the fields",
      { can: ["contacts:write"], cannot: [{ permission: "contacts:write", fields: ["phone"] }] },
      by("shy"),
      ["roles.night.can[0]"],
    ],
    [
      "with a denial of a field named like both",
      {
        can: ["contacts:write"],
        cannot: [{ permission: "contacts:write", fields: ["phone,email"] }],
      },
      by("shy"),
      ["roles.night.can[0]"],
    ],
    [
      "denied to the holder outright",
      { can: ["contacts:delete"] },
      by("jailed"),
      ["roles.night.can[0]"],
    ],
    ["through inheritance", { extends: ["owner"] }, by("agent"), ["roles.night.extends"]],
    ["by nobody", { can: ["contacts:read"] }, null, ["roles.night.can[0]"]],
    [
      "without id",
      { can: ["contacts:read"] },
      { id: "", roles: ["owner"] },
      ["roles.night.can[0]"],
    ],
    ["by an unknown role", { can: ["contacts:read"] }, by("Owner"), ["roles.night.can[0]"]],
    [
      "by roles that exclude each other",
      { can: ["contacts:read"] },
      by("owner", "auditor"),
      ["roles.night.can[0]"],
    ],
  ])("%s", (_title, role, holder, expected) => {
    expect(beyond(role, holder)).toEqual(expected);
  });

  it("says what is not held", () => {
    const role = { name: "night", extends: ["owner"] };
    const problems = check(policy, [role], { grantedBy: by("admin") });
    expect(problems).toEqual([
      {
        code: "grant_exceeds",
        path: "roles.night.extends",
        message:
          'whoever grants this does not hold "conversations:read", "conversations:reply" (roles.owner.can[0]) to this extent.',
        suggestion: "Nobody can hand on more than they hold.",
      },
    ]);
  });

  it("a holder who names the new role holds nothing by it", () => {
    // A role that was deleted may still be listed by those who held it.
    expect(beyond({ can: ["contacts:delete"] }, by("agent", "night"))).toEqual([
      "roles.night.can[0]",
    ]);
    const documents = [
      { name: "a", can: ["contacts:delete"] },
      { name: "b", extends: ["a"] },
    ];
    expect(check(policy, documents, { grantedBy: by("a", "b") }).map(({ path }) => path)).toEqual([
      "roles.a.can[0]",
      "roles.b.extends",
    ]);
  });

  it("counts stored roles that the holder holds", () => {
    const stored = policy.withRoles([{ name: "keeper", can: ["contacts:delete"] }]);
    expect(beyond({ can: ["contacts:delete"] }, by("keeper"), stored)).toEqual([]);
  });
});

describe("layers that bind the holder", () => {
  it("scopes", () => {
    const scoped = policy.withScopes(
      Object.fromEntries(
        policy.permissions.map((name) => [name, [name.endsWith("read") ? "read" : "write"]]),
      ),
    );
    const holder = { id: "9", roles: ["owner"], scopes: ["read"] };
    expect(beyond({ can: ["contacts:read", "contacts:write"] }, holder, scoped)).toEqual([
      "roles.night.can[1]",
    ]);
    expect(beyond({ can: ["contacts:read"] }, by("owner"), scoped)).toEqual(["roles.night.can[0]"]);
  });

  it("the ceiling that is proposed", () => {
    const ceiling = ["contacts:read", "conversations:*"];
    const role = { can: ["contacts:read", "contacts:write"] };
    expect(beyond(role, by("owner"), policy, { ceiling })).toEqual(["roles.night.can[1]"]);
    expect(beyond(role, by("owner"), policy)).toEqual([]);
  });

  it("the ceiling there is; what base roles have above it is nobody's and may be inherited", () => {
    const low = policy.withRoles([], { ceiling: ["contacts:read"] });
    expect(beyond({ can: ["contacts:write"] }, by("owner"), low)).toEqual(["roles.night.can[0]"]);
    expect(beyond({ extends: ["agent"] }, by("agent"), low)).toEqual([]);
    expect(beyond({ extends: ["owner"] }, by("owner"), low)).toEqual([]);
    expect(beyond({ extends: ["owner"] }, by("editor"), low)).toEqual(["roles.night.extends"]);
  });
});

describe("checkRoles", () => {
  it("returns what is wrong with the documents themselves, and does not throw", () => {
    const grantedBy = by("owner");
    for (const [documents, code] of [
      [null, "type_invalid"],
      ["x", "type_invalid"],
      [[{ name: 5 }], "type_invalid"],
      [[{ name: "night", can: "contacts:read" }], "type_invalid"],
      [[{ name: "night", can: ["contacts:*"] }], "wildcard_stored"],
      [[{ name: "owner" }], "role_redefined"],
      [[{ name: "night", extends: ["auditor", "owner"] }], "roles_exclusive_inherited"],
    ] as const) {
      expect(check(policy, documents, { grantedBy }).map((problem) => problem.code)).toContain(
        code,
      );
    }
    expect(check(policy, [], { grantedBy, ceiling: "*" }).map(({ path }) => path)).toEqual([
      "ceiling",
    ]);
  });

  it("returns mistakes and excess together", () => {
    const documents = [{ name: "night", can: ["contacts:raed", "contacts:delete"] }];
    expect(check(policy, documents, { grantedBy: by("agent") }).map(({ code }) => code)).toEqual([
      "permission_unknown",
      "grant_exceeds",
    ]);
  });

  it("throws for a malformed holder", () => {
    try {
      check(policy, [{ name: "night", can: ["contacts:read"] }], {
        grantedBy: { id: "9", roles: "owner" },
      });
      expect.fail("accepted");
    } catch (error) {
      expect(isRbacError(error) && error.code).toBe("ERR_RBAC_PRINCIPAL_INVALID");
    }
  });

  it("finds nothing in documents that withRoles then loads", () => {
    const base = definePolicy({
      permissions: { contacts: ["read"] },
      roles: { owner: { can: ["*"] } },
    });
    const documents: CustomRoleDocument[] = [{ name: "night", can: ["contacts:read"] }];
    expect(base.checkRoles(documents, { grantedBy: { id: "1", roles: ["owner"] } })).toEqual([]);
    expect(base.withRoles(documents).roles).toEqual(["owner", "night"]);
  });
});
