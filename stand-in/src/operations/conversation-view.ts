import type { AuthorRow, ConversationRow, PartRow, Workspace } from "../workspace.ts";
import { toReference } from "./contact-view.ts";
import { toTagList } from "./tag-view.ts";

/** A conversation with its parts, as Intercom answers when one is asked for. */
export function toConversation(workspace: Workspace, row: ConversationRow): object {
  return {
    ...toSummary(workspace, row),
    conversation_parts: {
      type: "conversation_part.list",
      conversation_parts: row.parts.map((part) => toPart(workspace, part)),
      total_count: row.parts.length,
    },
  };
}

/** A conversation as lists and searches show it: without parts. */
export function toSummary(workspace: Workspace, row: ConversationRow): object {
  const { tag_ids: tagIds, contact_ids: contactIds, parts, source, ...shown } = row;
  const contacts = contactIds.flatMap((id) =>
    workspace.contacts.filter((contact) => contact.id === id).map(toReference),
  );
  const teammates = parts
    .filter((part) => part.author.type === "admin")
    .map(({ author }) => author.id);
  return {
    type: "conversation",
    ...shown,
    open: row.state !== "closed",
    waiting_since: null,
    tags: toTagList(workspace, tagIds),
    source: {
      type: "conversation",
      id: `${row.id}0`,
      delivered_as: "customer_initiated",
      subject: "",
      body: source.body,
      author: toAuthor(workspace, source.author),
      attachments: [],
      url: null,
      redacted: false,
    },
    contacts: { type: "contact.list", contacts },
    teammates: {
      type: "admin.list",
      admins: [...new Set(teammates)].map((id) => ({ type: "admin", id })),
    },
    custom_attributes: { ...row.custom_attributes },
    first_contact_reply: null,
    linked_objects: { type: "list", total_count: 0, has_more: false, data: [] },
  };
}

function toPart(workspace: Workspace, part: PartRow): object {
  return {
    type: "conversation_part",
    ...part,
    updated_at: part.created_at,
    notified_at: part.created_at,
    author: toAuthor(workspace, part.author),
    attachments: [],
    external_id: null,
    redacted: false,
  };
}

function toAuthor(workspace: Workspace, author: AuthorRow): object {
  const people = author.type === "admin" ? workspace.admins : workspace.contacts;
  const found = people.find((person) => person.id === author.id);
  return { ...author, name: found?.name ?? null, email: found?.email ?? null };
}
