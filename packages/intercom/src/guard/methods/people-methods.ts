import {
  LISTS_COMPANIES,
  MERGES,
  OF_CONTACT,
  OF_CONVERSATION,
  OF_TICKET,
  SETS_CONSENT,
  TAGS_SOMETHING,
} from "./body-demands.ts";
import type { RowPlace } from "./row-place.ts";
import type { SdkMethodsOf } from "./sdk-method.ts";

const CONTACT: RowPlace = { ids: ["contact_id"], read: "contacts.find" };
const TAG: RowPlace = { ids: ["tag_id"], read: "tags.find" };
const TAG_IN_BODY: RowPlace = { ids: ["id"], read: "tags.find" };

export const peopleMethods: SdkMethodsOf<
  "contacts" | "notes" | "segments" | "subscriptionTypes" | "tags" | "events" | "visitors"
> = {
  "contacts.list": { permission: "contacts:read", http: "GET /contacts", rows: "data" },
  "contacts.search": {
    permission: "contacts:read",
    http: "POST /contacts/search",
    searches: true,
    rows: "data",
    reads: true,
  },
  "contacts.find": {
    permission: "contacts:read",
    http: "GET /contacts/{contact_id}",
    row: CONTACT,
    answersRow: true,
  },
  "contacts.showContactByExternalId": {
    permission: "contacts:read",
    http: "GET /contacts/find_by_external_id/{external_id}",
    answersRow: true,
  },
  "contacts.create": {
    permission: "contacts:write",
    http: "POST /contacts",
    also: [SETS_CONSENT],
    fields: true,
  },
  "contacts.update": {
    permission: "contacts:write",
    http: "PUT /contacts/{contact_id}",
    also: [SETS_CONSENT],
    row: CONTACT,
    fields: true,
  },
  "contacts.delete": {
    permission: "contacts:delete",
    http: "DELETE /contacts/{contact_id}",
    row: CONTACT,
  },
  "contacts.mergeLeadInUser": {
    permission: "contacts:merge",
    http: "POST /contacts/merge",
    row: { ids: ["from", "into"], read: "contacts.find" },
  },
  "contacts.archive": {
    permission: "contacts:write",
    http: "POST /contacts/{contact_id}/archive",
    row: CONTACT,
  },
  "contacts.unarchive": {
    permission: "contacts:write",
    http: "POST /contacts/{contact_id}/unarchive",
    row: CONTACT,
  },
  "contacts.blockContact": {
    permission: "contacts:block",
    http: "POST /contacts/{contact_id}/block",
    row: CONTACT,
  },
  "contacts.listAttachedCompanies": {
    permission: "contacts:read",
    http: "GET /contacts/{contact_id}/companies",
    also: [LISTS_COMPANIES],
    row: CONTACT,
  },
  "contacts.listAttachedSegments": {
    permission: "contacts:read",
    http: "GET /contacts/{contact_id}/segments",
    row: CONTACT,
  },
  "contacts.listAttachedSubscriptions": {
    permission: "subscriptions:read",
    http: "GET /contacts/{contact_id}/subscriptions",
    rows: "data",
  },
  "contacts.attachSubscription": {
    permission: "subscriptions:write",
    http: "POST /contacts/{contact_id}/subscriptions",
    row: { ids: ["id"] },
  },
  "contacts.detachSubscription": {
    permission: "subscriptions:write",
    http: "DELETE /contacts/{contact_id}/subscriptions/{subscription_id}",
    row: { ids: ["subscription_id"] },
  },
  "contacts.listAttachedTags": {
    permission: "tags:read",
    http: "GET /contacts/{contact_id}/tags",
    rows: "data",
  },

  "notes.list": {
    permission: "notes:read",
    http: "GET /contacts/{contact_id}/notes",
    rows: "data",
  },
  "notes.find": {
    permission: "notes:read",
    http: "GET /notes/{note_id}",
    row: { ids: ["note_id"], read: "notes.find" },
    answersRow: true,
  },
  "notes.create": { permission: "notes:write", http: "POST /contacts/{contact_id}/notes" },

  "segments.list": { permission: "segments:read", http: "GET /segments", rows: "segments" },
  "segments.find": {
    permission: "segments:read",
    http: "GET /segments/{segment_id}",
    row: { ids: ["segment_id"], read: "segments.find" },
    answersRow: true,
  },

  "subscriptionTypes.list": {
    permission: "subscriptions:read",
    http: "GET /subscription_types",
    rows: "data",
    noRequest: true,
  },

  "tags.list": { permission: "tags:read", http: "GET /tags", rows: "data", noRequest: true },
  "tags.find": {
    permission: "tags:read",
    http: "GET /tags/{tag_id}",
    row: TAG,
    answersRow: true,
  },
  "tags.create": { permission: "tags:write", http: "POST /tags", also: [TAGS_SOMETHING] },
  "tags.delete": { permission: "tags:write", http: "DELETE /tags/{tag_id}", row: TAG },
  "tags.tagContact": {
    permission: "tags:apply",
    http: "POST /contacts/{contact_id}/tags",
    also: [OF_CONTACT],
    row: TAG_IN_BODY,
  },
  "tags.untagContact": {
    permission: "tags:apply",
    http: "DELETE /contacts/{contact_id}/tags/{tag_id}",
    also: [OF_CONTACT],
    row: TAG,
  },
  "tags.tagConversation": {
    permission: "tags:apply",
    http: "POST /conversations/{conversation_id}/tags",
    also: [OF_CONVERSATION],
    row: TAG_IN_BODY,
  },
  "tags.untagConversation": {
    permission: "tags:apply",
    http: "DELETE /conversations/{conversation_id}/tags/{tag_id}",
    also: [OF_CONVERSATION],
    row: TAG,
  },
  "tags.tagTicket": {
    permission: "tags:apply",
    http: "POST /tickets/{ticket_id}/tags",
    also: [OF_TICKET],
    row: TAG_IN_BODY,
  },
  "tags.untagTicket": {
    permission: "tags:apply",
    http: "DELETE /tickets/{ticket_id}/tags/{tag_id}",
    also: [OF_TICKET],
    row: TAG,
  },

  "events.list": { permission: "events:read", http: "GET /events" },
  "events.create": { permission: "events:write", http: "POST /events" },
  "events.summaries": { permission: "events:write", http: "POST /events/summaries" },

  "visitors.find": {
    permission: "contacts:read",
    http: "GET /visitors",
    queryIds: ["user_id"],
    answersRow: true,
  },
  "visitors.update": { permission: "contacts:write", http: "PUT /visitors", fields: true },
  "visitors.mergeToContact": {
    permission: "contacts:write",
    http: "POST /visitors/convert",
    also: [MERGES],
  },
};
