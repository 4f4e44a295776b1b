import type { IntercomPermission } from "./catalogue.ts";
import type { ScopeEntry } from "./scope-basis.ts";

const listUsers = ["Read and list users and companies"];
const readOneUser = ["Read one user and one company"];
const readWriteUsers = ["Read and write users", "read_write_users"];
const writeUsers = ["Write users and companies"];
const readTags = ["Read tags"];
const writeTags = ["Write tags"];
const readConversations = ["Read conversations", "read_conversations"];
const writeConversations = ["Write conversations", "write_conversations"];
const writeTickets = ["Write tickets", "write_tickets"];
const listArticles = ["Read and list articles", "read_articles_scope"];
const writeArticles = ["Read and write articles", "read_write_articles_scope"];
const readArticles = [...listArticles, ...writeArticles];
const aiContent = ["Read and write AI content"];
const writeNews = ["Read and write news items and newsfeeds"];
const readNews = ["Read and list news items and newsfeeds", ...writeNews];
const customObjects = ["Read and write custom object instances"];
const writeConnectors = ["Read and write data connectors"];
const readConnectors = ["Read data connectors", ...writeConnectors];
const readAdmins = ["Read admins"];
const readOneAdmin = ["Read one admin", "read_single_admin"];

/**
 * The OAuth scopes that allow each permission, to be given to `policy.withScopes`. Names are the labels of
 * Intercom's Developer Hub and, where Intercom's own material shows them, the API names.
 *
 * Any one name of a list allows the permission, so names that open a corner of it are left out, and no scope that
 * only reads opens a write. Intercom may still refuse a single call. A permission without a known scope has an
 * empty list: it is refused until the app replaces the entry, as in
 * `{ ...intercomScopes, "fin:run": ["the scope your app asked for"] }`.
 *
 * Source: Intercom API description 2.16 (2026-08) and the OAuth scopes page of Intercom's developer
 * documentation (stored copy, read 2026-11). `docs/decisions/0003-intercom-scopes.md` lists what was left out.
 */
export const intercomScopes: { readonly [P in IntercomPermission]: ScopeEntry } = {
  // People
  "contacts:read": { basis: "docs", scopes: [...listUsers, ...readWriteUsers, ...readOneUser] },
  "contacts:write": { basis: "spec", scopes: [...writeUsers, ...readWriteUsers] },
  "contacts:delete": { basis: "inferred", scopes: writeUsers },
  "contacts:merge": { basis: "inferred", scopes: writeUsers },
  "contacts:block": { basis: "inferred", scopes: writeUsers },
  "companies:read": { basis: "docs", scopes: [...listUsers, ...readOneUser] },
  "companies:write": { basis: "docs", scopes: writeUsers },
  "companies:delete": { basis: "inferred", scopes: writeUsers },
  "notes:read": { basis: "inferred", scopes: listUsers },
  "notes:write": { basis: "inferred", scopes: writeUsers },
  "segments:read": { basis: "docs", scopes: listUsers },
  "segments:write": { basis: "unknown", scopes: [] },
  "subscriptions:read": { basis: "inferred", scopes: listUsers },
  "subscriptions:write": { basis: "inferred", scopes: writeUsers },
  "tags:read": { basis: "docs", scopes: readTags },
  "tags:write": { basis: "docs", scopes: writeTags },
  "tags:apply": { basis: "docs", scopes: writeTags },
  "events:read": { basis: "docs", scopes: ["Read events"] },
  "events:write": { basis: "docs", scopes: ["Write events"] },

  // Inbox
  "conversations:read": { basis: "spec", scopes: readConversations },
  "conversations:create": { basis: "inferred", scopes: writeConversations },
  "conversations:update": { basis: "docs", scopes: writeConversations },
  "conversations:reply": { basis: "docs", scopes: writeConversations },
  "conversations:note": { basis: "docs", scopes: writeConversations },
  "conversations:assign": { basis: "docs", scopes: writeConversations },
  "conversations:close": { basis: "docs", scopes: writeConversations },
  "conversations:snooze": { basis: "docs", scopes: writeConversations },
  "conversations:merge": { basis: "spec", scopes: writeConversations },
  "conversations:redact": { basis: "inferred", scopes: writeConversations },
  "conversations:delete": { basis: "inferred", scopes: writeConversations },
  "messages:read": { basis: "unknown", scopes: [] },
  "messages:send": { basis: "inferred", scopes: writeConversations },
  "macros:read": { basis: "spec", scopes: readConversations },

  // Tickets
  "tickets:read": { basis: "docs", scopes: ["Read tickets"] },
  "tickets:create": { basis: "docs", scopes: writeTickets },
  "tickets:update": { basis: "spec", scopes: writeTickets },
  "tickets:reply": { basis: "inferred", scopes: writeTickets },
  "tickets:delete": { basis: "inferred", scopes: writeTickets },
  "ticket_types:write": { basis: "inferred", scopes: writeTickets },

  // Knowledge
  "articles:read": { basis: "spec", scopes: readArticles },
  "articles:write": { basis: "spec", scopes: writeArticles },
  "articles:publish": { basis: "spec", scopes: writeArticles },
  "articles:delete": { basis: "inferred", scopes: writeArticles },
  "help_center:read": { basis: "docs", scopes: readArticles },
  "help_center:write": { basis: "docs", scopes: writeArticles },
  "help_center:delete": { basis: "docs", scopes: writeArticles },
  "internal_articles:read": { basis: "inferred", scopes: readArticles },
  "internal_articles:write": { basis: "inferred", scopes: writeArticles },
  "content:read": { basis: "spec", scopes: ["read_content"] },
  "content:write": { basis: "spec", scopes: ["write_content"] },
  "ai_content:read": { basis: "inferred", scopes: aiContent },
  "ai_content:write": { basis: "docs", scopes: aiContent },
  "news:read": { basis: "docs", scopes: readNews },
  "news:write": { basis: "docs", scopes: writeNews },

  // Data
  "data_attributes:read": { basis: "inferred", scopes: listUsers },
  "data_attributes:write": { basis: "docs", scopes: ["Write data attributes"] },
  "custom_objects:read": { basis: "docs", scopes: customObjects },
  "custom_objects:write": { basis: "docs", scopes: customObjects },
  "data_connectors:read": { basis: "docs", scopes: readConnectors },
  "data_connectors:write": { basis: "docs", scopes: writeConnectors },
  "exports:run": { basis: "docs", scopes: ["Export content data"] },
  "jobs:read": { basis: "docs", scopes: ["Read status of jobs"] },

  // Voice and AI
  "calls:read": { basis: "inferred", scopes: readConversations },
  "calls:recordings": { basis: "inferred", scopes: readConversations },
  "calls:redirect": { basis: "docs", scopes: ["Create phone call redirects"] },
  "fin:read": { basis: "unknown", scopes: [] },
  "fin:run": { basis: "unknown", scopes: [] },

  // Workspace
  "admins:read": { basis: "docs", scopes: [...readAdmins, ...readOneAdmin] },
  "admins:write": { basis: "docs", scopes: ["Update admins"] },
  "teams:read": { basis: "inferred", scopes: readAdmins },
  "activity_logs:read": { basis: "docs", scopes: ["Read admin activity logs"] },
  "settings:read": { basis: "spec", scopes: ["read_write_office_hours"] },
  "settings:manage": { basis: "spec", scopes: ["manage_ip_allowlist"] },
};
