import { extendPolicy, intercomPolicy, principal } from "@intercom-rbac/core";
import type { Article, Contact, Conversation } from "./data.ts";

/**
 * Intercom's owner, admin and agent, and one role of this desk's own: the night shift closes what is assigned to it,
 * sees no e-mail addresses and keeps out of conversations with important customers.
 *
 * `types` is erased: it has the compiler check the fields that `when` and `fields` name, and the rows of each check.
 */
export const policy = extendPolicy(intercomPolicy, {
  types: {} as {
    rows: { contacts: Contact; conversations: Conversation; articles: Article };
  },
  roles: {
    night_agent: {
      title: "Night agent",
      extends: ["agent"],
      can: [{ permission: "conversations:close", when: { assigneeId: principal("id") } }],
      cannot: [
        { permission: "contacts:read", fields: ["email"] },
        { permission: ["conversations:read", "conversations:reply"], when: { vip: true } },
      ],
    },
  },
});
