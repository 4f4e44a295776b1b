import type { IncomingMessage, ServerResponse } from "node:http";

export type Next = (error?: unknown) => void;

/**
 * Middleware that asks for little more than Node's own request and response, so that Express 4 and 5 take it on any
 * path. It is generic in `params`, though it reads none: without that, Express would not infer them from the path for
 * the handlers beside it.
 */
export type Middleware = <Params>(
  req: IncomingMessage & { readonly params: Params },
  res: ServerResponse,
  next: Next,
) => void | Promise<void>;

export type ErrorMiddleware = (
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next: Next,
) => void | Promise<void>;
