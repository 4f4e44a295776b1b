export { createOAuthFlow } from "./oauth/create-oauth-flow.ts";
export type { OAuthFlowOptions } from "./oauth/oauth-options.ts";
