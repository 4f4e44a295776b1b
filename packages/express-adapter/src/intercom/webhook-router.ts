import type { IncomingMessage, ServerResponse } from "node:http";
import type { WebhookReceiver, WebhookReply, WebhookRequest } from "@intercom-rbac/core";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import { isPromiseLike } from "../containment/awaitable.ts";
import { contain } from "../containment/contain.ts";
import { forward } from "../containment/forward.ts";
import { isOver } from "../containment/is-over.ts";
import type { Middleware } from "../containment/middleware.ts";
import { withoutStack } from "../containment/without-stack.ts";
import { isRequest } from "../demand/is-request.ts";
import type { RoutesMetadata } from "../demand/marks.ts";
import { describe } from "../demand/marks.ts";
import type { Warner } from "../record/warnings.ts";
import { createWarner } from "../record/warnings.ts";
import { isOwnPath } from "./own-path.ts";
import { letGoBy, readBody } from "./read-body.ts";

/** What became of a request to the endpoint. `encoded`, `slow` and `left`: no receiver saw it. */
export type WebhookReport =
  | WebhookReply
  | { readonly status: 415 | 408; readonly outcome: "encoded" | "slow" }
  | { readonly status: undefined; readonly outcome: "left" };

export interface WebhookRouterOptions {
  /** Below the path that it is mounted at; `/`, that path itself, unless told. */
  readonly path?: string | undefined;
  /** How long a body may take to come, in milliseconds; 5,000 unless told, as Intercom waits no longer. */
  readonly bodyTimeoutMs?: number | undefined;
  /** For the app's log: called once for each request that was answered or lost. What it throws is dropped. */
  readonly onOutcome?: ((report: WebhookReport) => void) | undefined;
}

const REASON = "Intercom's webhooks, verified by their signature";
const NO_BYTES = new Uint8Array(0);

/**
 * The endpoint of Intercom's webhooks, to be mounted by `app.use`. It reads the body itself, so it comes before
 * `express.json()`. Other paths pass it; the answer has a status and no body.
 *
 * Throws `ERR_RBAC_OPTION_INVALID`, and `ERR_RBAC_GUARD_MISUSED` for a request, which Express hands to a
 * `webhookRouter` not called. A body that somebody has read before it is `ERR_RBAC_GUARD_MISUSED` to `next`.
 *
 * @example
 * app.use("/intercom/webhooks", webhookRouter(receiver));
 * app.use(express.json());
 */
export function webhookRouter(
  receiver: WebhookReceiver,
  options: WebhookRouterOptions = {},
): Middleware {
  const { path, ...rest } = checked(receiver, options);
  const warner = createWarner();
  const metadata: RoutesMetadata = {
    kind: "routes",
    routes: ["POST", "HEAD"].map((method) => ({ method, path, reason: REASON })),
  };
  const middleware: Middleware = (req, res, next) =>
    contain(next, () => {
      if (!isOwnPath(req, path, metadata)) return next();
      const answered = answer(req, res, receiver, rest.bodyTimeoutMs).then((report) =>
        tell(report, rest.onOutcome, warner),
      );
      return forward(answered, next);
    });
  return describe(middleware, "webhookRouter", metadata);
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  receiver: WebhookReceiver,
  timeoutMs: number,
): Promise<WebhookReport> {
  const report = await receive(req, receiver, timeoutMs);
  const { status } = report;
  if (status === undefined || isOver(res) || res.headersSent) return report;
  res.statusCode = status;
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("Content-Length", 0);
  if (status === 405) res.setHeader("Allow", "HEAD, POST");
  if (status === 408) res.setHeader("Connection", "close");
  res.end();
  letGoBy(req);
  return report;
}

async function receive(
  req: IncomingMessage,
  receiver: WebhookReceiver,
  timeoutMs: number,
): Promise<WebhookReport> {
  const { "x-hub-signature": header } = req.headers;
  const signature = Array.isArray(header) ? header.join(", ") : header;
  const given = (rawBody: Uint8Array): WebhookRequest => ({
    method: req.method ?? "",
    signature,
    rawBody,
  });
  // No method but POST has a body that is of interest.
  if (req.method !== "POST") return receiver.receive(given(NO_BYTES));
  if ((req.headers["content-encoding"] ?? "identity").toLowerCase() !== "identity") {
    return { status: 415, outcome: "encoded" };
  }
  const body = await readBody(req, { maxBytes: receiver.maxBytes, timeoutMs });
  switch (body.kind) {
    case "read":
      return receiver.receive(given(body.bytes));
    case "too-large":
      return { status: 413, outcome: "too-large" };
    case "slow":
      return { status: 408, outcome: "slow" };
    case "left":
      return { status: undefined, outcome: "left" };
    case "taken":
      throw withoutStack(
        new GuardMisusedError(
          "webhookRouter: something has read the request's body before it, and a signature is over the bytes as they came. Mount it before express.json() and other body parsers, or give its path express.raw({ type: () => true }).",
        ),
      );
  }
}

function tell(
  report: WebhookReport,
  onOutcome: WebhookRouterOptions["onOutcome"],
  warner: Warner,
): void {
  try {
    if (onOutcome === undefined) {
      const { outcome } = report;
      if (outcome !== "failed" && outcome !== "busy") return;
      warner.warn("A webhook could not be handled.", "error" in report ? report.error : undefined);
      return;
    }
    const settled: unknown = onOutcome(report);
    if (isPromiseLike(settled)) settled.then(undefined, () => undefined);
  } catch {
    // The answer has gone out: an error of the app's log is not the request's.
  }
}

function checked(
  receiver: WebhookReceiver,
  options: WebhookRouterOptions,
): { path: string; bodyTimeoutMs: number } & Pick<WebhookRouterOptions, "onOutcome"> {
  const where = "webhookRouter";
  if (isRequest(receiver)) {
    throw new GuardMisusedError(
      'webhookRouter was given a request: it makes the endpoint and is none itself. Call it: app.use("/intercom/webhooks", webhookRouter(receiver)).',
    );
  }
  if (typeof receiver?.receive !== "function" || !(receiver.maxBytes > 0)) {
    throw new OptionInvalidError(
      `${where}: receiver must be what createWebhookReceiver returned, and is ${kindOf(receiver)}.`,
    );
  }
  checkOptions(where, options, { path: "string", bodyTimeoutMs: "any", onOutcome: "function" });
  const { path = "/", bodyTimeoutMs = 5_000, onOutcome } = options;
  if (!/^(?:\/[\w.~-]+)*\/?$/.test(path) || path === "") {
    throw new OptionInvalidError(
      `${where}: options.path must be a plain path such as "/webhooks", without parameters.`,
    );
  }
  if (!Number.isInteger(bodyTimeoutMs) || bodyTimeoutMs < 1 || bodyTimeoutMs > 300_000) {
    throw new OptionInvalidError(
      `${where}: options.bodyTimeoutMs must be a whole number from 1 to 300000, not ${typeof bodyTimeoutMs === "number" ? "another number" : kindOf(bodyTimeoutMs)}.`,
    );
  }
  return { path: path.replace(/(?<=.)\/$/, ""), bodyTimeoutMs, onOutcome };
}
