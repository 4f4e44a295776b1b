import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, ok, operation } from "../operation.ts";
import { CURSOR_QUERY, cutPage } from "../pages.ts";
import { Refusal } from "../refusal.ts";
import type { SearchFields } from "../search-query.ts";
import { SEARCH_BODY, searchRows } from "../search-query.ts";
import type { ContactRow, Workspace } from "../workspace.ts";
import { nextNumber, unixNow } from "../workspace.ts";
import { findContact, toContact, toReference } from "./contact-view.ts";

const READ_ALL = ["Read and list users and companies", "Read and write users"];
const READ_ONE = ["Read one user and one company", ...READ_ALL];
const WRITE = ["Write users and companies", "Read and write users"];

/** The path of an operation on one contact. */
export const ONE_CONTACT = z.object({ ids: z.object({ contact_id: ID }) });

const FIELDS = {
  phone: z.string().nullish(),
  name: z.string().nullish(),
  avatar: z.string().nullish(),
  signed_up_at: z.number().int().nullish(),
  last_seen_at: z.number().int().nullish(),
  owner_id: z.number().int().nullish(),
  unsubscribed_from_emails: z.boolean().nullish(),
  custom_attributes: z.record(z.string(), z.unknown()).nullish(),
  role: z.enum(["user", "lead"]).nullish(),
  email: z.email().nullish(),
  external_id: z.string().min(1).nullish(),
};
const CHANGES = z.strictObject(FIELDS);

export const contactOperations: readonly Operation[] = [
  operation(
    { method: "GET", path: "/contacts", sdk: "contacts.list", scopes: READ_ALL },
    z.object({ query: CURSOR_QUERY }),
    ({ workspace, query }) => ok(toList(workspace, present(workspace), query)),
  ),
  operation(
    { method: "POST", path: "/contacts/search", sdk: "contacts.search", scopes: READ_ALL },
    z.object({ body: SEARCH_BODY }),
    ({ workspace, body }) =>
      ok(
        toList(
          workspace,
          searchRows(present(workspace), body.query, SEARCH_FIELDS),
          body.pagination ?? {},
        ),
      ),
  ),
  operation(
    {
      method: "GET",
      path: "/contacts/find_by_external_id/{external_id}",
      sdk: "contacts.showContactByExternalId",
      scopes: READ_ONE,
    },
    z.object({ ids: z.object({ external_id: ID }) }),
    ({ workspace, ids }) =>
      ok(toContact(workspace, findContact(workspace, { user_id: ids.external_id }))),
  ),
  operation(
    { method: "GET", path: "/contacts/{contact_id}", sdk: "contacts.find", scopes: READ_ONE },
    ONE_CONTACT,
    ({ workspace, ids }) => ok(toContact(workspace, findContact(workspace, ids.contact_id))),
  ),
  operation(
    { method: "POST", path: "/contacts", sdk: "contacts.create", scopes: WRITE },
    z.object({ body: CHANGES }),
    ({ workspace, body }) => {
      if (!(body.email ?? body.external_id ?? body.role)) {
        const wanted = "One of role, email or external_id must be specified";
        throw new Refusal(400, "parameter_not_found", wanted, "email");
      }
      refuseDuplicate(workspace, body, undefined);
      const row = newContact(workspace, body);
      workspace.contacts.push(row);
      return ok(toContact(workspace, row));
    },
  ),
  operation(
    { method: "PUT", path: "/contacts/{contact_id}", sdk: "contacts.update", scopes: WRITE },
    ONE_CONTACT.extend({ body: CHANGES }),
    ({ workspace, ids, body }) => {
      const row = findContact(workspace, ids.contact_id);
      refuseDuplicate(workspace, body, row);
      applyChanges(row, body);
      return ok(toContact(workspace, row));
    },
  ),
  operation(
    { method: "DELETE", path: "/contacts/{contact_id}", sdk: "contacts.delete", scopes: WRITE },
    ONE_CONTACT,
    ({ workspace, ids }) => {
      const row = findContact(workspace, ids.contact_id);
      workspace.contacts.splice(workspace.contacts.indexOf(row), 1);
      return ok({ ...toReference(row), deleted: true });
    },
  ),
  operation(
    {
      method: "POST",
      path: "/contacts/{contact_id}/archive",
      sdk: "contacts.archive",
      scopes: WRITE,
    },
    ONE_CONTACT,
    ({ workspace, ids }) => ok(setArchived(findContact(workspace, ids.contact_id), true)),
  ),
  operation(
    {
      method: "POST",
      path: "/contacts/{contact_id}/unarchive",
      sdk: "contacts.unarchive",
      scopes: WRITE,
    },
    ONE_CONTACT,
    ({ workspace, ids }) => ok(setArchived(findContact(workspace, ids.contact_id), false)),
  ),
];

function present(workspace: Workspace): ContactRow[] {
  return workspace.contacts.filter((row) => !row.archived);
}

function setArchived(row: ContactRow, archived: boolean): object {
  row.archived = archived;
  row.updated_at = unixNow();
  return { ...toReference(row), archived };
}

type Changes = z.output<typeof CHANGES>;

function refuseDuplicate(
  workspace: Workspace,
  changes: Changes,
  own: ContactRow | undefined,
): void {
  const clash = workspace.contacts.some(
    (row) =>
      row !== own &&
      ((changes.email != null &&
        changes.role !== "lead" &&
        row.role === "user" &&
        row.email === changes.email) ||
        (changes.external_id != null && row.external_id === changes.external_id)),
  );
  if (clash) {
    throw new Refusal(409, "conflict", "A contact matching those details already exists");
  }
}

function newContact(workspace: Workspace, changes: Changes): ContactRow {
  const now = unixNow();
  const row: ContactRow = {
    id: nextNumber(workspace).toString(16).padStart(24, "6762f0d51bb69f9f00000000"),
    external_id: null,
    role: "user",
    email: null,
    phone: null,
    name: null,
    avatar: null,
    owner_id: null,
    unsubscribed_from_emails: false,
    archived: false,
    created_at: now,
    updated_at: now,
    signed_up_at: null,
    last_seen_at: null,
    custom_attributes: {},
    tag_ids: [],
    notes: [],
  };
  applyChanges(row, changes);
  return row;
}

function applyChanges(row: ContactRow, changes: Changes): void {
  const { role, unsubscribed_from_emails: unsubscribed, custom_attributes: custom } = changes;
  const { email, external_id, phone, name, avatar, owner_id, signed_up_at, last_seen_at } = changes;
  if (email !== undefined) row.email = email;
  if (external_id !== undefined) row.external_id = external_id;
  if (phone !== undefined) row.phone = phone;
  if (name !== undefined) row.name = name;
  if (avatar !== undefined) row.avatar = avatar;
  if (owner_id !== undefined) row.owner_id = owner_id;
  if (signed_up_at !== undefined) row.signed_up_at = signed_up_at;
  if (last_seen_at !== undefined) row.last_seen_at = last_seen_at;
  row.role = role ?? row.role;
  row.unsubscribed_from_emails = unsubscribed ?? row.unsubscribed_from_emails;
  row.custom_attributes = { ...row.custom_attributes, ...custom };
  row.updated_at = unixNow();
}

const SEARCH_FIELDS: SearchFields<ContactRow> = {
  id: (row) => row.id,
  role: (row) => row.role,
  name: (row) => row.name,
  email: (row) => row.email,
  email_domain: (row) => row.email?.split("@")[1],
  phone: (row) => row.phone,
  external_id: (row) => row.external_id,
  owner_id: (row) => row.owner_id,
  created_at: (row) => row.created_at,
  updated_at: (row) => row.updated_at,
  signed_up_at: (row) => row.signed_up_at,
  last_seen_at: (row) => row.last_seen_at,
  unsubscribed_from_emails: (row) => row.unsubscribed_from_emails,
  tag_id: (row) => row.tag_ids,
  custom_attributes: (row) => row.custom_attributes,
};

function toList(workspace: Workspace, found: readonly ContactRow[], cursor: object): object {
  const { rows, ...rest } = cutPage(found, cursor, 50);
  return { type: "list", data: rows.map((row) => toContact(workspace, row)), ...rest };
}
