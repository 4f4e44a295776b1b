import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, ok, operation } from "../operation.ts";
import { CURSOR_QUERY, cutPage } from "../pages.ts";
import { notFound } from "../refusal.ts";
import type { SearchFields } from "../search-query.ts";
import { SEARCH_BODY, searchRows } from "../search-query.ts";
import type { ConversationRow, Workspace } from "../workspace.ts";
import { nextNumber, unixNow } from "../workspace.ts";
import { findContact } from "./contact-view.ts";
import { toConversation, toSummary } from "./conversation-view.ts";

const READ = ["Read conversations"];
const WRITE = ["Write conversations"];

/** The path of an operation on one conversation. */
export const ONE_CONVERSATION = z.object({ ids: z.object({ conversation_id: ID }) });

export const conversationOperations: readonly Operation[] = [
  operation(
    { method: "GET", path: "/conversations", sdk: "conversations.list", scopes: READ },
    z.object({ query: CURSOR_QUERY }),
    ({ workspace, query }) => ok(toList(workspace, workspace.conversations, query)),
  ),
  operation(
    { method: "POST", path: "/conversations/search", sdk: "conversations.search", scopes: READ },
    z.object({ body: SEARCH_BODY }),
    ({ workspace, body }) => {
      const found = searchRows(workspace.conversations, body.query, SEARCH_FIELDS);
      return ok(toList(workspace, found, body.pagination ?? {}));
    },
  ),
  operation(
    {
      method: "GET",
      path: "/conversations/{conversation_id}",
      sdk: "conversations.find",
      scopes: READ,
    },
    ONE_CONVERSATION.extend({
      query: z.object({
        display_as: z.string().optional(),
        include_translations: z.enum(["true", "false"]).optional(),
      }),
    }),
    ({ workspace, ids }) =>
      ok(toConversation(workspace, findConversation(workspace, ids.conversation_id))),
  ),
  operation(
    { method: "POST", path: "/conversations", sdk: "conversations.create", scopes: WRITE },
    z.object({
      body: z.strictObject({
        from: z.strictObject({ type: z.enum(["lead", "user", "contact"]), id: ID }),
        body: z.string().min(1),
        created_at: z.number().int().optional(),
      }),
    }),
    ({ workspace, body }) => {
      const contact = findContact(workspace, body.from.id);
      const row = newConversation(workspace, contact.id, body.body, body.created_at ?? unixNow());
      workspace.conversations.push(row);
      return ok({
        type: "user_message",
        id: `${row.id}1`,
        created_at: row.created_at,
        body: body.body,
        message_type: "inapp",
        conversation_id: row.id,
      });
    },
  ),
  operation(
    {
      method: "PUT",
      path: "/conversations/{conversation_id}",
      sdk: "conversations.update",
      scopes: WRITE,
    },
    ONE_CONVERSATION.extend({
      body: z.strictObject({
        read: z.boolean().optional(),
        title: z.string().nullish(),
        custom_attributes: z.record(z.string(), z.unknown()).optional(),
        company_id: z.string().nullish(),
      }),
    }),
    ({ workspace, ids, body }) => {
      const row = findConversation(workspace, ids.conversation_id);
      row.read = body.read ?? row.read;
      if (body.title !== undefined) row.title = body.title;
      if (body.company_id !== undefined) row.company_id = body.company_id;
      row.custom_attributes = { ...row.custom_attributes, ...body.custom_attributes };
      row.updated_at = unixNow();
      return ok(toConversation(workspace, row));
    },
  ),
  operation(
    {
      method: "DELETE",
      path: "/conversations/{conversation_id}",
      sdk: "conversations.deleteConversation",
      scopes: WRITE,
    },
    ONE_CONVERSATION,
    ({ workspace, ids }) => {
      const row = findConversation(workspace, ids.conversation_id);
      workspace.conversations.splice(workspace.conversations.indexOf(row), 1);
      return ok({ id: row.id, object: "conversation", deleted: true });
    },
  ),
];

/** @throws Refusal 404 `not_found`. */
export function findConversation(workspace: Workspace, id: string): ConversationRow {
  const row = workspace.conversations.find((conversation) => conversation.id === id);
  if (row === undefined) throw notFound();
  return row;
}

function newConversation(
  workspace: Workspace,
  contactId: string,
  body: string,
  createdAt: number,
): ConversationRow {
  return {
    id: String(nextNumber(workspace)),
    title: null,
    created_at: createdAt,
    updated_at: createdAt,
    snoozed_until: null,
    state: "open",
    read: false,
    priority: "not_priority",
    admin_assignee_id: null,
    team_assignee_id: null,
    company_id: null,
    tag_ids: [],
    contact_ids: [contactId],
    source: { body, author: { type: "user", id: contactId } },
    parts: [],
    custom_attributes: {},
  };
}

const SEARCH_FIELDS: SearchFields<ConversationRow> = {
  id: (row) => row.id,
  created_at: (row) => row.created_at,
  updated_at: (row) => row.updated_at,
  open: (row) => row.state !== "closed",
  state: (row) => row.state,
  read: (row) => row.read,
  priority: (row) => row.priority,
  title: (row) => row.title,
  snoozed_until: (row) => row.snoozed_until,
  admin_assignee_id: (row) => row.admin_assignee_id,
  team_assignee_id: (row) => row.team_assignee_id,
  contact_ids: (row) => row.contact_ids,
  tag_ids: (row) => row.tag_ids,
  "source.body": (row) => row.source.body,
  "source.author.id": (row) => row.source.author.id,
  custom_attributes: (row) => row.custom_attributes,
};

function toList(workspace: Workspace, found: readonly ConversationRow[], cursor: object): object {
  const { rows, ...rest } = cutPage(found, cursor, 20);
  return {
    type: "conversation.list",
    conversations: rows.map((row) => toSummary(workspace, row)),
    ...rest,
  };
}
