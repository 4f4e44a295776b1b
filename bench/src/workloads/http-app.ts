import type { IncomingMessage, ServerResponse } from "node:http";
import { createRbac } from "@intercom-rbac/express";
import type { Express, NextFunction, Request, Response } from "express";
import express from "express";
import type { RoleName } from "./support-desk.ts";
import { SETS, supportDeskPolicy } from "./support-desk.ts";

export const ROUTES = ["/open", "/twin", "/by-hand", "/guarded"] as const;
export type Route = (typeof ROUTES)[number];

interface User {
  readonly id: string;
  readonly role: RoleName;
  readonly roles: readonly RoleName[];
}

const USERS = new Map<string, User>([
  ["token-7", { id: "user-7", role: "agent", roles: ["agent"] }],
]);

interface LoggedIn extends Request<{ id: string }> {
  user?: User;
}

/** What a person writes for one permission. */
function allowByHand(req: LoggedIn, res: Response, next: NextFunction): void {
  const { user } = req;
  if (user === undefined) res.status(401).json({ error: "Unauthorized" });
  else if (!SETS[user.role].has("contacts:read")) res.status(403).json({ error: "Forbidden" });
  else {
    Object.assign(req, { context: { principal: user, permission: "contacts:read" } });
    next();
  }
}

/** One app a route, so that none of them is further down the same router; only one has a guard. */
function appOf(route: Route): Express {
  const { requirePermission } = createRbac({
    policy: supportDeskPolicy(),
    principal: (req: Request & { user?: User }) => req.user,
  });
  const app = express();
  app.disable("x-powered-by");
  // The login runs on every route: what it costs is no guard's.
  app.use((req: Request & { user?: User }, _res, next) => {
    const user = USERS.get(req.headers.authorization ?? "");
    if (user !== undefined) req.user = { ...user };
    next();
  });
  const answer = (req: LoggedIn, res: Response): void => {
    res.json({ id: req.params.id, name: "Grace" });
  };
  if (route === "/guarded") app.get("/guarded/:id", requirePermission("contacts:read"), answer);
  else if (route === "/by-hand") app.get("/by-hand/:id", allowByHand, answer);
  else app.get(`${route}/:id`, answer);
  return app;
}

export function httpApps(): (req: IncomingMessage, res: ServerResponse) => void {
  const apps = new Map(ROUTES.map((route): [string, Express] => [route, appOf(route)]));
  return (req, res) => {
    const { url = "" } = req;
    apps.get(url.slice(0, url.indexOf("/", 1)))?.(req, res);
  };
}
