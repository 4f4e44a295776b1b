import type { IncomingMessage, ServerResponse } from "node:http";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { isPromiseLike } from "../containment/awaitable.ts";
import { contain } from "../containment/contain.ts";
import { forward } from "../containment/forward.ts";
import type { Middleware, Next } from "../containment/middleware.ts";
import type { Engine } from "../engine.ts";
import type { UntypedContext } from "./context.ts";
import { createContext } from "./context.ts";

/** The context of the last guard of this engine that allowed the request, unless another has refused it. */
export function contextOn(engine: Engine, req: IncomingMessage): UntypedContext {
  const state = engine.states.find(req);
  if (state?.refused === true) {
    throw new GuardMisusedError(
      "rbac(req): this request was refused, and something let it go on all the same: an onDenied hook, or an error handler that called next(). End the request there.",
    );
  }
  if (state?.latest === undefined) {
    throw new GuardMisusedError(
      "rbac(req): no guard of this createRbac has allowed this request. Put requirePermission(...) before this handler, on the same route.",
    );
  }
  return createContext(engine, req, state, state.latest);
}

/** A handler before the types of a policy and of Express are put on it. */
export interface UntypedHandler {
  run(req: IncomingMessage, res: ServerResponse, next: Next): unknown;
}

/** Throws `ERR_RBAC_OPTION_INVALID` for what is no function. */
export function createHandler(engine: Engine, handler: UntypedHandler): Middleware {
  if (typeof handler.run !== "function") {
    throw new OptionInvalidError(
      `handler: this must be a function, and is ${kindOf(handler.run)}.`,
    );
  }
  return function rbacHandler(req, res, next) {
    return contain(next, () => {
      const value = contextOn(engine, req);
      // Configurable: a handler of another createRbac may follow on the same request.
      Object.defineProperty(req, "rbac", { value, configurable: true });
      const settled = handler.run(req, res, next);
      return isPromiseLike(settled) ? forward(settled, next) : undefined;
    });
  };
}
