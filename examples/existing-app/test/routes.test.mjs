import { expect, test } from "vitest";
import { loadApp, required } from "./support/load-app.mjs";

/** @type {typeof import("@intercom-rbac/express")} */
const { assertRoutesGuarded, describeRoutes } = required("@intercom-rbac/express");

const forgotten = "/conversations/:id/transcript";

test("after: every route is guarded, or public and says why", () => {
  const app = loadApp("after");
  assertRoutesGuarded(app);
  const routes = describeRoutes(app).map(({ status, method, path }) => [method, path, status]);
  expect(routes).toEqual([
    ["GET", "/health", "public"],
    ["POST", "/login", "public"],
    ["POST", "/logout", "public"],
    ["GET", "/contacts", "guarded"],
    ["GET", "/contacts/:id", "guarded"],
    ["PATCH", "/contacts/:id", "guarded"],
    ["DELETE", "/contacts/:id", "guarded"],
    ["GET", "/conversations", "guarded"],
    ["GET", "/conversations/:id", "guarded"],
    ["POST", "/conversations/:id/reply", "guarded"],
    ["POST", "/conversations/:id/close", "guarded"],
    ["GET", "/conversations/:id/transcript", "guarded"],
    ["GET", "/admin/usage", "guarded"],
    ["GET", "/admin/settings", "guarded"],
    ["PUT", "/admin/settings", "guarded"],
    ["PUT", "/admin/users/:id/role", "guarded"],
    ["DELETE", "/admin/users/:id", "guarded"],
  ]);
});

test("after: a route that is added without a guard is named, and only that", () => {
  const app = loadApp("after");
  app.get("/admin/invoices", (_req, res) => res.json([]));
  expect(() => assertRoutesGuarded(app)).toThrow(/GET\s+\/admin\/invoices/);
  expect(() => assertRoutesGuarded(app)).not.toThrow(/\/admin\/usage/);
});

test("before: the forgotten route is named, with all others: no check of its own is known", () => {
  const app = loadApp("before");
  expect(() => assertRoutesGuarded(app)).toThrow(forgotten);
  const { status } = describeRoutes(app).find(({ path }) => path === forgotten) ?? {};
  expect(status).toBe("unguarded");
  expect(describeRoutes(app).filter((route) => route.status === "guarded")).toEqual([]);
});
