import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, ok, operation } from "../operation.ts";
import { notFound, Refusal } from "../refusal.ts";
import { findAdmin } from "./admins.ts";
import { findContact } from "./contact-view.ts";
import { toConversation } from "./conversation-view.ts";
import { findConversation, ONE_CONVERSATION } from "./conversations.ts";

const WRITE = ["Write conversations"];

const NAMING = {
  intercom_user_id: ID.optional(),
  user_id: ID.optional(),
  email: z.email().optional(),
};

export const conversationContactOperations: readonly Operation[] = [
  operation(
    {
      method: "POST",
      path: "/conversations/{conversation_id}/customers",
      sdk: "conversations.attachContactAsAdmin",
      scopes: WRITE,
    },
    ONE_CONVERSATION.extend({
      body: z.strictObject({
        admin_id: ID,
        customer: z.strictObject({ ...NAMING, customer: z.strictObject(NAMING).optional() }),
      }),
    }),
    ({ workspace, ids, body }) => {
      const row = findConversation(workspace, ids.conversation_id);
      findAdmin(workspace, body.admin_id);
      const contact = findContact(workspace, body.customer);
      row.contact_ids = [...new Set([...row.contact_ids, contact.id])];
      return ok(toConversation(workspace, row));
    },
  ),
  operation(
    {
      method: "DELETE",
      path: "/conversations/{conversation_id}/customers/{contact_id}",
      sdk: "conversations.detachContactAsAdmin",
      scopes: WRITE,
    },
    z.object({
      ids: z.object({ conversation_id: ID, contact_id: ID }),
      body: z.strictObject({ admin_id: ID }),
    }),
    ({ workspace, ids, body }) => {
      const row = findConversation(workspace, ids.conversation_id);
      findAdmin(workspace, body.admin_id);
      if (!row.contact_ids.includes(ids.contact_id)) throw notFound();
      if (row.contact_ids.length === 1) {
        const message = "Removing the last contact is not allowed";
        throw new Refusal(422, "parameter_invalid", message);
      }
      row.contact_ids = row.contact_ids.filter((id) => id !== ids.contact_id);
      return ok(toConversation(workspace, row));
    },
  ),
];
