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
  const status = failed ? (STATUS[thrown.reason] ?? 502) : 500;
  // The message is for the operator, and holds nothing of what Intercom said.
  console.error(failed ? thrown.message : thrown);
  return res.status(status).json({ error: STATUS_CODES[status] });
};
