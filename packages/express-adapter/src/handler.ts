import type { IncomingMessage, ServerResponse } from "node:http";
import { GuardMisusedError } from "@intercom-rbac/core";
import { isPromiseLike } from "./awaitable.ts";
import type { UntypedContext } from "./context.ts";
import { createContext } from "./context.ts";
import type { Engine } from "./engine.ts";
import { forward } from "./forward.ts";
import type { Middleware, Next } from "./middleware.ts";
import { toError } from "./to-error.ts";

/** The context of the last guard of this engine that allowed the request. */
export function contextOn(engine: Engine, req: IncomingMessage): UntypedContext {
  const state = engine.states.find(req);
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

export function createHandler(engine: Engine, handler: UntypedHandler): Middleware {
  return function rbacHandler(req, res, next) {
    try {
      const value = contextOn(engine, req);
      // Configurable: a handler of another createRbac may follow on the same request.
      Object.defineProperty(req, "rbac", { value, configurable: true });
      const settled = handler.run(req, res, next);
      if (isPromiseLike(settled)) return forward(settled, next);
    } catch (thrown) {
      next(toError(thrown));
    }
    return undefined;
  };
}
