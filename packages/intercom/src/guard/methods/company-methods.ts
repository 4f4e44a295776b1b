import { LISTS_CONTACTS } from "./body-demands.ts";
import type { RowPlace } from "./row-place.ts";
import type { SdkMethodsOf } from "./sdk-method.ts";

const COMPANY: RowPlace = { ids: ["company_id"], read: "companies.find" };
const CONTACT: RowPlace = { ids: ["contact_id"], read: "contacts.find" };

export const companyMethods: SdkMethodsOf<"companies"> = {
  // Answers one company or a list of them, by what it is asked: the rows have no one place.
  "companies.retrieve": { permission: "companies:read", http: "GET /companies" },
  "companies.list": {
    permission: "companies:read",
    http: "POST /companies/list",
    rows: "data",
    reads: true,
  },
  "companies.scroll": { permission: "companies:read", http: "GET /companies/scroll", rows: "data" },
  "companies.find": {
    permission: "companies:read",
    http: "GET /companies/{company_id}",
    row: COMPANY,
    answersRow: true,
  },
  "companies.createOrUpdate": {
    permission: "companies:write",
    http: "POST /companies",
    fields: true,
  },
  "companies.update": {
    permission: "companies:write",
    http: "PUT /companies/{company_id}",
    row: COMPANY,
    fields: true,
    nested: true,
  },
  "companies.delete": {
    permission: "companies:delete",
    http: "DELETE /companies/{company_id}",
    row: COMPANY,
  },
  "companies.listAttachedContacts": {
    permission: "companies:read",
    http: "GET /companies/{company_id}/contacts",
    also: [LISTS_CONTACTS],
    row: COMPANY,
  },
  "companies.listAttachedSegments": {
    permission: "companies:read",
    http: "GET /companies/{company_id}/segments",
    row: COMPANY,
  },
  "companies.attachContact": {
    permission: "contacts:write",
    http: "POST /contacts/{contact_id}/companies",
    answers: "companies:read",
    row: CONTACT,
  },
  "companies.detachContact": {
    permission: "contacts:write",
    http: "DELETE /contacts/{contact_id}/companies/{company_id}",
    answers: "companies:read",
    row: CONTACT,
  },
};
