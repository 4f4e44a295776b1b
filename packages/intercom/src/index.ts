export type { Identity, WorkspaceAdmin, WorkspaceTeam } from "./client/answers.ts";
export type { IntercomClientOptions } from "./client/client-options.ts";
export { createIntercomClient } from "./client/create-intercom-client.ts";
export type { Connection } from "./client/verify-connection.ts";
export { verifyConnection } from "./client/verify-connection.ts";
export type {
  ActivityLogWatcher,
  ActivityLogWatcherOptions,
} from "./directory/activity-log-watcher.ts";
export { createActivityLogWatcher } from "./directory/activity-log-watcher.ts";
export type { RoleDirectoryOptions } from "./directory/create-role-directory.ts";
export { createRoleDirectory } from "./directory/create-role-directory.ts";
export type { MappedRoles, RoleMapping, RolesById } from "./directory/role-mapping.ts";
export { createOAuthFlow } from "./oauth/create-oauth-flow.ts";
export type { OAuthFlowOptions } from "./oauth/oauth-options.ts";
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
