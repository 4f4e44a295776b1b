import type { IncomingMessage, ServerResponse } from "node:http";
import type { OAuthRefusedError, UnavailableError } from "@intercom-rbac/core";
import { isRbacError } from "@intercom-rbac/core";
import { inspect } from "../containment/inspect.ts";
import type { Html } from "./page.ts";
import { html, sendJson, sendPage } from "./page.ts";
import { prefersJson } from "./prefers-json.ts";
import { sentenceOf } from "./refusal-sentences.ts";

/** The errors that the router answers itself. Undefined for all others, which are the app's. */
export function answerable(error: unknown): OAuthRefusedError | UnavailableError | undefined {
  return inspect(() => {
    if (!isRbacError(error)) return undefined;
    if (error.code === "ERR_RBAC_UNAVAILABLE") return error;
    return error.code === "ERR_RBAC_OAUTH_REFUSED" && Object.hasOwn(TITLES, error.status)
      ? error
      : undefined;
  }, undefined);
}

const TITLES = {
  400: "That did not work",
  403: "Not allowed",
  502: "Intercom did not answer as expected",
  503: "Not possible right now",
} as const;

/** As the other answers of this package name them. */
const NAMES = {
  400: "Bad Request",
  403: "Forbidden",
  502: "Bad Gateway",
  503: "Service Unavailable",
} as const;

const LATER = "Something that this needs is away. Nothing was stored. Try again in a moment.";

/** @param again where one may start again */
export function answerRefusal(
  req: IncomingMessage,
  res: ServerResponse,
  error: OAuthRefusedError | UnavailableError,
  again: string,
): void {
  const refused = error.code === "ERR_RBAC_OAUTH_REFUSED";
  const status = refused ? error.status : 503;
  // What is away or wrong, and why, is for the app's log.
  const message = refused ? sentenceOf(error.reason) : LATER;
  if (prefersJson(req)) {
    const why = refused ? { code: "oauth_refused", reason: error.reason } : { code: "unavailable" };
    sendJson(res, status, { error: NAMES[status], message, ...why });
    return;
  }
  const body: Html = html`<p>${message}</p>
<p><a href="${again}">Start again</a></p>`;
  sendPage(res, { status, title: TITLES[status], body });
}
