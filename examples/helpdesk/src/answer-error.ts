import { STATUS_CODES } from "node:http";
import type { IntercomFailure } from "@intercom-rbac/core";
import { isRbacError } from "@intercom-rbac/core";
import type { ErrorRequestHandler } from "express";
import { BadRequest } from "./request-body.ts";

/** Failures of Intercom that a client of ours can do something about. */
const STATUS: { readonly [Reason in IntercomFailure]?: number } = {
  "not-found": 404,
  "request-refused": 422,
  "rate-limited": 503,
  timeout: 504,
};

/** What is left when access was not the trouble: by name where the client can do something, else without details. */
export const answerError: ErrorRequestHandler = (thrown: unknown, _req, res, next) => {
  if (res.headersSent) return next(thrown);
  if (thrown instanceof BadRequest) {
    return res.status(400).json({ error: STATUS_CODES[400], message: thrown.message });
  }
  const failed = isRbacError(thrown) && thrown.code === "ERR_RBAC_INTERCOM_FAILED";
  const status = failed ? (STATUS[thrown.reason] ?? 502) : (mistakeOf(thrown) ?? 500);
  // For the operator. Not the error itself, which may carry the request's body along.
  if (status >= 500)
    console.error(failed || !(thrown instanceof Error) ? String(thrown) : thrown.stack);
  return res.status(status).json({ error: STATUS_CODES[status] });
};

/** Express's own parsers and router say by a status that the client was wrong. */
function mistakeOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !("status" in thrown)) return undefined;
  const { status } = thrown;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
