import { fileURLToPath } from "node:url";
import { definePolicy } from "@intercom-rbac/core";
import type express from "express";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { createRbac } from "../../src/index.ts";

const policy = definePolicy({
  permissions: { contacts: ["read", "write", "delete"], settings: ["manage"] },
  roles: { owner: { can: ["*"] } },
});

/** Nobody is ever logged in here. */
export const rbac = createRbac({ policy, principal: () => undefined });
export const { requirePermission, publicRoute, errorHandler } = rbac;

export const guard = requirePermission("contacts:read");
export const manage = requirePermission("settings:manage");

/** Middleware that lets every request pass. */
export const pass: RequestHandler = (_req, _res, next) => next();

/** Fails on `?fail`, as a body parser does on a broken body. */
export const fail: RequestHandler = (req, _res, next) =>
  next("fail" in req.query ? new Error("broken body") : undefined);

/** Leaves the route on `?skip`. */
export const leave: RequestHandler = (req, _res, next) =>
  next("skip" in req.query ? "route" : undefined);

/** Lets every request pass, and does not show how many parameters it takes. */
export function variadic(...[, , next]: Parameters<RequestHandler>): void {
  next();
}

/** An error handler that goes on as if nothing had happened. */
export const swallow: ErrorRequestHandler = (_error, _req, _res, next) => next();

export const files: string = fileURLToPath(new URL("files", import.meta.url));

/** Express 4 has the methods of routers on `Router` itself. */
export function isExpress4(module: typeof express): boolean {
  return "use" in module.Router;
}

/** The rest of a path: `*` in Express 4, which in Express 5 must have a name. */
export function restOf(module: typeof express): string {
  return isExpress4(module) ? "*" : "*rest";
}
