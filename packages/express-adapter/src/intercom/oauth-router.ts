import type { IncomingMessage, ServerResponse } from "node:http";
import type { OAuthFlow, OAuthRefusedError, UnavailableError } from "@intercom-rbac/core";
import { isPromiseLike } from "../containment/awaitable.ts";
import { contain } from "../containment/contain.ts";
import { forward } from "../containment/forward.ts";
import { isOver } from "../containment/is-over.ts";
import type { Middleware } from "../containment/middleware.ts";
import type { OpenRoute } from "../demand/marks.ts";
import { describe } from "../demand/marks.ts";
import type { Endpoint } from "./oauth-endpoints.ts";
import { below, createOAuthEndpoints } from "./oauth-endpoints.ts";
import type { OAuthRouterOptions } from "./oauth-router-options.ts";
import { checkedRouterOptions } from "./oauth-router-options.ts";
import { sendJson } from "./page.ts";
import { answerable, answerRefusal } from "./refusal-answer.ts";
import { pathOf, takeQuery } from "./take-query.ts";

/** One path, what it takes, and why it is open. */
interface Route {
  readonly path: string;
  readonly methods: readonly string[];
  readonly endpoint: Endpoint;
  readonly reason: string;
}

/**
 * The pages of an install through Intercom, to be mounted with `app.use`: a consent page, the start, Intercom's callback
 * and its notice of uninstall. All are open to everybody, which `describeRoutes` shows; what protects them is the flow.
 * Other paths are passed on.
 *
 * Throws `ERR_RBAC_OPTION_INVALID`, and `ERR_RBAC_GUARD_MISUSED` for a request.
 *
 * @example
 * app.use("/intercom", oauthRouter(flow));
 * @example with a consent page and sign-ins
 * app.use("/intercom", oauthRouter(flow, {
 *   consent: { appName: "Desk", scopes: scopesForPolicy(policy).needs },
 *   onSignedIn({ workspaceId, admin }, _req, res) {
 *     const id = randomUUID();
 *     sessions.set(id, { workspaceId, adminId: admin.adminId });
 *     res.cookie("session", id, { httpOnly: true, sameSite: "lax", secure: true });
 *   },
 * }));
 */
export function oauthRouter(flow: OAuthFlow, options: OAuthRouterOptions = {}): Middleware {
  const checked = checkedRouterOptions(flow, options);
  const { paths } = checked;
  const { consent, start, callback, uninstall } = createOAuthEndpoints(flow, checked);
  const routes: readonly Route[] = [
    ...(consent === undefined ? [] : [{ ...CONSENT, path: paths.consent, endpoint: consent }]),
    { ...START, path: paths.start, endpoint: start },
    { ...CALLBACK, path: paths.callback, endpoint: callback },
    { ...UNINSTALL, path: paths.uninstall, endpoint: uninstall },
  ];
  const byPath = new Map(routes.map((route) => [route.path, route]));
  const again = consent === undefined ? paths.start : paths.consent;

  async function run(
    { endpoint }: Route,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> {
    try {
      await endpoint(req, res);
    } catch (error) {
      const refusal = answerable(error);
      if (refusal === undefined) throw error;
      try {
        if (isOver(res)) return;
        if (res.headersSent) throw error;
        answerRefusal(req, res, refusal, below(req, again));
      } finally {
        tell(refusal, req);
      }
    }
  }

  /** An app's log that fails or hangs is not the browser's to wait for. */
  function tell(refusal: OAuthRefusedError | UnavailableError, req: IncomingMessage): void {
    try {
      const told: unknown = checked.onRefused?.(refusal, req);
      if (isPromiseLike(told)) told.then(undefined, () => undefined);
    } catch {
      // The answer has gone out.
    }
  }

  const middleware: Middleware = (req, res, next) =>
    contain(next, () => {
      const path = pathOf(req.url);
      // As Express takes routes: with a slash at the end or without.
      const route = byPath.get(path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);
      if (route === undefined) return next();
      if (!route.methods.includes(req.method ?? "")) {
        // A HEAD of the callback has the code in its address as well.
        if (route.path === paths.callback) takeQuery(req);
        return refuseMethod(res, route.methods);
      }
      return forward(run(route, req, res), next);
    });
  return describe(middleware, "oauthRouter", {
    kind: "routes",
    routes: routes.flatMap(openRoutes),
  });
}

const CONSENT = { methods: ["GET", "HEAD"], reason: "says which access to Intercom the app needs" };
const START = {
  methods: ["GET", "POST"],
  reason: "sends the browser to Intercom, where one signs in",
};
// A HEAD, which link checkers send, would use the state up.
const CALLBACK = { methods: ["GET"], reason: "Intercom's answer; the signed state is checked" };
const UNINSTALL = {
  methods: ["POST"],
  reason: "Intercom's notice, which is not signed; Intercom is asked before it is believed",
};

function openRoutes({ path, methods, reason }: Route): readonly OpenRoute[] {
  // An audit counts HEAD to GET.
  return methods.filter((method) => method !== "HEAD").map((method) => ({ method, path, reason }));
}

function refuseMethod(res: ServerResponse, methods: readonly string[]): void {
  res.setHeader("Allow", methods.join(", "));
  sendJson(res, 405, {
    error: "Method Not Allowed",
    message: "Method not allowed",
  });
}
