import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, NOTHING, ok, operation } from "../operation.ts";
import { notFound } from "../refusal.ts";
import type { TagRow, Workspace } from "../workspace.ts";
import { nextNumber } from "../workspace.ts";
import { findAdmin } from "./admins.ts";
import { findContact } from "./contact-view.ts";
import { ONE_CONTACT } from "./contacts.ts";
import { findConversation, ONE_CONVERSATION } from "./conversations.ts";
import { findTag, toTag } from "./tag-view.ts";

const READ = ["Read tags"];
const WRITE = ["Write tags"];

const ONE_TAG = z.object({ ids: z.object({ tag_id: ID }) });
const CONTACT_AND_TAG = z.object({ ids: z.object({ contact_id: ID, tag_id: ID }) });
const CONVERSATION_AND_TAG = z.object({ ids: z.object({ conversation_id: ID, tag_id: ID }) });

export const tagOperations: readonly Operation[] = [
  operation(
    { method: "GET", path: "/tags", sdk: "tags.list", scopes: READ },
    NOTHING,
    ({ workspace }) => ok({ type: "list", data: workspace.tags.map(toTag) }),
  ),
  operation(
    { method: "POST", path: "/tags", sdk: "tags.create", scopes: WRITE },
    z.object({ body: z.strictObject({ name: z.string().min(1), id: ID.optional() }) }),
    ({ workspace, body }) => ok(toTag(createOrRename(workspace, body.name, body.id))),
  ),
  operation(
    { method: "GET", path: "/tags/{tag_id}", sdk: "tags.find", scopes: READ },
    ONE_TAG,
    ({ workspace, ids }) => ok(toTag(findTag(workspace, ids.tag_id))),
  ),
  operation(
    { method: "DELETE", path: "/tags/{tag_id}", sdk: "tags.delete", scopes: WRITE },
    ONE_TAG,
    ({ workspace, ids }) => {
      const tag = findTag(workspace, ids.tag_id);
      workspace.tags.splice(workspace.tags.indexOf(tag), 1);
      for (const row of [...workspace.contacts, ...workspace.conversations]) untag(row, tag.id);
      return ok(undefined);
    },
  ),
  operation(
    {
      method: "GET",
      path: "/contacts/{contact_id}/tags",
      sdk: "contacts.listAttachedTags",
      scopes: READ,
    },
    ONE_CONTACT,
    ({ workspace, ids }) => {
      const { tag_ids: tagIds } = findContact(workspace, ids.contact_id);
      const tags = workspace.tags.filter((tag) => tagIds.includes(tag.id));
      return ok({ type: "list", data: tags.map(toTag) });
    },
  ),
  operation(
    {
      method: "POST",
      path: "/contacts/{contact_id}/tags",
      sdk: "tags.tagContact",
      scopes: WRITE,
    },
    ONE_CONTACT.extend({ body: z.strictObject({ id: ID }) }),
    ({ workspace, ids, body }) => {
      const row = findContact(workspace, ids.contact_id);
      return ok(toTag(tagRow(row, findTag(workspace, body.id))));
    },
  ),
  operation(
    {
      method: "DELETE",
      path: "/contacts/{contact_id}/tags/{tag_id}",
      sdk: "tags.untagContact",
      scopes: WRITE,
    },
    CONTACT_AND_TAG,
    ({ workspace, ids }) => {
      const tag = findTag(workspace, ids.tag_id);
      if (!untag(findContact(workspace, ids.contact_id), tag.id)) throw notFound();
      return ok(toTag(tag));
    },
  ),
  operation(
    {
      method: "POST",
      path: "/conversations/{conversation_id}/tags",
      sdk: "tags.tagConversation",
      scopes: WRITE,
    },
    ONE_CONVERSATION.extend({ body: z.strictObject({ id: ID, admin_id: ID }) }),
    ({ workspace, ids, body }) => {
      const row = findConversation(workspace, ids.conversation_id);
      findAdmin(workspace, body.admin_id);
      return ok(toTag(tagRow(row, findTag(workspace, body.id))));
    },
  ),
  operation(
    {
      method: "DELETE",
      path: "/conversations/{conversation_id}/tags/{tag_id}",
      sdk: "tags.untagConversation",
      scopes: WRITE,
    },
    CONVERSATION_AND_TAG.extend({ body: z.strictObject({ admin_id: ID }) }),
    ({ workspace, ids, body }) => {
      const row = findConversation(workspace, ids.conversation_id);
      findAdmin(workspace, body.admin_id);
      const tag = findTag(workspace, ids.tag_id);
      if (!untag(row, tag.id)) throw notFound("Tag not found", "tag_not_found");
      return ok(toTag(tag));
    },
  ),
];

/** A name that exists is that tag; an id renames. */
function createOrRename(workspace: Workspace, name: string, id: string | undefined): TagRow {
  if (id !== undefined) {
    const tag = findTag(workspace, id);
    tag.name = name;
    return tag;
  }
  const found = workspace.tags.find((tag) => tag.name === name);
  if (found !== undefined) return found;
  const tag = { id: String(nextNumber(workspace)), name };
  workspace.tags.push(tag);
  return tag;
}

interface Tagged {
  tag_ids: string[];
}

function tagRow(row: Tagged, tag: TagRow): TagRow {
  row.tag_ids = [...new Set([...row.tag_ids, tag.id])];
  return tag;
}

function untag(row: Tagged, id: string): boolean {
  const had = row.tag_ids.includes(id);
  row.tag_ids = row.tag_ids.filter((one) => one !== id);
  return had;
}
