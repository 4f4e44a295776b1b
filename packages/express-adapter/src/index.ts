export type { Denied } from "./answer.ts";
export type { Awaitable } from "./awaitable.ts";
export type { RbacContext } from "./context.ts";
export { createRbac } from "./create-rbac.ts";
export type { GuardMetadata, PublicMetadata } from "./guard-metadata.ts";
export type { ErrorMiddleware, Middleware, Next } from "./middleware.ts";
export { publicRoute } from "./public-route.ts";
export type {
  Falsy,
  Guard,
  GuardOptions,
  Rbac,
  RbacOptions,
  UnknownParams,
  WithRbac,
} from "./rbac.ts";
export type { DecisionEvent } from "./recorder.ts";
export type { Required, RequirementInput } from "./requirement.ts";
export type { AnswerBody, ResponseFormat } from "./responses.ts";
