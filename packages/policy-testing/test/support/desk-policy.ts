import { definePolicy, principal } from "@intercom-rbac/core";

interface Conversation {
  readonly assigneeId: string | null;
}

/** Small enough that every answer can be worked out by hand. */
export const deskPolicy = definePolicy({
  types: {} as { rows: { conversations: Conversation } },
  permissions: {
    contacts: ["read", "write", "delete"],
    conversations: ["read", "reply", "close"],
  },
  roles: {
    agent: {
      can: [
        "contacts:read",
        "conversations:read",
        {
          permission: "conversations:reply",
          when: { assigneeId: principal("id") },
          reason: "only conversations assigned to you",
        },
        { permission: "contacts:write", fields: ["name", "phone"] },
      ],
    },
    lead: {
      extends: ["agent"],
      can: ["conversations:*"],
      cannot: [{ permission: "contacts:delete", reason: "deleting is for owners" }],
    },
    owner: { can: ["*"] },
  },
});
