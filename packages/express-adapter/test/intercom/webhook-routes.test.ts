import type { RequestHandler, Router } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { assertRoutesGuarded, describeRoutes, webhookRouter } from "../../src/index.ts";
import { guard } from "../routes/trap-parts.ts";
import { hooked } from "./endpoint.ts";

const REASON = "Intercom's webhooks, verified by their signature";
const end: RequestHandler = (_req, res) => {
  res.end();
};
const pass: RequestHandler = (_req, _res, next) => next();

const rows = (router: Router) =>
  describeRoutes(router).map(
    ({ method, path, status, reason }) => `${method} ${path} ${status} ${reason ?? "-"}`,
  );

describe("describeRoutes shows the endpoint", () => {
  test("as public, for the methods that it answers", () => {
    expect(rows(express.Router().use(hooked().router))).toEqual([
      `POST / public ${REASON}`,
      `HEAD / public ${REASON}`,
    ]);
    expect(rows(express.Router().use(hooked({ path: "/hooks" }).router))).toEqual([
      `POST /hooks public ${REASON}`,
      `HEAD /hooks public ${REASON}`,
    ]);
  });

  test("and what comes after it as what it is", () => {
    expect(rows(express.Router().use(hooked().router).post("/", end))).toContain(
      "POST / unguarded -",
    );
  });

  test("in a route as public, and never as guarded", () => {
    const { router } = hooked();
    expect(rows(express.Router().post("/x", router))).toEqual([`POST /x public ${REASON}`]);
    expect(rows(express.Router().all("/x", router))).toEqual([`ALL /x public ${REASON}`]);
    expect(rows(express.Router().post("/x", pass, router))).toEqual([`POST /x public ${REASON}`]);
  });

  test("in a route with others as what they make of it", () => {
    const { router } = hooked();
    expect(rows(express.Router().post("/x", end, router))).toEqual(["POST /x unguarded -"]);
    expect(rows(express.Router().post("/x", router, end))).toEqual(["POST /x unguarded -"]);
    expect(rows(express.Router().post("/x", guard, router))).toEqual(["POST /x guarded -"]);
    expect(rows(express.Router().post("/x", router, guard))).toEqual([
      "POST /x unguarded A guard after the handler protects nothing.",
    ]);
  });

  test("in a route as opaque if it has a path of its own", () => {
    const { router } = hooked({ path: "/hooks" });
    expect(rows(express.Router().post("/x", router))).toEqual([
      "POST /x opaque A router inside a route is not followed. Mount it with use.",
    ]);
  });

  test("not called as unguarded, and says so", () => {
    const router = express.Router();
    Reflect.apply(router.post, router, ["/x", webhookRouter]);
    expect(rows(router)).toEqual([
      "POST /x unguarded webhookRouter is not called: mount what it returns.",
    ]);
  });
});

test("assertRoutesGuarded has nothing against it", () => {
  const app = express();
  app.use(hooked({ path: "/hooks" }).router);
  app.get("/x", guard, end);
  expect(() => assertRoutesGuarded(app)).not.toThrow();
});
