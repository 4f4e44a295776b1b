import type { IncomingMessage, ServerResponse } from "node:http";

export type Next = (error?: unknown) => void;

/**
 * Middleware that asks for no more than Node's own request and response. Express 4 and 5 take it on any path, and,
 * as it says nothing of `params`, they go on inferring them from the path for the handlers beside it.
 */
export type Middleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
) => void | Promise<void>;

export type ErrorMiddleware = (
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
) => void | Promise<void>;
