import type { IncomingMessage, ServerResponse } from "node:http";
import type { Decision } from "@intercom-rbac/core";
import { GuardMisusedError } from "@intercom-rbac/core";
import { isPromiseLike } from "../containment/awaitable.ts";
import { forward } from "../containment/forward.ts";
import { isOver } from "../containment/is-over.ts";
import type { Next } from "../containment/middleware.ts";
import { shadowNext } from "../containment/shadow-next.ts";
import { toError } from "../containment/to-error.ts";
import { withoutStack } from "../containment/without-stack.ts";
import type { Answer } from "./responses.ts";

/** What `onDenied` is told: the answer it replaces, and why. */
export interface Denied extends Answer {
  /** What was decided. With 404 it refuses; with 503 it may be a yes that could not be recorded. */
  readonly decision: Decision;
  /** With 503: what is away. For logs, never for the client. */
  readonly error?: Error;
}

export interface AnswerHook {
  onDenied?(req: IncomingMessage, res: ServerResponse, next: Next, denied: Denied): unknown;
}

/** A refused request: the answer, and the error that takes its place where nothing can be answered any more. */
export interface Refused {
  readonly denied: Denied;
  readonly error: Error;
}

/** Answers a refused request, or has `onDenied` answer it. Never lets it pass, never throws, never rejects. */
export function answer(
  hook: AnswerHook,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
  { denied, error }: Refused,
): void | Promise<void> {
  if (isOver(res)) return undefined;
  if (res.headersSent) return next(error);
  if (hook.onDenied !== undefined) return answerByHook(hook, req, res, next, denied);
  return send(res, next, denied);
}

/**
 * Node's own calls: Express's `res.json` follows the app's `json spaces` and `json replacer`, and these bytes are
 * fixed. Without a body for HEAD: a server with `rejectNonStandardBodyWrites` would throw.
 */
export function send(res: ServerResponse, next: Next, { status, headers, body }: Answer): void {
  try {
    const text = JSON.stringify(body);
    res.statusCode = status;
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    res.setHeader("Content-Length", Buffer.byteLength(text));
    if (res.req.method === "HEAD") res.end();
    else res.end(text);
  } catch (thrown) {
    next(toError(thrown));
  }
}

function answerByHook(
  hook: AnswerHook,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
  denied: Denied,
): void | Promise<void> {
  let left = false;
  const leave: Next = (thrown) => {
    if (left) return;
    left = true;
    next(toError(thrown));
  };
  // The hook's `next` knows one way out, an error: whatever Express would take for "go on" is a mistake.
  const fenced: Next = (error) => leave(onlyError(error));
  try {
    // An error handler that answers after the hook has left may still need it, for errors.
    shadowNext(req, (former, error) => (left ? former(onlyError(error)) : fenced(error)));
    const settled = hook.onDenied?.(req, res, fenced, denied);
    if (isPromiseLike(settled)) return forward(settled, leave);
  } catch (thrown) {
    leave(thrown);
  }
  return undefined;
}

function onlyError(error: unknown): Error {
  const goesOn = !error || error === "route" || error === "router";
  return goesOn ? passedByHook() : toError(error);
}

function passedByHook(): Error {
  return withoutStack(
    new GuardMisusedError(
      "onDenied called next() without an error, which would have let a denied request pass. Answer the request, or call next(error).",
    ),
  );
}
