import type { IncomingMessage, ServerResponse } from "node:http";
import type { OAuthFlow, OAuthPurpose } from "@intercom-rbac/core";
import { localPath } from "@intercom-rbac/core/internal";
import { isOver } from "../containment/is-over.ts";
import { consentPage } from "./consent-page.ts";
import type { CheckedRouterOptions } from "./oauth-router-options.ts";
import { PRIVATE, redirect, sendJson, sendPage } from "./page.ts";
import { letGoBy } from "./read-body.ts";
import { readJson } from "./read-json.ts";
import { parameter, queryOf, takeQuery } from "./take-query.ts";

/** Answers one path of the router. Whatever it rejects with is for the router to answer or to hand on. */
export type Endpoint = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

export interface OAuthEndpoints {
  /** Undefined without the option `consent`. */
  readonly consent: Endpoint | undefined;
  readonly start: Endpoint;
  readonly callback: Endpoint;
  readonly uninstall: Endpoint;
}

/** `{"app_id":"…"}` has some thirty bytes. */
const MOST_BYTES = 4_096;
const LONGEST_MS = 5_000;

export function createOAuthEndpoints(
  flow: OAuthFlow,
  options: CheckedRouterOptions,
): OAuthEndpoints {
  const { consent, paths } = options;
  const purposes: readonly OAuthPurpose[] =
    options.onSignedIn === undefined ? ["install"] : ["install", "sign-in"];

  function link(req: IncomingMessage, query: Record<string, string>): string {
    const asked = new URLSearchParams(query).toString();
    return `${below(req, paths.start)}${asked === "" ? "" : `?${asked}`}`;
  }

  return {
    consent:
      consent &&
      (async (req, res) => {
        const returnTo = localPath(parameter(queryOf(req), "returnTo"));
        const back = returnTo === "/" ? {} : { returnTo };
        const signIn = purposes.includes("sign-in")
          ? link(req, { purpose: "sign-in", ...back })
          : undefined;
        sendPage(res, consentPage(consent, { install: link(req, back), signIn }));
      }),

    async start(req, res) {
      const query = queryOf(req);
      const known = (await options.begin?.(req, res)) ?? {};
      if (answered(res)) return;
      const purpose = known.purpose ?? parameter(query, "purpose") ?? "install";
      const wanted = purposes.find((one) => one === purpose);
      if (wanted === undefined) {
        sendJson(res, 400, { error: "Bad Request", message: "No such purpose" });
        return;
      }
      const { url, cookies } = await flow.start({
        ...known,
        purpose: wanted,
        returnTo: known.returnTo ?? localPath(parameter(query, "returnTo")),
        cookie: req.headers.cookie,
      });
      if (answered(res)) return;
      setCookies(res, cookies);
      redirect(res, url);
    },

    async callback(req, res) {
      for (const [name, value] of Object.entries(PRIVATE)) res.setHeader(name, value);
      const query = takeQuery(req);
      const completion = await flow.complete({
        code: parameter(query, "code"),
        state: parameter(query, "state"),
        error: parameter(query, "error"),
        cookie: req.headers.cookie,
        purposes,
      });
      if (!res.headersSent) setCookies(res, completion.cookies);
      if (completion.purpose === "install") await options.onInstalled?.(completion, req, res);
      else await options.onSignedIn?.(completion, req, res);
      if (!answered(res)) redirect(res, localPath(completion.returnTo));
    },

    async uninstall(req, res) {
      const body = await readJson(req, { maxBytes: MOST_BYTES, timeoutMs: LONGEST_MS });
      if (body === undefined || answered(res)) return;
      if ("status" in body) return refuseBody(req, res, body.status);
      const { app_id: id }: { readonly app_id?: unknown } = Object(body.value);
      if (typeof id !== "string") return refuseBody(req, res, 400);
      await flow.uninstalled(id);
      // The same whatever came of it: who asks is nobody that may know which workspaces have the app.
      if (!answered(res)) sendJson(res, 200, {});
    },
  };
}

/** A path of the router as the browser must ask for it, wherever the router is mounted. */
export function below(req: IncomingMessage, path: string): string {
  const base: unknown = Reflect.get(req, "baseUrl");
  return localPath(`${typeof base === "string" ? base : ""}${path}`);
}

function answered(res: ServerResponse): boolean {
  return res.headersSent || isOver(res);
}

function setCookies(res: ServerResponse, cookies: readonly string[]): void {
  for (const cookie of cookies) res.appendHeader("Set-Cookie", cookie);
}

const BODY_REFUSALS = {
  400: { error: "Bad Request", message: 'Not JSON with a text "app_id"' },
  408: { error: "Request Timeout", message: "Too slow" },
  413: { error: "Payload Too Large", message: "Too large" },
} as const;

function refuseBody(
  req: IncomingMessage,
  res: ServerResponse,
  status: keyof typeof BODY_REFUSALS,
): void {
  // Of a client that is slow nothing more is waited for, on this connection neither.
  if (status === 408) res.setHeader("Connection", "close");
  sendJson(res, status, BODY_REFUSALS[status]);
  letGoBy(req);
}
