import { z } from "zod";
import type { IdentifiedNotification } from "./parse-notification.ts";
import type { WebhookEvent } from "./webhook-event.ts";

// A number in what Intercom sends, a string in what it documents.
const adminId = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(String);
const admin = z.looseObject({ id: adminId });
const activity = z.looseObject({ activity_type: z.string().min(1).max(128) });

/** A notification as the app is told of it. */
export function toEvent(notification: IdentifiedNotification): WebhookEvent {
  const { id, topic, workspaceId, createdAt, item } = notification;
  const rest = { id, workspaceId, createdAt: new Date(createdAt * 1000).toISOString() };
  switch (topic) {
    case "admin.added_to_workspace":
    case "admin.removed_from_workspace":
    case "admin.away_mode_updated":
    case "admin.logged_in":
    case "admin.logged_out": {
      const found = admin.safeParse(item);
      if (!found.success) break;
      return { kind: "admin", topic, ...rest, item: found.data };
    }
    case "admin.activity_log_event.created": {
      const found = activity.safeParse(item);
      if (!found.success) break;
      return { kind: "admin-activity", topic, ...rest, item: found.data };
    }
    case "conversation.admin.assigned":
    case "conversation.admin.open.assigned":
    case "conversation.admin.closed":
    case "conversation.deleted":
      return { kind: "conversation", topic, ...rest, item };
    case "contact.deleted":
      return { kind: "contact", topic, ...rest, item };
    case "ticket.admin.assigned":
    case "ticket.team.assigned":
      return { kind: "ticket", topic, ...rest, item };
    case "job.completed":
      return { kind: "job", topic, ...rest, item };
  }
  return { kind: "other", topic, ...rest, item };
}
