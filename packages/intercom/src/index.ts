export { createOAuthFlow } from "./oauth/create-oauth-flow.ts";
export type { OAuthFlowOptions } from "./oauth/oauth-options.ts";
export { missingScopes, type ScopelessPermission } from "./scopes/missing-scopes.ts";
export { permissionsForScopes } from "./scopes/permissions-for-scopes.ts";
export { type PolicyScopes, scopesForPolicy } from "./scopes/scopes-for-policy.ts";
