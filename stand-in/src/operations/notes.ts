import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, ok, operation } from "../operation.ts";
import { CURSOR_QUERY, cutPage } from "../pages.ts";
import type { ContactRow, NoteRow } from "../workspace.ts";
import { nextNumber, unixNow } from "../workspace.ts";
import { findAdmin } from "./admins.ts";
import { findContact } from "./contact-view.ts";
import { ONE_CONTACT } from "./contacts.ts";

export const noteOperations: readonly Operation[] = [
  operation(
    {
      method: "GET",
      path: "/contacts/{contact_id}/notes",
      sdk: "notes.list",
      scopes: ["Read and list users and companies", "Read and write users"],
    },
    ONE_CONTACT.extend({ query: CURSOR_QUERY }),
    ({ workspace, ids, query }) => {
      const contact = findContact(workspace, ids.contact_id);
      const { rows, ...rest } = cutPage(contact.notes, query, 50);
      return ok({ type: "list", data: rows.map((note) => toNote(contact, note)), ...rest });
    },
  ),
  operation(
    {
      method: "POST",
      path: "/contacts/{contact_id}/notes",
      sdk: "notes.create",
      scopes: ["Write users and companies", "Read and write users"],
    },
    ONE_CONTACT.extend({
      body: z.strictObject({ body: z.string().min(1), admin_id: ID.optional() }),
    }),
    ({ workspace, ids, body }) => {
      const contact = findContact(workspace, ids.contact_id);
      const by = body.admin_id === undefined ? null : findAdmin(workspace, body.admin_id).id;
      const note: NoteRow = {
        id: String(nextNumber(workspace)),
        created_at: unixNow(),
        admin_id: by,
        body: body.body,
      };
      contact.notes.push(note);
      return ok(toNote(contact, note));
    },
  ),
];

function toNote(contact: ContactRow, note: NoteRow): object {
  const { admin_id: adminId, ...shown } = note;
  return {
    type: "note",
    ...shown,
    contact: { type: "contact", id: contact.id },
    author: adminId === null ? null : { type: "admin", id: adminId },
  };
}
