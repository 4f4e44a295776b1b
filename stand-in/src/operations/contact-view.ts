import { notFound } from "../refusal.ts";
import type { ContactRow, Workspace } from "../workspace.ts";

/** The ways in which Intercom lets a contact be named, the first given one wins. */
export interface ContactNaming {
  readonly id?: string | undefined;
  readonly intercom_user_id?: string | undefined;
  readonly user_id?: string | undefined;
  readonly email?: string | undefined;
}

/** @throws Refusal 404 `not_found`. */
export function findContact(workspace: Workspace, naming: string | ContactNaming): ContactRow {
  const { email, ...named } = typeof naming === "string" ? { id: naming } : naming;
  const id = named.id ?? named.intercom_user_id;
  const row = workspace.contacts.find((contact) => {
    if (id !== undefined) return contact.id === id;
    if (named.user_id !== undefined) return contact.external_id === named.user_id;
    return contact.email !== null && contact.email === email;
  });
  if (row === undefined) throw notFound("User Not Found");
  return row;
}

export function toReference(row: ContactRow): object {
  return { type: "contact", id: row.id, external_id: row.external_id };
}

export function toContact(workspace: Workspace, row: ContactRow): object {
  const { archived: _archived, tag_ids: tagIds, notes, ...shown } = row;
  const list = (type: string, ids: readonly string[]): object => ({
    type: "list",
    data: ids.map((id) => ({ id, type, url: `/${type}s/${id}` })),
    url: `/contacts/${row.id}/${type}s`,
    total_count: ids.length,
    has_more: false,
  });
  return {
    type: "contact",
    ...shown,
    workspace_id: workspace.id_code,
    has_hard_bounced: false,
    marked_email_as_spam: false,
    custom_attributes: { ...row.custom_attributes },
    tags: list("tag", tagIds),
    notes: list(
      "note",
      notes.map((note) => note.id),
    ),
    companies: { ...list("company", []), url: `/contacts/${row.id}/companies` },
  };
}
