import type { IncomingMessage, ServerResponse } from "node:http";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { isPromiseLike } from "../containment/awaitable.ts";
import { contain } from "../containment/contain.ts";
import { forward } from "../containment/forward.ts";
import type { Middleware, Next } from "../containment/middleware.ts";
import { toError, withCause } from "../containment/to-error.ts";
import { withoutStack } from "../containment/without-stack.ts";
import { namedAt } from "../demand/called-from.ts";
import { isRequest } from "../demand/is-request.ts";
import type { Engine } from "../engine.ts";
import type { UntypedContext } from "./context.ts";
import { createContext } from "./context.ts";

/**
 * The context of the last guard of this engine that allowed the request, unless another has refused it.
 *
 * @param asking what the app called, for the message
 */
export function contextOn(
  engine: Engine,
  req: IncomingMessage,
  asking = "rbac(req)",
): UntypedContext {
  const state = engine.states.find(req);
  if (state?.refused === true) {
    throw new GuardMisusedError(
      `${asking}: this request was refused, and something let it go on all the same: an onDenied hook, or an error handler that called next(). End the request there.`,
    );
  }
  if (state?.latest === undefined) {
    throw new GuardMisusedError(
      `${asking}: no guard of this createRbac has allowed this request. Put requirePermission(...) before this handler, on the same route.`,
    );
  }
  return createContext(engine, req, state, state.latest);
}

/** A handler before the types of a policy and of Express are put on it. */
export interface UntypedHandler {
  run(req: IncomingMessage, res: ServerResponse, next: Next): unknown;
}

/**
 * Throws `ERR_RBAC_OPTION_INVALID` for what is no function, and `ERR_RBAC_GUARD_MISUSED` for a request, which Express
 * hands to a `handler` not called.
 *
 * @param place where it was made
 */
export function createHandler(
  engine: Engine,
  handler: UntypedHandler,
  place: string | undefined,
): Middleware {
  const { run } = handler;
  if (isRequest(run)) {
    throw new GuardMisusedError(
      "handler was given a request: it makes the handler and is none itself. Call it: app.get(path, guard, handler((req, res) => …)).",
    );
  }
  if (typeof run !== "function") {
    throw new OptionInvalidError(`handler(fn): fn must be a function, not ${kindOf(run)}.`);
  }
  const asking = typeof run.name === "string" && run.name ? `handler(${run.name})` : "handler(fn)";

  function contextFor(req: IncomingMessage): UntypedContext {
    try {
      return contextOn(engine, req, asking);
    } catch (thrown) {
      // None of the app's own lines is on the stack: its function has not been called.
      throw withCause(withoutStack(toError(thrown)), namedAt(asking, place));
    }
  }

  return function rbacHandler(req, res, next) {
    return contain(next, () => {
      const value = contextFor(req);
      // Configurable: a handler of another createRbac may follow on the same request.
      Object.defineProperty(req, "rbac", { value, configurable: true });
      const settled = handler.run(req, res, next);
      return isPromiseLike(settled) ? forward(settled, next) : undefined;
    });
  };
}
