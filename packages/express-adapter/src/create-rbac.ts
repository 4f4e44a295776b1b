import type { IncomingMessage } from "node:http";
import type { Catalogue, PermissionName, ResourceOf, RowOf } from "@intercom-rbac/core";
import { GuardMisusedError } from "@intercom-rbac/core";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import { createErrorHandler } from "./answers/error-handler.ts";
import { calledFrom } from "./demand/called-from.ts";
import type { RequirementInput, SeveralPermissions } from "./demand/requirement.ts";
import type { Check } from "./engine.ts";
import { createEngine } from "./engine.ts";
import { rowRulesOf } from "./guard/mount-checks.ts";
import { publicRoute } from "./guard/public-route.ts";
import type { UntypedGuard, UntypedGuardOptions } from "./guard/require-permission.ts";
import { createGuard } from "./guard/require-permission.ts";
import type { Guard, GuardOptions, Rbac, RbacOptions, UnknownParams, WithRbac } from "./rbac.ts";
import { checkedRbacOptions } from "./rbac-option-checks.ts";
import type { RbacContext, UntypedContext } from "./request/context.ts";
import { contextOn, createHandler } from "./request/handler.ts";

/**
 * Guards for an Express app, typed by a policy.
 *
 * The principal is resolved once per request for each `createRbac`, at its first guard; a login in the middle of a
 * request is seen by the next one. Throws `ERR_RBAC_OPTION_INVALID` for an unknown option or one of the wrong kind.
 *
 * @example the least
 * const { requirePermission } = createRbac({
 *   policy,
 *   principal: (req: Request & { user?: AppUser }) => req.user && { id: req.user.id, roles: req.user.roles },
 * });
 * @example with an audit log, and answers in the app's own format
 * createRbac({
 *   policy,
 *   principal,
 *   audit: createMemoryAuditSink(),
 *   onDenied: (req, res, next, { status, headers, body }) => {
 *     res.status(status).set(headers).json({ ok: false, reason: body.code, id: body.decisionId });
 *   },
 * });
 */
export function createRbac<
  C extends Catalogue,
  N extends string,
  T,
  Req extends IncomingMessage = Request,
  W extends string = N,
>(options: RbacOptions<C, N, T, Req, W>): Rbac<C, W, T, Req> {
  const own = checkedRbacOptions(options);
  const { policy } = own;
  const check = <P extends PermissionName<C>>(permission: P): Check => ({
    holds: policy.checker(permission),
  });
  const engine = createEngine(own, { check });
  const rowRules = rowRulesOf(engine.policy);

  // Each function below has two signatures: the types of the policy without, plain values within. What ties them
  // together is said at each.

  // The row in the context is the one that this very guard's own loader returned, hence of type `Row`.
  function requirePermission<
    const P extends PermissionName<C>,
    Row extends RowOf<T, ResourceOf<P>> | undefined = undefined,
    Params = UnknownParams,
  >(
    permission: SeveralPermissions<P>,
    guardOptions?: GuardOptions<Req, Row, Params>,
  ): Guard<RbacContext<C, W, T, Row>>;
  function requirePermission<
    const P extends PermissionName<C>,
    Row extends RowOf<T, ResourceOf<P>> | undefined = undefined,
    Params = UnknownParams,
  >(permission: P, guardOptions?: GuardOptions<Req, Row, Params>): Guard<RbacContext<C, W, T, Row>>;
  function requirePermission(
    permission: RequirementInput<string>,
    guardOptions: UntypedGuardOptions = {},
  ): UntypedGuard {
    const place = calledFrom(requirePermission);
    return createGuard(engine, rowRules, permission, guardOptions, place);
  }

  // Two signatures in one: `UntypedHandler` takes any handler of an IncomingMessage or of something more. It puts the
  // context on the request before the handler sees it; the rest is Express's own request.
  function handler<Params, ResBody, ReqBody, Query>(
    run: (
      req: Request<Params, ResBody, ReqBody, Query> & WithRbac<RbacContext<C, W, T>>,
      res: Response<ResBody>,
      next: NextFunction,
    ) => unknown,
  ): RequestHandler<Params, ResBody, ReqBody, Query> {
    return createHandler(engine, { run }, calledFrom(handler));
  }

  // The context was made of this engine's policy, or of one derived from it, and of a principal that this engine's resolver returned.
  function rbac(req: IncomingMessage): RbacContext<C, W, T>;
  function rbac(req: IncomingMessage): UntypedContext {
    return contextOn(engine, req);
  }

  return Object.freeze({
    requirePermission,
    handler,
    rbac,
    errorHandler(...mistaken: readonly unknown[]) {
      // `app.use(errorHandler)` would hand it a request, and no request would ever be answered.
      if (mistaken.length === 0) return createErrorHandler(engine);
      throw new GuardMisusedError(
        "errorHandler takes nothing: mount it as app.use(errorHandler()).",
      );
    },
    publicRoute,
  });
}
