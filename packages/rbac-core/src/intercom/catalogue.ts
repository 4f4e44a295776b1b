import type { PermissionName } from "../types/catalogue.ts";

/**
 * What an app can do on Intercom: 29 resources, 73 permissions, each a group of REST operations that are given
 * and refused together. Operations of one group that differ in the body only (`message_type`) are told apart
 * where that changes who may act: reply, note, assign, close, snooze.
 *
 * Source: Intercom API description 2.16 (2026-08).
 */
export const intercomCatalogue = {
  // People
  contacts: ["read", "write", "delete", "merge", "block"],
  companies: ["read", "write", "delete"],
  notes: ["read", "write"],
  segments: ["read", "write"],
  subscriptions: ["read", "write"],
  tags: ["read", "write", "apply"],
  events: ["read", "write"],

  // Inbox
  conversations: [
    "read",
    "create",
    "update",
    "reply",
    "note",
    "assign",
    "close",
    "snooze",
    "merge",
    "redact",
    "delete",
  ],
  messages: ["read", "send"],
  macros: ["read"],

  // Tickets
  tickets: ["read", "create", "update", "reply", "delete"],
  ticket_types: ["write"],

  // Knowledge
  articles: ["read", "write", "publish", "delete"],
  help_center: ["read", "write", "delete"],
  internal_articles: ["read", "write"],
  content: ["read", "write"],
  ai_content: ["read", "write"],
  news: ["read", "write"],

  // Data
  data_attributes: ["read", "write"],
  custom_objects: ["read", "write"],
  data_connectors: ["read", "write"],
  exports: ["run"],
  jobs: ["read"],

  // Voice and AI
  calls: ["read", "recordings", "redirect"],
  fin: ["read", "run"],

  // Workspace
  admins: ["read", "write"],
  teams: ["read"],
  activity_logs: ["read"],
  settings: ["read", "manage"],
} as const;

export type IntercomPermission = PermissionName<typeof intercomCatalogue>;
