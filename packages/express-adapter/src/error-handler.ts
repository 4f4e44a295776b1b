import type { Decision } from "@intercom-rbac/core";
import { isRbacError } from "@intercom-rbac/core";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refused } from "./answer.ts";
import { answer, isOver, send } from "./answer.ts";
import type { Awaitable } from "./awaitable.ts";
import { andThen, isPromiseLike, rescue } from "./awaitable.ts";
import { decisionIdOf } from "./decision-id.ts";
import type { Engine } from "./engine.ts";
import type { ErrorMiddleware, Next } from "./middleware.ts";
import { denied, isUnavailable, unavailable } from "./refused.ts";
import { unavailableAnswer } from "./responses.ts";
import { toError, withStatus } from "./to-error.ts";

/**
 * Turns a denial thrown anywhere behind it into the guard's own 401 or 403, and `ERR_RBAC_UNAVAILABLE` into its 503.
 * Every other error goes on to the app's own handlers.
 */
export function createErrorHandler(engine: Engine): ErrorMiddleware {
  // Express tells error handlers by their four parameters.
  return function rbacErrorHandler(error, req, res, next) {
    const decision = decisionIn(error);
    if (decision !== undefined) {
      const refused = rescue<Refused>(
        () => refusedFor(decision, error, engine, req),
        (lost) => unavailable(toError(lost), decision, crypto.randomUUID(), engine.style),
      );
      if (!isPromiseLike(refused)) return answer(engine.hook, req, res, next, refused);
      return Promise.resolve(refused).then((settled) =>
        answer(engine.hook, req, res, next, settled),
      );
    }
    if (isUnavailable(error)) return answerUnavailable(engine, error, res, next);
    // Only objects can go on as they are: Express gives `next("route")` and `next(0)` meanings of their own.
    return next(typeof error === "object" && error !== null ? error : toError(error));
  };
}

/** The decision of a denial. An error that only says its code is not one. */
function decisionIn(error: unknown): Decision | undefined {
  if (!isRbacError(error) || error.code !== "ERR_RBAC_PERMISSION_DENIED") return undefined;
  const decision: unknown = error.decision;
  return typeof decision === "object" && decision !== null ? error.decision : undefined;
}

function refusedFor(
  decision: Decision,
  error: unknown,
  engine: Engine,
  req: IncomingMessage,
): Awaitable<Refused> {
  const known = decisionIdOf(error);
  const decisionId = known ?? crypto.randomUUID();
  const refused = denied(decision, decision.permission, decisionId, engine.style);
  // Without an id nobody has recorded it: it was thrown by the policy itself.
  if (known !== undefined) return refused;
  const principal = engine.states.find(req)?.knownPrincipal;
  const record = { decision, decisionId, principal, resource: undefined, req };
  return andThen(engine.recorder.record(record), () => refused);
}

/** There is no decision to give `onDenied` here, so where the app has its own format, its own handler answers. */
function answerUnavailable(engine: Engine, error: Error, res: ServerResponse, next: Next): void {
  engine.warner.warn("Something that a decision needs is unavailable.", error.cause ?? error);
  if (isOver(res)) return;
  if (res.headersSent || engine.hook.onDenied !== undefined) return next(withStatus(error, 503));
  send(res, next, unavailableAnswer(crypto.randomUUID(), engine.style));
}
