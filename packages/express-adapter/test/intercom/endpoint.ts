import type { WebhookReceiver, WebhookReply, WebhookRequest } from "@intercom-rbac/core";
import type { ErrorRequestHandler, Express, RequestHandler } from "express";
import express from "express";
import type { WebhookReport, WebhookRouterOptions } from "../../src/index.ts";
import { webhookRouter } from "../../src/index.ts";
import { gate } from "../security/watched.ts";

export interface Hooked {
  /** What the receiver was asked. */
  readonly asked: WebhookRequest[];
  readonly reports: WebhookReport[];
  /** What came to the app's own handlers behind the endpoint: paths, and errors by code. */
  readonly passed: string[];
  /** Opens when there is the first report. */
  readonly reported: Promise<void>;
  /** To be mounted behind the endpoint. */
  readonly behind: RequestHandler;
  readonly report: ErrorRequestHandler;
  readonly router: ReturnType<typeof webhookRouter>;
}

/** An endpoint with a receiver that says yes to what is signed `right`. */
export function hooked(
  options: WebhookRouterOptions = {},
  receive: (request: WebhookRequest) => Promise<WebhookReply> = (request) =>
    Promise.resolve(verdictOn(request)),
): Hooked {
  const asked: WebhookRequest[] = [];
  const reports: WebhookReport[] = [];
  const passed: string[] = [];
  const { open, opened } = gate();
  const receiver: WebhookReceiver = {
    maxBytes: 1_000,
    receive(request) {
      asked.push(request);
      return receive(request);
    },
  };
  return {
    asked,
    reports,
    passed,
    reported: opened,
    router: webhookRouter(receiver, {
      ...options,
      onOutcome(given) {
        reports.push(given);
        open();
        return options.onOutcome?.(given);
      },
    }),
    behind(req, res) {
      passed.push(`${req.method} ${req.originalUrl}`);
      res.json("behind");
    },
    report(error, _req, res, next) {
      passed.push(String(error.code ?? error.message));
      if (res.headersSent) next(error);
      else res.status(500).json("reported");
    },
  };
}

function verdictOn({ method, signature }: WebhookRequest): WebhookReply {
  if (method === "HEAD") return { status: 200, outcome: "validation" };
  if (method !== "POST") return { status: 405, outcome: "method-refused" };
  return signature === "right"
    ? { status: 200, outcome: "handled" }
    : { status: 401, outcome: "bad-signature" };
}

/** The app of most tests: the endpoint at `/hooks`, then a parser and the app's own routes. */
export function appOf({ router, behind, report }: Hooked): Express {
  const app = express();
  app.use("/hooks", router);
  app.use(express.json(), behind);
  app.use(report);
  return app;
}

export const text = ({ rawBody }: WebhookRequest): string => Buffer.from(rawBody).toString();
