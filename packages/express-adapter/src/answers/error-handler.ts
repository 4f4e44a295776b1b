import type { IncomingMessage, ServerResponse } from "node:http";
import type { PermissionDeniedError } from "@intercom-rbac/core";
import { isRbacError } from "@intercom-rbac/core";
import { isPromiseLike } from "../containment/awaitable.ts";
import { contain } from "../containment/contain.ts";
import { forward } from "../containment/forward.ts";
import { inspect } from "../containment/inspect.ts";
import { isOver } from "../containment/is-over.ts";
import type { ErrorMiddleware, Next } from "../containment/middleware.ts";
import { toError, toThrowable, withStatus } from "../containment/to-error.ts";
import { describe } from "../demand/marks.ts";
import type { Engine } from "../engine.ts";
import type { Refused } from "./answer.ts";
import { answer, send } from "./answer.ts";
import { denied, isUnavailable, unavailable } from "./refused.ts";
import { unavailableAnswer } from "./responses.ts";

/**
 * Turns a denial thrown anywhere behind it into the guard's own 401 or 403, and `ERR_RBAC_UNAVAILABLE` into its 503.
 * Every other error goes on to the app's own handlers.
 */
export function createErrorHandler(engine: Engine): ErrorMiddleware {
  // Express tells error handlers by their four parameters.
  const handler: ErrorMiddleware = (thrown, req, res, next) =>
    contain(next, () => handle(engine, toThrowable(thrown), req, res, next));
  return describe(handler, "rbacErrorHandler", { kind: "error-handler" });
}

function handle(
  engine: Engine,
  error: object,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
): void | Promise<void> {
  if (isUnavailable(error)) return answerUnavailable(engine, error, req, res, next);
  if (!isDenial(error)) return next(error);
  engine.states.of(req).refuse();
  const { decision } = error;
  const decisionId = error.decisionId ?? crypto.randomUUID();
  const deliver = (refused: Refused): void | Promise<void> =>
    answer(engine.hook, req, res, next, refused);
  const failed = (lost: unknown): void | Promise<void> =>
    isUnavailable(lost)
      ? deliver(unavailable(lost, decision, decisionId, engine.style))
      : next(toError(lost));
  const refused = denied(decision, decision.permission, decisionId, engine.style);
  if (error.decisionId !== undefined) return deliver(refused);
  // Without an id nobody has recorded it: the policy itself was asked.
  try {
    const principal = engine.states.find(req)?.principal.known || undefined;
    const recorded = engine.recorder.record({
      decision,
      decisionId,
      principal,
      resource: undefined,
      req,
    });
    if (isPromiseLike(recorded)) {
      return forward(
        recorded.then(() => deliver(refused), failed),
        next,
      );
    }
  } catch (thrown) {
    return failed(thrown);
  }
  return deliver(refused);
}

/** An error that has only the code of a denial and no decision is none. */
function isDenial(error: unknown): error is PermissionDeniedError {
  return inspect(() => {
    if (!isRbacError(error) || error.code !== "ERR_RBAC_PERMISSION_DENIED") return false;
    const decision: unknown = error.decision;
    return typeof decision === "object" && decision !== null;
  }, false);
}

/** There is no decision to give `onDenied` here, so where the app has its own format, its own handler answers. */
function answerUnavailable(
  engine: Engine,
  error: Error,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
): void {
  engine.states.of(req).refuse();
  engine.warner.warn("Something that a decision needs is unavailable.", error.cause ?? error);
  if (isOver(res)) return;
  if (res.headersSent || engine.hook.onDenied !== undefined) next(withStatus(error, 503));
  else send(res, next, unavailableAnswer(crypto.randomUUID(), engine.style));
}
