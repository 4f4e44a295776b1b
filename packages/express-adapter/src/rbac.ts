import type { IncomingMessage } from "node:http";
import type {
  AuditSink,
  Catalogue,
  Decision,
  PermissionName,
  Policy,
  PrincipalOf,
  ResourceOf,
  RowOf,
} from "@intercom-rbac/core";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Denied } from "./answers/answer.ts";
import type { ResponseFormat } from "./answers/responses.ts";
import type { Awaitable } from "./containment/awaitable.ts";
import type { ErrorMiddleware, Middleware, Next } from "./containment/middleware.ts";
import type { SeveralPermissions } from "./demand/requirement.ts";
import type { DecisionEvent } from "./record/recorder.ts";
import type { RbacContext } from "./request/context.ts";

/** What `req.user && { … }` may give for nobody. */
export type Falsy = null | undefined | false | 0 | "";

/** @typeParam W the roles of workspace policies, under whatever name, where `policyFor` adds stored ones */
export interface RbacOptions<
  C extends Catalogue,
  N extends string,
  T,
  Req,
  W extends string = string,
> {
  readonly policy: Policy<C, N, T>;
  /**
   * Who acts, from what the app's own authentication left on the request; falsy for nobody. Asked once per request,
   * at its first guard. Where it is synchronous, so is the guard. A role in the body, query or a header is the
   * client's claim: do not read it here.
   */
  readonly principal: (req: Req) => Awaitable<PrincipalOf<T> | Falsy>;
  /**
   * The policy of the request's workspace, made from `policy` by `withRoles`, `withScopes` or `extendPolicy`; another
   * one goes to `next` as `ERR_RBAC_OPTION_INVALID`. Asked once per request, for a principal that is somebody. Keep the
   * policies you make: one that was seen before costs nothing. If it throws or gives nothing, the request is refused.
   *
   * Guards are checked against `policy` when they are mounted. A rule that a workspace adds may need a row where the
   * guard has none: the guard then refuses with `resource_required`, and a process warning names it, once.
   */
  readonly policyFor?:
    | ((req: Req, principal: PrincipalOf<T>) => Awaitable<Policy<C, W, T>>)
    | undefined;
  /** A guard waits for the entry to be written; a sink that fails makes it answer 503. */
  readonly audit?: AuditSink | undefined;
  /** Told of every decision after it was recorded. If it throws or rejects, the request is refused. */
  readonly onDecision?:
    | ((decision: Decision, event: DecisionEvent<Req, PrincipalOf<T>>) => void | PromiseLike<void>)
    | undefined;
  /**
   * Answers in place of the built-in bodies. It may call `next(error)`; `next()`, `next("route")` and `req.next()` are
   * answered with 500, as is an error it throws.
   *
   * What nobody here can prevent: a `next` that the hook got from another middleware, and an error handler of the app
   * that answers `next(error)` with `next()`, take the refused request to what is mounted behind. A plain handler then
   * runs. `rbac(req)` and handlers made by `handler` refuse it for good, with `ERR_RBAC_GUARD_MISUSED`, and so does
   * `guard.of(req)` of every guard but those that allow it after that: each guard decides anew.
   */
  readonly onDenied?:
    | ((req: Req, res: Response, next: Next, denied: Denied) => unknown)
    | undefined;
  /** `"json"` unless told; `"problem"` is RFC 9457 with the same members added. */
  readonly responseFormat?: ResponseFormat | undefined;
  /** The value of `WWW-Authenticate` with 401; `Bearer` unless told. */
  readonly challenge?: string | undefined;
  /** Adds a rule's `reason` to 403 bodies. */
  readonly exposeReasons?: boolean | undefined;
  /**
   * What becomes of a 2xx or 3xx answer behind a `deferred` guard without an allowed decision. `"refuse"`, the default,
   * sends 500 in its place, in every environment; `"report"` lets it go out. Both emit a process warning with the code
   * `ERR_RBAC_UNDECIDED`.
   */
  readonly onUndecided?: "refuse" | "report" | undefined;
}

/** A request as loaders see it: what Express and the app's own middleware put there, `params` from the path. */
export type LoaderRequest<Req, Params> = Request<Params> & Omit<Req, "params">;

/** Who looks at the row: the guard, the handler of a list, or the handler that finds it. Without any, nobody. */
export type GuardOptions<Req, Row, Params> =
  | RowGuardOptions<Req, Row, Params>
  | ListGuardOptions<Req, Params>
  | DeferredGuardOptions<Req, Params>;

export interface CommonGuardOptions<Req, Params> {
  /** The fields the request touches. An empty list says nothing. */
  readonly fields?: ((req: LoaderRequest<Req, Params>) => Awaitable<readonly string[]>) | undefined;
}

export interface RowGuardOptions<Req, Row, Params> extends CommonGuardOptions<Req, Params> {
  /** Loads the row the permission is about; `null` or `undefined` is answered with 404. */
  readonly resource?:
    | ((req: LoaderRequest<Req, Params>) => Awaitable<Row | null | undefined>)
    | undefined;
  /** A denial on the row is answered as if the row were not there. */
  readonly maskAs404?: boolean | undefined;
  readonly list?: false | undefined;
  readonly deferred?: false | undefined;
}

export interface ListGuardOptions<Req, Params> extends CommonGuardOptions<Req, Params> {
  /** Asks whether some row would be allowed; the handler then filters. */
  readonly list: boolean | undefined;
  readonly resource?: undefined;
  readonly deferred?: false | undefined;
  readonly maskAs404?: false | undefined;
}

export interface DeferredGuardOptions<Req, Params> extends CommonGuardOptions<Req, Params> {
  /**
   * Asks whether some row would be allowed; the handler must decide, with `decide` or `authorize` of the context,
   * before it answers 2xx or 3xx. For rows that only the handler can find. See `onUndecided`.
   */
  readonly deferred: boolean | undefined;
  readonly resource?: undefined;
  readonly list?: false | undefined;
  readonly maskAs404?: false | undefined;
}

/** A middleware that lets through only whom the policy allows, and that hands on what it knows. */
export interface Guard<Context> extends Middleware {
  /** Throws `ERR_RBAC_GUARD_MISUSED` if this guard has not allowed this request, or another has refused it since. */
  of(req: IncomingMessage): Context;
}

export interface WithRbac<Context> {
  readonly rbac: Context;
}

// What Express itself takes these for where nobody says; spelt out here, all but the query would be `any`.
type ResBodyOfExpress = Parameters<Response["json"]>[0];
type ReqBodyOfExpress = Request["body"];
type QueryOfExpress = Request["query"];

/**
 * `params` in a loader, which is written before the path is known: an index signature would make `req.params.id`
 * possibly undefined, or not compile at all under stricter compiler options, so it is as open as a body. Annotate the
 * loader's request to have it checked: `(req: Request<{ id: string }>) => …`.
 */
export type UnknownParams = Request["body"];

export interface Rbac<C extends Catalogue, N extends string, T, Req> {
  /**
   * A guard for a route, a router or an app. In order: principal (401), everything that needs no row (403, the loader
   * is not called), loader (404), the decision on the row (403). One audit entry each run, or one per permission of an
   * allowed `all`, and none for a `deferred` yes, which the handler's decision writes; run again on the same request
   * with the same demand and no loader, it neither decides nor records anew.
   *
   * Throws at once, never on a request: `ERR_RBAC_PERMISSION_UNKNOWN`, `ERR_RBAC_OPTION_INVALID`, and
   * `ERR_RBAC_GUARD_MISUSED` for an empty list or a demand that needs a row on a guard that has none.
   *
   * @example
   * app.delete("/api/contacts/:id", requirePermission("contacts:delete"), deleteContact);
   * @example
   * const replying = requirePermission("conversations:reply", {
   *   resource: (req) => conversations.find(req.params.id),
   * });
   * app.post("/api/conversations/:id/reply", replying, (req, res) => {
   *   const conversation = replying.of(req).resource;
   * });
   */
  requirePermission<
    const P extends PermissionName<C>,
    Row extends RowOf<T, ResourceOf<P>> | undefined = undefined,
    Params = UnknownParams,
  >(
    permission: SeveralPermissions<P>,
    options?: GuardOptions<Req, Row, Params>,
  ): Guard<RbacContext<C, N, T, Row>>;
  // On its own and last: the compiler names the nearest permission for the last signature.
  requirePermission<
    const P extends PermissionName<C>,
    Row extends RowOf<T, ResourceOf<P>> | undefined = undefined,
    Params = UnknownParams,
  >(permission: P, options?: GuardOptions<Req, Row, Params>): Guard<RbacContext<C, N, T, Row>>;
  /**
   * A handler with the context as `req.rbac`, whose rejections reach `next` on Express 4 too. Behind no guard it
   * answers with `ERR_RBAC_GUARD_MISUSED` and does not run.
   */
  handler<Params, ResBody = ResBodyOfExpress, ReqBody = ReqBodyOfExpress, Query = QueryOfExpress>(
    run: (
      req: Request<Params, ResBody, ReqBody, Query> & WithRbac<RbacContext<C, N, T>>,
      res: Response<ResBody>,
      next: NextFunction,
    ) => unknown,
  ): RequestHandler<Params, ResBody, ReqBody, Query>;
  /**
   * The context of the last guard that allowed this request. Throws `ERR_RBAC_GUARD_MISUSED` if none has, or if one
   * has refused it.
   */
  rbac(req: IncomingMessage): RbacContext<C, N, T>;
  /**
   * Mount it last: `ERR_RBAC_PERMISSION_DENIED` becomes 401 or 403, `ERR_RBAC_UNAVAILABLE` 503. Call it: it takes
   * nothing, and `app.use(errorHandler)` does not compile.
   */
  errorHandler(...nothing: readonly never[]): ErrorMiddleware;
  /** Marks a route open on purpose. Throws `ERR_RBAC_OPTION_INVALID` without a reason. */
  publicRoute(reason: string): Middleware;
}
