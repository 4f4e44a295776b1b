export {
  type AuditEntry,
  type AuditSink,
  createMemoryAuditSink,
  type MemoryAuditSink,
} from "./audit.ts";
export { type Authorizer, type AuthorizerOptions, createAuthorizer } from "./authorizer.ts";
export { combineSinks } from "./combine-sinks.ts";
export type {
  OAuthCallback,
  OAuthCompletion,
  OAuthFlow,
  OAuthInstall,
  OAuthPurpose,
  OAuthRequest,
  OAuthSignIn,
  OAuthStart,
  UninstallOutcome,
  UsedStates,
  VerifiedAdmin,
} from "./contracts/oauth-flow.ts";
export type {
  DirectoryPrincipal,
  RoleDirectory,
  UnmappedRole,
} from "./contracts/role-directory.ts";
export type { ScopeNeed } from "./contracts/scope-need.ts";
export type {
  NotificationIdentity,
  WebhookOutcome,
  WebhookReceiver,
  WebhookReply,
  WebhookRequest,
} from "./contracts/webhook-receiver.ts";
export {
  createMemoryWorkspaceStore,
  type Installer,
  type InstallOf,
  type IntercomRegion,
  type Workspace,
  type WorkspaceStore,
} from "./contracts/workspace-store.ts";
export { definePolicy } from "./define-policy.ts";
export {
  type AnyRbacError,
  GuardMisusedError,
  IntercomFailedError,
  type IntercomFailure,
  type IntercomFailureDetails,
  isRbacError,
  type OAuthRefusal,
  OAuthRefusedError,
  OptionInvalidError,
  PermissionDeniedError,
  PermissionUnknownError,
  PolicyDefinitionError,
  PrincipalInvalidError,
  RbacError,
  type RbacErrorCode,
  UnavailableError,
  UndecidedError,
} from "./errors.ts";
export { extendPolicy } from "./extend-policy.ts";
export type { IntercomPermission } from "./intercom/catalogue.ts";
export { intercomCatalogue } from "./intercom/catalogue.ts";
export { intercomPolicy } from "./intercom/policy.ts";
export type { IntercomRole } from "./intercom/roles.ts";
export type { ScopeBasis, ScopeEntry } from "./intercom/scope-basis.ts";
export { intercomScopes } from "./intercom/scopes.ts";
export { parsePolicy } from "./parse-policy.ts";
export { principal } from "./principal.ts";
export { caslOptions } from "./questions/casl-options.ts";
export { matchesCondition } from "./questions/conditions-for.ts";
export { readSnapshot, type Snapshot } from "./snapshot/read-snapshot.ts";
export type {
  Catalogue,
  MergedCatalogue,
  PermissionName,
  PermissionPattern,
  ResourceName,
  ResourceOf,
} from "./types/catalogue.ts";
export type {
  BoundComparison,
  BoundCondition,
  Condition,
  FieldName,
  FieldPath,
  Operator,
  Scalar,
} from "./types/condition.ts";
export type {
  ConsideredRule,
  Decision,
  DecisionCode,
  Explanation,
  Layer,
  Remedy,
  Truth,
} from "./types/decision.ts";
export type {
  CustomRoleDocument,
  PolicyDefinition,
  PolicyDocument,
  RoleDefinition,
  Rule,
  RuleDocument,
  ScopeMap,
  TenantDefinition,
} from "./types/definition.ts";
export type {
  Cell,
  CheckOptions,
  Matrix,
  PermissionOf,
  Policy,
  RoleOf,
  RowConditions,
  Who,
} from "./types/policy.ts";
export type {
  MergedTypes,
  OpenPrincipal,
  PolicyTypes,
  PrincipalBase,
  PrincipalOf,
  PrincipalRef,
  ResourceArgument,
  RowOf,
} from "./types/principal.ts";
export type { Problem, ProblemCode } from "./types/problem.ts";
export type { PolicySnapshot, SnapshotAnswer, SnapshotRule } from "./types/snapshot.ts";
