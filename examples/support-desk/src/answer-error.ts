import { STATUS_CODES } from "node:http";
import type { ErrorRequestHandler } from "express";

/** What is left when access was not the trouble: the client's mistakes by name, everything else without details. */
export const answerError: ErrorRequestHandler = (thrown: unknown, _req, res, next) => {
  if (res.headersSent) return next(thrown);
  const status = clientError(thrown);
  if (status === undefined) console.error(thrown);
  res.status(status ?? 500).json({
    error: STATUS_CODES[status ?? 500],
    message: status !== undefined && thrown instanceof Error ? thrown.message : "Try again later",
  });
};

/** Express's own parsers and this app's `BadRequest` carry a `status`. */
function clientError(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !("status" in thrown)) return undefined;
  const { status } = thrown;
  return typeof status === "number" && status >= 400 && status < 500 ? status : undefined;
}
