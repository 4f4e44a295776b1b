export type { AlertFunction, AlertSinkOptions } from "./events/alert-sink.ts";
export { alertSink } from "./events/alert-sink.ts";
export type {
  DeliveryOptions,
  DeliverySink,
  DroppedEntries,
  DropReason,
} from "./events/delivery-sink.ts";
export type { EntryFilter } from "./events/entry-filter.ts";
export type { IntercomAuditSinkOptions } from "./events/intercom-audit-sink.ts";
export { intercomAuditSink } from "./events/intercom-audit-sink.ts";
export { createWebhookReceiver } from "./webhooks/create-webhook-receiver.ts";
export type { WebhookReceiverOptions } from "./webhooks/receiver-options.ts";
export type {
  AdminActivityEvent,
  AdminEvent,
  ContactEvent,
  ConversationEvent,
  JobEvent,
  OtherEvent,
  TicketEvent,
  WebhookActivity,
  WebhookAdmin,
  WebhookEvent,
} from "./webhooks/webhook-event.ts";
