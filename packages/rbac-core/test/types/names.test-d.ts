import type { PermissionOf, RoleOf } from "../../src/index.ts";
import { definePolicy, principal } from "../../src/index.ts";
import type { Equal } from "./equal.ts";
import { holds } from "./equal.ts";

// Nothing is declared: names are inferred as literals.
const policy = definePolicy({
  permissions: { contacts: ["read", "write", "delete"], conversations: ["read", "reply"] },
  roles: {
    agent: {
      can: [
        "contacts:read",
        { permission: "conversations:reply", when: { assigneeId: principal("id") }, reason: "own" },
      ],
    },
    lead: { extends: ["agent"], can: ["conversations:*"], cannot: ["contacts:delete"] },
    owner: { can: ["*"] },
  },
  exclusive: [["lead", "owner"]],
});

holds<Equal<RoleOf<typeof policy>, "agent" | "lead" | "owner">>();
holds<
  Equal<
    PermissionOf<typeof policy>,
    | "contacts:read"
    | "contacts:write"
    | "contacts:delete"
    | "conversations:read"
    | "conversations:reply"
  >
>();
holds<Equal<typeof policy.roles, readonly ("agent" | "lead" | "owner")[]>>();

const who = { id: "1", roles: ["agent"] };
policy.can(who, "conversations:reply", { anything: 1 });
policy.can({ ...who, teamId: "t", roles: ["a role known at run time"] }, "contacts:read");
policy.can(null, "contacts:read");
policy.can(undefined, "contacts:read");

const decision = policy.decide(who, "contacts:read");
holds<Equal<typeof decision.permission, "contacts:read">>();
holds<Equal<(typeof decision)["code"] extends string ? true : false, true>>();
const value: string = "contacts:read";
if (policy.isPermission(value)) {
  holds<Equal<typeof value, PermissionOf<typeof policy>>>();
  policy.can(who, value);
}
for (const { role } of policy.whoCan("contacts:read"))
  holds<Equal<typeof role, RoleOf<typeof policy>>>();
for (const { permission } of policy.permissionsOf(who)) policy.can(who, permission);

// @ts-expect-error a misspelt permission at the check
policy.can(who, "contact:read");
// @ts-expect-error a wildcard is no permission
policy.can(who, "contacts:*");
// @ts-expect-error a misspelt permission at each other question
policy.decide(who, "contacts:raed");
// @ts-expect-error the same
policy.authorize(who, "contacts:raed");
// @ts-expect-error the same
policy.checker("contacts:raed");
// @ts-expect-error the same
policy.couldEver(who, "contacts:raed");
// @ts-expect-error the same
policy.filter(who, "contacts:raed", []);
// @ts-expect-error the same
policy.conditionsFor(who, "contacts:raed");
// @ts-expect-error the same
policy.whoCan("contacts:raed");
// @ts-expect-error a principal without roles
policy.can({ id: "1" }, "contacts:read");
// @ts-expect-error a role where a list of roles goes
policy.can({ id: "1", roles: "agent" }, "contacts:read");
// @ts-expect-error a number for an id
policy.can({ id: 1, roles: [] }, "contacts:read");

definePolicy({
  permissions: { contacts: ["read"] },
  roles: {
    // @ts-expect-error a misspelt permission
    a: { can: ["contacts:raed"] },
    b: {
      // @ts-expect-error an unknown parent
      extends: ["z"],
      can: [],
    },
    // @ts-expect-error a misspelt permission in an object
    c: { can: [{ permission: "contacts:raed" }] },
    // @ts-expect-error a misspelt resource of a wildcard
    d: { can: ["contact:*"] },
    // @ts-expect-error no pattern
    e: { cannot: ["*:*"] },
    // @ts-expect-error a misspelt key
    f: { cann: ["contacts:read"] },
  },
});
definePolicy({
  permissions: { contacts: ["read"] },
  roles: { x: { can: ["*:read", "contacts:*"], cannot: [{ permission: ["contacts:read"] }] } },
  // @ts-expect-error an unknown role in exclusive
  exclusive: [["biller", "x"]],
});
definePolicy({
  permissions: { contacts: ["read"] },
  // @ts-expect-error a rule without a permission
  roles: { x: { can: [{ when: { a: 1 } }] } },
});
definePolicy({
  permissions: { contacts: ["read"] },
  roles: {},
  // @ts-expect-error half a tenant
  tenant: { row: "workspaceId" },
});

// A catalogue declared elsewhere, and roles that are data.
const catalogue = { contacts: ["read", "write"], "data-events": ["submit"] } as const;
const shared = definePolicy({
  permissions: catalogue,
  roles: { all: { can: ["data-events:submit"] } },
});
holds<
  Equal<PermissionOf<typeof shared>, "contacts:read" | "contacts:write" | "data-events:submit">
>();
// @ts-expect-error outside the declared catalogue
definePolicy({ permissions: catalogue, roles: { all: { can: ["data-events:read"] } } });
