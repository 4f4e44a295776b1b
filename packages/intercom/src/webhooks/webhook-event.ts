/** A teammate, as Intercom's notifications hold them. No role is among it. */
export interface WebhookAdmin {
  /** As a string, whichever of both Intercom sent. */
  readonly id: string;
  readonly [member: string]: unknown;
}

/** One entry of the workspace's activity log. */
export interface WebhookActivity {
  /** What happened, such as `role_change`. An open set. */
  readonly activity_type: string;
  readonly [member: string]: unknown;
}

interface Notified<Kind extends string, Topic extends string, Item> {
  readonly kind: Kind;
  readonly topic: Topic;
  /** Intercom's `notif_…`, the same each time that it is sent. */
  readonly id: string;
  readonly workspaceId: string;
  /** When it happened: ISO 8601, UTC. */
  readonly createdAt: string;
  /** As Intercom sent it: customers' names and messages, not for a log. */
  readonly item: Item;
}

type Item = Readonly<Record<string, unknown>>;

/** A teammate came, left, logged in or out, or is away. */
export type AdminEvent = Notified<
  "admin",
  | "admin.added_to_workspace"
  | "admin.removed_from_workspace"
  | "admin.away_mode_updated"
  | "admin.logged_in"
  | "admin.logged_out",
  WebhookAdmin
>;

/** The activity log has a new entry: the only notice that there is of roles and permissions. */
export type AdminActivityEvent = Notified<
  "admin-activity",
  "admin.activity_log_event.created",
  WebhookActivity
>;

export type ConversationEvent = Notified<
  "conversation",
  | "conversation.admin.assigned"
  | "conversation.admin.open.assigned"
  | "conversation.admin.closed"
  | "conversation.deleted",
  Item
>;

export type ContactEvent = Notified<"contact", "contact.deleted", Item>;

export type TicketEvent = Notified<
  "ticket",
  "ticket.admin.assigned" | "ticket.team.assigned",
  Item
>;

export type JobEvent = Notified<"job", "job.completed", Item>;

/** Any other topic, and a known one whose item has not the shape that Intercom documents. */
export type OtherEvent = Notified<"other", string, unknown>;

/** What Intercom tells an app of, told apart by `kind`, since topics are an open set. */
export type WebhookEvent =
  | AdminEvent
  | AdminActivityEvent
  | ConversationEvent
  | ContactEvent
  | TicketEvent
  | JobEvent
  | OtherEvent;
