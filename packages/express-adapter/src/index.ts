export type { Denied } from "./answers/answer.ts";
export type { Answer, AnswerBody, ResponseFormat } from "./answers/responses.ts";
export type { Awaitable } from "./containment/awaitable.ts";
export type { ErrorMiddleware, Middleware, Next } from "./containment/middleware.ts";
export { createRbac } from "./create-rbac.ts";
export type { GuardMetadata, PublicMetadata } from "./demand/marks.ts";
export type { Required, RequirementInput, SeveralPermissions } from "./demand/requirement.ts";
export { publicRoute } from "./guard/public-route.ts";
export { oauthRouter } from "./intercom/oauth-router.ts";
export type {
  ConsentOptions,
  OAuthPaths,
  OAuthRouterOptions,
} from "./intercom/oauth-router-options.ts";
export type { WebhookReport, WebhookRouterOptions } from "./intercom/webhook-router.ts";
export { webhookRouter } from "./intercom/webhook-router.ts";
export type {
  CommonGuardOptions,
  DeferredGuardOptions,
  Falsy,
  Guard,
  GuardOptions,
  ListGuardOptions,
  LoaderRequest,
  Rbac,
  RbacOptions,
  RowGuardOptions,
  UnknownParams,
  WithRbac,
} from "./rbac.ts";
export type { DecisionEvent } from "./record/recorder.ts";
export type { RbacContext } from "./request/context.ts";
export type { RouteExceptions } from "./routes/assert-routes-guarded.ts";
export { assertRoutesGuarded } from "./routes/assert-routes-guarded.ts";
export { describeRoutes } from "./routes/describe-routes.ts";
export type { ExpressModule } from "./routes/record-routes.ts";
export { recordRoutes } from "./routes/record-routes.ts";
export type { RoutedApp, RouteGuard, RouteReport } from "./routes/route-report.ts";
