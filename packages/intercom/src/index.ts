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
export { createRoleDirectory } from "./directory/create-role-directory.ts";
export type { RoleDirectoryOptions } from "./directory/directory-options.ts";
export type { MappedRoles, RoleMapping, RolesById } from "./directory/role-mapping.ts";
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
export type {
  GuardClientOptions,
  GuardedResources,
  IntercomResource,
} from "./guard/guard-client.ts";
export { guardClient } from "./guard/guard-client.ts";
export { isGuardedClient } from "./guard/guarded-clients.ts";
export { createOAuthFlow } from "./oauth/create-oauth-flow.ts";
export type { InstallAttempt, MayInstall } from "./oauth/may-install.ts";
export type { OAuthFlowOptions } from "./oauth/oauth-options.ts";
export { createTeamRouter } from "./routing/create-team-router.ts";
export type { TeamRouterOptions } from "./routing/router-options.ts";
export type { TeamStatus } from "./routing/team-looks.ts";
export type {
  RoutedTeam,
  RoutingFailure,
  RoutingRequest,
  TeamRouter,
  TeamRouting,
  TeamsByTopic,
} from "./routing/team-router.ts";
export { missingScopes, type ScopelessPermission } from "./scopes/missing-scopes.ts";
export { permissionsForScopes } from "./scopes/permissions-for-scopes.ts";
export { type PolicyScopes, scopesForPolicy } from "./scopes/scopes-for-policy.ts";
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
