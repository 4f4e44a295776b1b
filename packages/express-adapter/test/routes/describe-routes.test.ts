import { METHODS } from "node:http";
import express from "express";
import { describe, expect, test } from "vitest";
import { describeRoutes } from "../../src/index.ts";
import { errorHandler, guard, requirePermission } from "./trap-parts.ts";

const end: express.RequestHandler = (_req, res) => {
  res.end();
};

/** For callers without types. */
function describeAnything(value: unknown): unknown {
  return Reflect.apply(describeRoutes, undefined, [value]);
}

describe("what is described", () => {
  test("an app, a router, and one without routes", () => {
    const router = express.Router().get("/x", guard, end);
    expect(describeRoutes(router)).toEqual([
      { method: "GET", path: "/x", status: "guarded", guards: [{ all: ["contacts:read"] }] },
    ]);
    expect(describeRoutes(express().use("/api", pathlessly(router))).length).toBe(1);
    expect(describeRoutes(express())).toEqual([]);
    expect(describeRoutes(express.Router())).toEqual([]);
  });

  test("a guard as it demands", () => {
    const guards = [
      requirePermission({ any: ["contacts:read", "contacts:write"] }, { list: true }),
      requirePermission("contacts:read", { resource: () => ({}) }),
    ];
    expect(describeRoutes(express.Router().get("/x", guards, end))[0]?.guards).toEqual([
      { any: ["contacts:read", "contacts:write"], list: true },
      { all: ["contacts:read"], resource: true },
    ]);
  });

  test("a function of all methods between those of each is not forgotten", () => {
    const app = express();
    const route = app.route("/x");
    const pass: express.RequestHandler = (_req, _res, next) => next();
    const each = METHODS.map((method) => Reflect.get(route, method.toLowerCase()) as unknown);
    for (const add of each) if (typeof add === "function") Reflect.apply(add, route, [pass]);
    route.all(end);
    for (const add of each) if (typeof add === "function") Reflect.apply(add, route, [guard, end]);
    expect(describeRoutes(app).filter(({ status }) => status === "guarded")).toEqual([]);
  });

  test("a route behind our own error handler keeps the guards before it; behind another it may not", () => {
    const behind = (handler: express.ErrorRequestHandler) =>
      describeRoutes(express().use(guard).use(handler).get("/x", end)).map(({ status }) => status);
    expect(behind(errorHandler())).toEqual(["guarded"]);
    expect(behind((_error, _req, _res, next) => next())).toEqual(["opaque"]);
  });

  test("no handler runs", () => {
    const app = express();
    app.use((_req) => expect.unreachable());
    app.get("/:x", guard, () => expect.unreachable());
    expect(describeRoutes(app)).toHaveLength(2);
  });

  test("a RegExp that remembers where it stopped is not moved on", () => {
    const sticky = /^\/x/gy;
    sticky.lastIndex = 3;
    const app = express().use(sticky, guard).get("/x", end);
    describeRoutes(app);
    expect(sticky.lastIndex).toBe(3);
  });
});

/** As a router is mounted without a path: the app's own path is known on every Express. */
function pathlessly(router: express.Router): express.Router {
  return express.Router().use(router);
}

describe("what is none", () => {
  test.each([
    { value: undefined, kind: "undefined" },
    { value: null, kind: "null" },
    { value: "app", kind: "a string" },
    { value: {}, kind: "an object" },
    { value: [], kind: "an array" },
    { value: () => undefined, kind: "a function" },
    { value: { stack: [] }, kind: "an object" },
    { value: Object.assign(() => undefined, { stack: "none" }), kind: "a function" },
    {
      value: Object.assign(() => undefined, { stack: [{ route: "/", handle: end }] }),
      kind: "a function",
    },
  ])("$kind is refused by name", ({ value, kind }) => {
    expect(() => describeAnything(value)).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: `describeRoutes: app must be an Express app or router, not ${kind}.`,
      }),
    );
  });

  test("getters and proxies that throw are no crash", () => {
    const trap = (): never => {
      throw "no Error";
    };
    const invalid = expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID" });
    const hostile = Object.defineProperty(() => undefined, "stack", { get: trap });
    expect(() => describeAnything(hostile)).toThrow(invalid);
    const { proxy, revoke } = Proxy.revocable(() => undefined, {});
    revoke();
    expect(() => describeAnything(proxy)).toThrow(invalid);
    const router = express.Router().get("/x", guard, end);
    Object.defineProperty(router.stack[0], "route", { get: trap });
    expect(describeRoutes(router).some(({ status }) => status === "guarded")).toBe(false);
    const odd = express.Router();
    odd.use(new Proxy(end, { getOwnPropertyDescriptor: trap }));
    expect(() => describeRoutes(odd)).toThrow(invalid);
  });

  test.each([{ stack: [{ route: "/", handle: end }] }, { stack: [] }])(
    "a router of another make, mounted, is opaque",
    (inside) => {
      const connect = Object.assign((..._given: unknown[]) => undefined, inside);
      expect(describeRoutes(express().use(connect))).toEqual([
        {
          method: "ALL",
          path: "/",
          status: "opaque",
          guards: [],
          reason:
            "Its layers are not those of an Express router. Guard the path that it is mounted at.",
        },
      ]);
    },
  );
});
