import { createServer } from "node:http";
import { assertRoutesGuarded, createRbac } from "@intercom-rbac/express";
import express from "express";
import { describe, expect, it } from "vitest";
import "../src/vitest.ts";
import { rbacMatchers } from "../src/index.ts";
import { deskPolicy } from "./support/desk-policy.ts";
import { failureOf } from "./support/failure-of.ts";

const { requirePermission, publicRoute } = createRbac({
  policy: deskPolicy,
  principal: () => ({ id: "7", roles: ["agent"] }),
});

function answer(_req: express.Request, res: express.Response): void {
  res.json({});
}

/** Every route accounted for: one guarded, one public, one guarded by its router. */
function guardedApp() {
  const app = express();
  app.get("/contacts/:id", requirePermission("contacts:read"), answer);
  app.get("/health", publicRoute("asked by the load balancer"), answer);
  const admin = express.Router();
  admin.use(requirePermission("contacts:delete"));
  admin.delete("/contacts/:id", answer);
  app.use("/admin", admin);
  return app;
}

function forgetfulApp() {
  const app = guardedApp();
  app.get("/reports", answer);
  app.post("/import", answer);
  return app;
}

describe("toHaveNoUnguardedRoutes", () => {
  it("passes where each route is guarded or public on purpose", () => {
    expect(guardedApp()).toHaveNoUnguardedRoutes();
  });

  it("names the routes nobody guards, in the words of assertRoutesGuarded", () => {
    const app = forgetfulApp();
    const message = failureOf(() => expect(app).toHaveNoUnguardedRoutes());
    const report = failureOf(() => assertRoutesGuarded(app));
    expect(message).toBe(`expect(app).toHaveNoUnguardedRoutes()\n\n${report}`);
    expect(message).toContain("/reports");
    expect(message).toContain("/import");
    expect(message).not.toContain("/health");
  });

  it("names the opaque ones too", () => {
    const inner = express();
    inner.get("/", requirePermission("contacts:read"), answer);
    const app = express();
    app.use("/inner", inner);
    expect(failureOf(() => expect(app).toHaveNoUnguardedRoutes())).toContain("opaque");
    expect(app).not.toHaveNoUnguardedRoutes();
  });

  it("takes a router as well", () => {
    const router = express.Router();
    router.get("/reports", answer);
    expect(router).not.toHaveNoUnguardedRoutes();
    expect(router).toHaveNoUnguardedRoutes({ allow: ["/reports"] });
  });

  it("excuses what is allowed, by method and path or by path", () => {
    const allow = ["GET /reports", "/import"];
    expect(forgetfulApp()).toHaveNoUnguardedRoutes({ allow });
    const message = failureOf(() =>
      expect(forgetfulApp()).toHaveNoUnguardedRoutes({ allow: ["GET /reports"] }),
    );
    expect(message).toMatch(
      /^expect\(app\)\.toHaveNoUnguardedRoutes\({ allow: \["GET \/reports"\] }\)\n/,
    );
    expect(message).toContain("/import");
  });

  it("fails for an exception that no route needs, and after .not is an error", () => {
    const stale = { allow: ["GET /contacts/:id"] };
    expect(failureOf(() => expect(guardedApp()).toHaveNoUnguardedRoutes(stale))).toContain(
      "GET /contacts/:id",
    );
    for (const app of [guardedApp(), forgetfulApp()]) {
      expect(failureOf(() => expect(app).not.toHaveNoUnguardedRoutes(stale))).toBe(
        'assertRoutesGuarded: options.allow has entries that no such route needs, and which would open the next one of that name. Remove "GET /contacts/:id".',
      );
    }
  });

  it("fails for an app whose routes are not mounted yet, after .not as well", () => {
    const empty = "the app has no routes";
    expect(failureOf(() => expect(express()).toHaveNoUnguardedRoutes())).toContain(empty);
    expect(failureOf(() => expect(express()).not.toHaveNoUnguardedRoutes())).toContain(empty);
  });

  it("is denied by .not", () => {
    expect(forgetfulApp()).not.toHaveNoUnguardedRoutes();
    expect(forgetfulApp()).not.toHaveNoUnguardedRoutes({ allow: ["GET /reports"] });
    expect(failureOf(() => expect(guardedApp()).not.toHaveNoUnguardedRoutes())).toBe(
      "expect(app).not.toHaveNoUnguardedRoutes()\n\nThe app must have an unguarded or opaque route, and each of its 3 routes is guarded or public.",
    );
    const allow = ["GET /reports", "POST /import"];
    expect(
      failureOf(() => expect(forgetfulApp()).not.toHaveNoUnguardedRoutes({ allow })),
    ).toContain("each of its 5 routes is guarded, public or allowed here.");
  });

  it.each([
    [[undefined], "takes an Express app or router, and was given undefined."],
    [[{}], "takes an Express app or router, and was given an object."],
    [[answer], "takes an Express app or router, and was given a function."],
    [[createServer(guardedApp())], "takes an Express app or router, and was given an object."],
    [
      [Promise.resolve(guardedApp())],
      "takes an Express app or router, and was given a promise. Await it.",
    ],
    [[guardedApp(), { alow: [] }], 'has no option "alow". It takes allow.'],
    [[guardedApp(), ["GET /health"]], "are an object, and these are an array."],
    [
      [guardedApp(), { allow: "GET /health" }],
      'allow is an array of routes such as "GET /health", and this is a string.',
    ],
  ])("refuses wrong arguments, after .not as well (%#)", ([received, ...args], message) => {
    for (const isNot of [false, true]) {
      const call = () => rbacMatchers.toHaveNoUnguardedRoutes.call({ isNot }, received, ...args);
      expect(failureOf(call)).toContain(message);
    }
  });

  it("refuses what only looks like an app, after .not as well", () => {
    const lookalike = { use: () => undefined, route: () => undefined };
    for (const isNot of [false, true]) {
      const call = () => rbacMatchers.toHaveNoUnguardedRoutes.call({ isNot }, lookalike);
      expect(call).toThrow(expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID" }));
    }
  });
});
