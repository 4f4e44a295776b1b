import { definePolicy, principal } from "@intercom-rbac/core";

/** A policy that declares its rows and its principal, for the type tests. */
export const typePolicy = definePolicy({
  types: {} as {
    principal: { teamId: string };
    rows: { conversations: { assigneeId: string; teamId: string } };
  },
  permissions: { contacts: ["read", "delete"], conversations: ["reply"] },
  roles: {
    agent: {
      can: [
        "contacts:read",
        { permission: "conversations:reply", when: { assigneeId: principal("id") } },
      ],
    },
    owner: { can: ["*"] },
  },
});
