import express from "express";
import { describe, expect, test } from "vitest";
import { assertRoutesGuarded } from "../../src/index.ts";
import { files, guard, publicRoute, requirePermission } from "./trap-parts.ts";

const end: express.RequestHandler = (_req, res) => {
  res.end();
};

function shop(): express.Express {
  const app = express();
  app.get("/contacts", guard, end);
  app.get("/health", publicRoute("load balancer"), end);
  return app;
}

/** For callers without types. */
function assertAnything(app: unknown, options?: unknown): void {
  Reflect.apply(assertRoutesGuarded, undefined, [app, options]);
}

test("guarded and public routes pass", () => {
  expect(() => assertRoutesGuarded(shop())).not.toThrow();
  expect(() => assertRoutesGuarded(shop(), {})).not.toThrow();
});

test("every other route is listed, with what to do about it", () => {
  const app = shop();
  app.get("/forgotten", end);
  app.delete("/contacts/:id", end, guard);
  app.post("/hooks", (...given: unknown[]) => given, guard, end);
  expect(() => assertRoutesGuarded(app)).toThrow(
    expect.objectContaining({
      code: "ERR_RBAC_GUARD_MISUSED",
      message: [
        "assertRoutesGuarded: 3 of 5 routes are not known to be guarded:",
        "",
        "  GET     /forgotten     unguarded  Put requirePermission(...) before its handler, or publicRoute(reason).",
        "  DELETE  /contacts/:id  unguarded  A guard after the handler protects nothing. Put requirePermission(...) before its handler, or publicRoute(reason).",
        "  POST    /hooks         opaque     A function with rest parameters before the guard may answer in its place. Put the guard first.",
      ].join("\n"),
    }),
  );
});

test("what `use` mounts has no handler: the advice says before what to put the guard", () => {
  const app = shop();
  app.use(express.static(files));
  expect(() => assertRoutesGuarded(app)).toThrow(
    /ALL {2}\/ {2}unguarded {2}Put requirePermission\(\.\.\.\) or publicRoute\(reason\) before it\.$/,
  );
});

describe("what was mounted without being called", () => {
  // For callers without types.
  const checkPermission = Object(requirePermission);
  const open = Object(publicRoute);
  const advice = (app: express.Express) => {
    try {
      assertRoutesGuarded(app);
    } catch (error) {
      return String(error).split("unguarded  ").slice(1);
    }
    return [];
  };
  const onRoutes = "Put requirePermission(...) before its handler, or publicRoute(reason).";

  test("is named on a route, by whatever name the app has for it", () => {
    expect(advice(shop().get("/x", checkPermission, end))).toEqual([
      `requirePermission is not called: mount what it returns. ${onRoutes}`,
    ]);
    expect(advice(shop().get("/x", open, end))).toEqual([
      `publicRoute is not called: mount what it returns. ${onRoutes}`,
    ]);
    expect(advice(shop().get("/x", end, checkPermission))).toEqual([
      `requirePermission is not called: mount what it returns. ${onRoutes}`,
    ]);
  });

  test("is named where `use` mounts it", () => {
    expect(advice(shop().use(checkPermission))).toEqual([
      "requirePermission is not called: mount what it returns.",
    ]);
  });

  test("does not look like middleware of that name", () => {
    const middleware: Record<string, express.RequestHandler> = {
      requirePermission: (_req, _res, next) => next(),
    };
    expect(advice(shop().get("/x", Object(middleware["requirePermission"]), end))).toEqual([
      onRoutes,
    ]);
  });
});

test("what is allowed is left out, by route or by path", () => {
  const app = shop();
  app.get("/open", end);
  app.post("/open", end);
  expect(() => assertRoutesGuarded(app, { allow: ["/open"] })).not.toThrow();
  expect(() => assertRoutesGuarded(app, { allow: ["GET /open", "POST /open"] })).not.toThrow();
  expect(() => assertRoutesGuarded(app, { allow: ["GET /open"] })).toThrow(
    /1 of 4 routes is not known to be guarded:\n\n {2}POST {2}\/open {2}unguarded/,
  );
});

test.each([["GET /contacts"], ["/nowhere"], ["get /open"], ["GET /open/"], ["/health"]])(
  "an exception that nothing needs is an error: %s",
  (stale) => {
    const app = shop();
    app.get("/open", end);
    expect(() => assertRoutesGuarded(app, { allow: ["/open", stale] })).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_GUARD_MISUSED",
        message: `assertRoutesGuarded: options.allow has entries that no such route needs, and which would open the next one of that name. Remove ${JSON.stringify(stale)}.`,
      }),
    );
  },
);

test("an app without routes has not been looked at", () => {
  expect(() => assertRoutesGuarded(express())).toThrow(
    expect.objectContaining({
      code: "ERR_RBAC_GUARD_MISUSED",
      message: "assertRoutesGuarded: the app has no routes. Mount them before it is asked.",
    }),
  );
});

test.each([
  { options: { alow: [] }, message: /"alow".*Did you mean "allow"/ },
  { options: { allow: "/open" }, message: /options\.allow must be an array .* not a string/ },
  { options: { allow: [7] }, message: /options\.allow\[0\] must be a route .* not a number/ },
  { options: null, message: /the options must be an object, not null/ },
])("options are checked: $options", ({ options, message }) => {
  expect(() => assertAnything(shop(), options)).toThrow(
    expect.objectContaining({
      code: "ERR_RBAC_OPTION_INVALID",
      message: expect.stringMatching(message),
    }),
  );
});

test("what is no app is named", () => {
  expect(() => assertAnything({})).toThrow(
    "assertRoutesGuarded: app must be an Express app or router, not an object.",
  );
});
