import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, ok, operation } from "../operation.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { AuthorRow, ConversationRow, PartRow, Workspace } from "../workspace.ts";
import { nextNumber, unixNow } from "../workspace.ts";
import { findAdmin } from "./admins.ts";
import { findContact } from "./contact-view.ts";
import { toConversation } from "./conversation-view.ts";
import { findConversation, ONE_CONVERSATION } from "./conversations.ts";

const WRITE = ["Write conversations"];

const URLS = z.array(z.url()).max(10).optional();
const FILES = z
  .array(z.strictObject({ content_type: z.string(), data: z.string(), name: z.string() }))
  .max(10)
  .optional();
const CHOICES = z.array(z.strictObject({ text: z.string(), uuid: z.string() })).optional();
const SHARED = {
  created_at: z.number().int().optional(),
  attachment_urls: URLS,
  attachment_files: FILES,
  reply_options: CHOICES,
};

const CONTACT_REPLY = z
  .strictObject({
    type: z.literal("user"),
    message_type: z.literal("comment"),
    body: z.string().min(1),
    intercom_user_id: ID.optional(),
    user_id: ID.optional(),
    email: z.email().optional(),
    ...SHARED,
  })
  .refine((reply) => reply.intercom_user_id ?? reply.user_id ?? reply.email, {
    path: ["intercom_user_id"],
  });

const ADMIN_REPLY = z
  .strictObject({
    type: z.literal("admin"),
    message_type: z.enum(["comment", "note", "quick_reply"]),
    admin_id: ID,
    body: z.string().min(1).optional(),
    ...SHARED,
  })
  .refine(
    (reply) => reply.body ?? reply.attachment_urls ?? reply.attachment_files ?? reply.reply_options,
    {
      path: ["body"],
    },
  );

const REPLY = z.discriminatedUnion("type", [CONTACT_REPLY, ADMIN_REPLY]);

const MANAGE = z.discriminatedUnion("message_type", [
  z.strictObject({
    message_type: z.literal("close"),
    type: z.literal("admin"),
    admin_id: ID,
    body: z.string().optional(),
  }),
  z.strictObject({
    message_type: z.literal("snoozed"),
    admin_id: ID,
    snoozed_until: z.number().int().positive(),
  }),
  z.strictObject({ message_type: z.literal("open"), admin_id: ID }),
  z.strictObject({
    message_type: z.literal("assignment"),
    type: z.enum(["admin", "team"]),
    admin_id: ID,
    assignee_id: ID,
    body: z.string().optional(),
  }),
]);

export const conversationPartOperations: readonly Operation[] = [
  operation(
    {
      method: "POST",
      path: "/conversations/{conversation_id}/reply",
      sdk: "conversations.reply",
      scopes: WRITE,
    },
    ONE_CONVERSATION.extend({ body: REPLY }),
    ({ workspace, ids, body }) => {
      const row = toOne(workspace, ids.conversation_id, body);
      const author: AuthorRow =
        body.type === "admin"
          ? { type: "admin", id: findAdmin(workspace, body.admin_id).id }
          : { type: "user", id: findContact(workspace, body).id };
      addPart(workspace, row, { part_type: body.message_type, author, body: body.body });
      return ok(toConversation(workspace, row));
    },
  ),
  operation(
    {
      method: "POST",
      path: "/conversations/{conversation_id}/parts",
      sdk: "conversations.manage",
      scopes: WRITE,
    },
    ONE_CONVERSATION.extend({ body: MANAGE }),
    ({ workspace, ids, body }) => {
      const row = findConversation(workspace, ids.conversation_id);
      const author: AuthorRow = { type: "admin", id: findAdmin(workspace, body.admin_id).id };
      if (body.message_type === "assignment") {
        assign(workspace, row, body.type, body.assignee_id);
      } else {
        row.state = STATES[body.message_type];
        row.snoozed_until = body.message_type === "snoozed" ? body.snoozed_until : null;
      }
      addPart(workspace, row, {
        part_type: body.message_type,
        author,
        body: "body" in body ? body.body : undefined,
        assigned_to:
          body.message_type === "assignment" ? { type: body.type, id: body.assignee_id } : null,
      });
      return ok(toConversation(workspace, row));
    },
  ),
  operation(
    {
      method: "POST",
      path: "/conversations/{conversation_id}/run_assignment_rules",
      sdk: "conversations.runAssignmentRules",
      scopes: WRITE,
    },
    ONE_CONVERSATION,
    ({ workspace, ids }) => {
      const row = findConversation(workspace, ids.conversation_id);
      addPart(workspace, row, {
        part_type: "default_assignment",
        author: { type: "bot", id: "0" },
        body: undefined,
      });
      return ok(toConversation(workspace, row));
    },
  ),
];

const STATES = { close: "closed", snoozed: "snoozed", open: "open" } as const;

/** The conversation of an id, or the last one of the contact who replies to `last`. */
function toOne(workspace: Workspace, id: string, reply: z.output<typeof REPLY>): ConversationRow {
  if (id !== "last" || reply.type === "admin") return findConversation(workspace, id);
  const contactId = findContact(workspace, reply).id;
  const row = workspace.conversations.findLast((one) => one.contact_ids.includes(contactId));
  if (row === undefined) throw notFound();
  return row;
}

/** Id 0 takes the assignee away, as in Intercom. */
function assign(
  workspace: Workspace,
  row: ConversationRow,
  type: "admin" | "team",
  id: string,
): void {
  const known = (type === "admin" ? workspace.admins : workspace.teams).some(
    (one) => one.id === id,
  );
  if (!known && id !== "0") throw new Refusal(404, "assignee_not_found", "Assignee not found");
  if (type === "admin") row.admin_assignee_id = id === "0" ? null : Number(id);
  else row.team_assignee_id = id === "0" ? null : id;
}

function addPart(
  workspace: Workspace,
  row: ConversationRow,
  part: Pick<PartRow, "part_type" | "author"> & {
    readonly body: string | undefined;
    readonly assigned_to?: PartRow["assigned_to"];
  },
): void {
  const now = unixNow();
  row.parts.push({
    id: String(nextNumber(workspace)),
    created_at: now,
    part_type: part.part_type,
    author: part.author,
    body: part.body ?? null,
    assigned_to: part.assigned_to ?? null,
  });
  row.updated_at = now;
}
