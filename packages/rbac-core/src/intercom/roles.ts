import type { IntercomPermission } from "./catalogue.ts";

export type IntercomRole = "owner" | "admin" | "agent";

export interface IntercomRoleDefinition {
  readonly title: string;
  readonly extends?: readonly IntercomRole[];
  readonly can: readonly (IntercomPermission | "*")[];
}

/**
 * The built-in roles: the owner holds everything; the admin runs the workspace but destroys no customer data and
 * no help centre page, exports nothing and changes no settings; the agent answers customers.
 *
 * Admin and agent name each grant, so that a permission added to the catalogue reaches the owner only.
 * `docs/decisions/0002-intercom-roles.md` gives the principle, the whole table and the doubtful cases.
 */
export const intercomRoles: { readonly [R in IntercomRole]: IntercomRoleDefinition } = {
  owner: { title: "Owner", can: ["*"] },

  admin: {
    title: "Admin",
    extends: ["agent"],
    can: [
      // People
      "contacts:write",
      "contacts:merge",
      "contacts:block",
      "companies:write",
      "segments:read",
      "segments:write",
      "subscriptions:write",
      "tags:write",
      "events:write",

      // Inbox
      "conversations:create",
      "conversations:update",
      "conversations:assign",
      "conversations:close",
      "conversations:merge",
      "messages:read",
      "messages:send",

      // Tickets
      "ticket_types:write",

      // Knowledge. Not `content:write`: its bulk actions delete what `articles:delete` guards.
      "articles:read",
      "articles:write",
      "articles:publish",
      "help_center:read",
      "help_center:write",
      "internal_articles:write",
      "content:read",
      "ai_content:read",
      "ai_content:write",
      "news:read",
      "news:write",

      // Data. Not `custom_objects:write`: it deletes records about customers.
      "data_attributes:write",
      "data_connectors:read",
      "jobs:read",

      // Voice and AI
      "calls:recordings",
      "calls:redirect",
      "fin:read",
      "fin:run",

      // Workspace
      "admins:write",
      "activity_logs:read",
      "settings:read",
    ],
  },

  agent: {
    title: "Agent",
    can: [
      // People
      "contacts:read",
      "companies:read",
      "notes:read",
      "notes:write",
      "subscriptions:read",
      "tags:read",
      "tags:apply",
      "events:read",

      // Inbox. Not `conversations:update`: it lets another contact into the conversation.
      "conversations:read",
      "conversations:reply",
      "conversations:note",
      "conversations:snooze",
      "macros:read",

      // Tickets
      "tickets:read",
      "tickets:create",
      "tickets:update",
      "tickets:reply",

      // Knowledge: the one part of it that is written for teammates.
      "internal_articles:read",

      // Data
      "data_attributes:read",
      "custom_objects:read",

      // Voice and AI
      "calls:read",

      // Workspace
      "admins:read",
      "teams:read",
    ],
  },
};
