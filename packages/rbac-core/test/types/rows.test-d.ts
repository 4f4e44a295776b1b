import { definePolicy, principal } from "../../src/index.ts";
import type { Equal } from "./equal.ts";
import { holds } from "./equal.ts";

interface Conversation {
  id: string;
  assigneeId: string | null;
  adminAssigneeId: number;
  teamIds: string[];
  status: "open" | "closed";
  priority?: number;
  contact: { id: string; vip: boolean };
  createdAt: Date;
}
interface Agent {
  teamId: string;
  teamIds: string[];
  adminId: number;
  level?: number;
}

// Rows and attributes are declared once; nothing is annotated elsewhere.
const policy = definePolicy({
  types: {} as { principal: Agent; rows: { conversations: Conversation } },
  permissions: { contacts: ["read"], conversations: ["read", "reply"] },
  roles: {
    agent: {
      can: [
        {
          permission: "conversations:reply",
          when: { assigneeId: principal("id"), status: { $ne: "closed" } },
        },
        {
          permission: "conversations:read",
          when: { teamIds: { $all: [principal("teamId"), "t"] } },
        },
        { permission: "conversations:read", when: { assigneeId: { $in: principal("teamIds") } } },
        {
          permission: "conversations:read",
          when: { assigneeId: { $nin: [principal("id"), "x"] } },
        },
        { permission: "conversations:read", when: { adminAssigneeId: principal("adminId") } },
        {
          permission: "conversations:read",
          when: { priority: { $gte: principal("level"), $lt: 9 } },
        },
        {
          permission: "conversations:read",
          when: { assigneeId: null, priority: { $exists: false } },
        },
        { permission: ["conversations:read", "conversations:reply"], when: { status: "open" } },
        {
          permission: "conversations:*",
          when: { "contact.vip": true, "contact.id": principal("id") },
        },
        { permission: "conversations:read", fields: ["status", "priority"] },
        { permission: "contacts:read", when: { anything: 3 } },
      ],
    },
  },
});

const me = { id: "1", roles: ["agent"], teamId: "t", teamIds: [], adminId: 1 };
declare const conversation: Conversation;
policy.can(me, "conversations:reply", conversation);
policy.can(me, "contacts:read", { whatever: 1 });
policy.can(me, "conversations:reply", conversation, { fields: ["status"] });
policy.can(null, "conversations:reply", conversation);
policy.checker("conversations:reply")(me, conversation);
for (const row of policy.filter(me, "conversations:read", [{ ...conversation, extra: 1 }])) {
  holds<Equal<typeof row.extra, number>>();
}
const fields = policy.permittedFields(me, "conversations:read", conversation);
holds<Equal<typeof fields, readonly (keyof Conversation)[]>>();

// A principal of an interface type, with what the app needs besides.
interface AppUser extends Agent {
  id: string;
  roles: string[];
  name: string;
}
declare const user: AppUser;
policy.can(user, "conversations:reply", conversation);
declare const maybe: AppUser | null | undefined;
policy.decide(maybe, "conversations:reply", conversation);

// @ts-expect-error another row
policy.can(me, "conversations:reply", { id: "c1" });
// @ts-expect-error an options bag where the row goes
policy.can(me, "conversations:reply", { resource: conversation });
// @ts-expect-error a misspelt field of a check
policy.can(me, "conversations:reply", conversation, { fields: ["statsu"] });
// @ts-expect-error a misspelt option
policy.can(me, "conversations:reply", conversation, { field: ["status"] });
// @ts-expect-error null is no row
policy.can(me, "conversations:reply", null);
// @ts-expect-error an id is no row
policy.can(me, "conversations:reply", "c1");
// @ts-expect-error a principal without its attributes
policy.can({ id: "1", roles: [] }, "conversations:read");
// @ts-expect-error rows of another kind
policy.filter(me, "conversations:read", [{ id: "c1" }]);

const types = {} as { principal: Agent; rows: { conversations: Conversation } };
const permissions = { contacts: ["read"], conversations: ["read", "reply"] } as const;
definePolicy({
  types,
  permissions,
  roles: {
    fine: { can: [{ permission: "conversations:reply", when: { assigneeId: principal("id") } }] },
    // @ts-expect-error a misspelt field
    a: { can: [{ permission: "conversations:reply", when: { asigneeId: principal("id") } }] },
    // @ts-expect-error a misspelt attribute
    b: { can: [{ permission: "conversations:reply", when: { assigneeId: principal("idd") } }] },
    // @ts-expect-error a string attribute against a number field, Intercom's real admin_assignee_id
    c: { can: [{ permission: "conversations:reply", when: { adminAssigneeId: principal("id") } }] },
    // @ts-expect-error a literal the field never holds
    d: { can: [{ permission: "conversations:reply", when: { status: "opened" } }] },
    // @ts-expect-error an operator outside the list
    e: { can: [{ permission: "conversations:reply", when: { status: { $regex: "x" } } }] },
    // @ts-expect-error a list attribute where one value goes
    f: { can: [{ permission: "conversations:reply", when: { assigneeId: principal("teamIds") } }] },
    g: {
      can: [
        // @ts-expect-error one value where a list attribute goes
        { permission: "conversations:reply", when: { assigneeId: { $in: principal("teamId") } } },
      ],
    },
    // @ts-expect-error an array field equals nothing: say $all
    h: { can: [{ permission: "conversations:reply", when: { teamIds: "t" } }] },
    // @ts-expect-error a misspelt nested field
    i: { can: [{ permission: "conversations:reply", when: { "contact.vpi": true } }] },
    // @ts-expect-error a wrong value of a nested field
    j: { can: [{ permission: "conversations:reply", when: { "contact.vip": "yes" } }] },
    // @ts-expect-error a misspelt field in fields
    k: { cannot: [{ permission: "conversations:reply", fields: ["statsu"] }] },
    // @ts-expect-error a boolean to order by
    l: { can: [{ permission: "conversations:reply", when: { "contact.vip": { $gt: false } } }] },
    // @ts-expect-error an object field has no value to compare
    m: { can: [{ permission: "conversations:reply", when: { contact: "c1" } }] },
    n: {
      // @ts-expect-error a condition of one resource on a permission of another
      can: [{ permission: ["conversations:reply", "contacts:read"], when: { status: "open" } }],
    },
  },
});

// Rows and types may be interfaces themselves.
interface Rows {
  conversations: Conversation;
}
interface AppTypes {
  principal: Agent;
  rows: Rows;
}
const declared = definePolicy({
  types: {} as AppTypes,
  permissions,
  roles: {
    agent: { can: [{ permission: "conversations:reply", when: { assigneeId: principal("id") } }] },
  },
});
declared.can(me, "conversations:reply", conversation);
// @ts-expect-error another row
declared.can(me, "conversations:reply", { id: "c1" });

// Only rows, or only the principal.
const rowsOnly = definePolicy({
  types: {} as { rows: { conversations: Conversation } },
  permissions,
  roles: {
    agent: { can: [{ permission: "conversations:read", when: { assigneeId: principal("id") } }] },
  },
});
rowsOnly.can({ id: "1", roles: [] }, "conversations:read", conversation);
const principalOnly = definePolicy({
  types: {} as { principal: Agent },
  permissions,
  roles: {
    agent: { can: [{ permission: "conversations:read", when: { anything: principal("teamId") } }] },
  },
});
principalOnly.can(me, "conversations:read", { anything: "t" });
// @ts-expect-error without its attributes
principalOnly.can({ id: "1", roles: [] }, "conversations:read");
