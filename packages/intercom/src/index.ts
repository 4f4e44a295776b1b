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
