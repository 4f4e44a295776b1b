export { missingScopes, type ScopelessPermission } from "./scopes/missing-scopes.ts";
export { permissionsForScopes } from "./scopes/permissions-for-scopes.ts";
export { type PolicyScopes, scopesForPolicy } from "./scopes/scopes-for-policy.ts";
