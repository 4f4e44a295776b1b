import { GuardMisusedError } from "@intercom-rbac/core";
import type { IncomingMessage, ServerResponse } from "node:http";
import { rescue } from "./awaitable.ts";
import type { Awaitable } from "./awaitable.ts";
import type { UntypedContext } from "./context.ts";
import { createContext } from "./context.ts";
import type { Engine } from "./engine.ts";
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
  return (req, res, next) =>
    rescue<void>(
      () => {
        const value = contextOn(engine, req);
        // Configurable: a handler of another createRbac may follow on the same request.
        Object.defineProperty(req, "rbac", { value, configurable: true });
        return settle(handler.run(req, res, next));
      },
      (thrown) => next(toError(thrown)),
    );
}
