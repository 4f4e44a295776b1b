import { extendPolicy, intercomPolicy, principal } from "@intercom-rbac/core";

/** What the policy asks of a conversation, as Intercom answers it: the admin as a number, the team in either form. */
interface Conversation {
  readonly admin_assignee_id?: number | null;
  readonly team_assignee_id?: string | number | null;
}

/** What is done with a conversation one can see. */
const OWN_WORK = ["conversations:read", "conversations:reply", "conversations:close"] as const;

/**
 * Intercom's owner and admin, and two roles of this console's own: teammates work on the conversations assigned to them
 * or to one of their teams, and dispatchers also hand their teams' conversations over.
 */
export const policy = extendPolicy(intercomPolicy, {
  types: {} as {
    principal: { adminId: number; teamKeys: readonly (number | string)[] };
    rows: { conversations: Conversation };
  },
  roles: {
    teammate: {
      title: "Teammate",
      can: [
        "contacts:read",
        "articles:read",
        "tags:read",
        "admins:read",
        "teams:read",
        {
          permission: OWN_WORK,
          when: { admin_assignee_id: principal("adminId") },
          reason: "only conversations assigned to you or your teams",
        },
        {
          permission: OWN_WORK,
          when: { team_assignee_id: { $in: principal("teamKeys") } },
          reason: "only conversations assigned to you or your teams",
        },
      ],
    },
    dispatcher: {
      title: "Dispatcher",
      extends: ["teammate"],
      can: [
        {
          permission: "conversations:assign",
          when: { team_assignee_id: { $in: principal("teamKeys") } },
          reason: "only conversations of your teams",
        },
      ],
    },
  },
});
