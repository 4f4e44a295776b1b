export type { Denied } from "./answers/answer.ts";
export type { AnswerBody, ResponseFormat } from "./answers/responses.ts";
export type { Awaitable } from "./containment/awaitable.ts";
export type { ErrorMiddleware, Middleware, Next } from "./containment/middleware.ts";
export { createRbac } from "./create-rbac.ts";
export type { GuardMetadata, PublicMetadata } from "./guard/guard-metadata.ts";
export { publicRoute } from "./guard/public-route.ts";
export type { Required, RequirementInput } from "./guard/requirement.ts";
export type {
  Falsy,
  Guard,
  GuardOptions,
  Rbac,
  RbacOptions,
  UnknownParams,
  WithRbac,
} from "./rbac.ts";
export type { DecisionEvent } from "./record/recorder.ts";
export type { RbacContext } from "./request/context.ts";
