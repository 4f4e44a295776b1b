import type { IntercomClient } from "intercom-client";
import { demoContactId } from "../../src/index.ts";

const conversation_id = "9001";
const contact_id = demoContactId(1);

/** Each of the stand-in's operations, called once through the SDK; each succeeds in a fresh workspace. */
export const sdkCalls: Readonly<Record<string, (client: IntercomClient) => Promise<unknown>>> = {
  "admins.identify": (client) => client.admins.identify(),
  "admins.list": (client) => client.admins.list(),
  "admins.listAllActivityLogs": (client) =>
    client.admins.listAllActivityLogs({ created_at_after: "0", created_at_before: "1999999999" }),
  "admins.find": (client) => client.admins.find({ admin_id: 1003 }),
  "admins.away": (client) =>
    client.admins.away({ admin_id: 1003, away_mode_enabled: true, away_mode_reassign: false }),
  "teams.list": (client) => client.teams.list(),
  "teams.find": (client) => client.teams.find({ team_id: "5001" }),
  "contacts.list": (client) => client.contacts.list({ page: 1, per_page: 2 }),
  "contacts.search": (client) =>
    client.contacts.search({ query: { field: "role", operator: "=", value: "user" } }),
  "contacts.showContactByExternalId": (client) =>
    client.contacts.showContactByExternalId({ external_id: "user-1" }),
  "contacts.find": (client) => client.contacts.find({ contact_id }),
  "contacts.create": (client) =>
    client.contacts.create({ email: "new@customers.example", name: "New Customer" }),
  "contacts.update": (client) => client.contacts.update({ contact_id, name: "Carol Married" }),
  "contacts.delete": (client) => client.contacts.delete({ contact_id }),
  "contacts.archive": (client) => client.contacts.archive({ contact_id }),
  "contacts.unarchive": (client) => client.contacts.unarchive({ contact_id }),
  "notes.list": (client) => client.notes.list({ contact_id }),
  "notes.create": (client) =>
    client.notes.create({ contact_id, body: "Called back", admin_id: "1003" }),
  "conversations.list": (client) => client.conversations.list({ per_page: 2 }),
  "conversations.search": (client) =>
    client.conversations.search({
      query: { operator: "AND", value: [{ field: "state", operator: "=", value: "open" }] },
      pagination: { per_page: 2 },
    }),
  "conversations.find": (client) =>
    client.conversations.find({ conversation_id, display_as: "plaintext" }),
  "conversations.create": (client) =>
    client.conversations.create({ from: { type: "user", id: contact_id }, body: "Hello" }),
  "conversations.update": (client) =>
    client.conversations.update({ conversation_id, read: true, custom_attributes: { urgent: 1 } }),
  "conversations.deleteConversation": (client) =>
    client.conversations.deleteConversation({ conversation_id: 9001 }),
  "conversations.reply": (client) =>
    client.conversations.reply({
      conversation_id,
      body: { type: "admin", message_type: "comment", admin_id: "1003", body: "On it" },
    }),
  "conversations.manage": (client) =>
    client.conversations.manage({
      conversation_id,
      body: { message_type: "assignment", type: "team", admin_id: "1003", assignee_id: "5002" },
    }),
  "conversations.runAssignmentRules": (client) =>
    client.conversations.runAssignmentRules({ conversation_id }),
  "conversations.attachContactAsAdmin": (client) =>
    client.conversations.attachContactAsAdmin({
      conversation_id,
      admin_id: "1003",
      customer: { intercom_user_id: demoContactId(2) },
    }),
  "conversations.detachContactAsAdmin": async (client) => {
    await sdkCalls["conversations.attachContactAsAdmin"]?.(client);
    return client.conversations.detachContactAsAdmin({
      conversation_id,
      contact_id,
      admin_id: "1003",
    });
  },
  "tags.list": (client) => client.tags.list(),
  "tags.create": (client) => client.tags.create({ name: "urgent" }),
  "tags.find": (client) => client.tags.find({ tag_id: "7001" }),
  "tags.delete": (client) => client.tags.delete({ tag_id: "7001" }),
  "contacts.listAttachedTags": (client) => client.contacts.listAttachedTags({ contact_id }),
  "tags.tagContact": (client) => client.tags.tagContact({ contact_id, id: "7001" }),
  "tags.untagContact": (client) => client.tags.untagContact({ contact_id, tag_id: "7003" }),
  "tags.tagConversation": (client) =>
    client.tags.tagConversation({ conversation_id, id: "7001", admin_id: "1003" }),
  "tags.untagConversation": async (client) => {
    await sdkCalls["tags.tagConversation"]?.(client);
    return client.tags.untagConversation({ conversation_id, tag_id: "7001", admin_id: "1003" });
  },
  "articles.list": (client) => client.articles.list({ per_page: 2 }),
  "articles.search": (client) =>
    client.articles.search({ phrase: "refunds", state: "published", highlight: false }),
  "articles.find": (client) => client.articles.find({ article_id: 8001 }),
  "articles.create": (client) =>
    client.articles.create({ title: "Opening hours", author_id: 1002, state: "published" }),
  "articles.update": (client) => client.articles.update({ article_id: 8001, title: "Refunds" }),
  "articles.delete": (client) => client.articles.delete({ article_id: 8001 }),
  "events.create": (client) =>
    client.events.create({ user_id: "user-1", event_name: "signed-in", created_at: 1767614400 }),
  "events.list": (client) => client.events.list({ type: "user", user_id: "user-1" }),
};
