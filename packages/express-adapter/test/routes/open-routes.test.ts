import express from "express";
import { describe, expect, test } from "vitest";
import type { OpenRoute } from "../../src/demand/marks.ts";
import { describe as mark } from "../../src/demand/marks.ts";
import { describeRoutes } from "../../src/index.ts";
import { guard } from "./trap-parts.ts";

const pass: express.RequestHandler = (_req, _res, next) => next();
const end: express.RequestHandler = (_req, res) => {
  res.end();
};

function answering(...routes: readonly OpenRoute[]): express.RequestHandler {
  const middleware: express.RequestHandler = (_req, _res, next) => next();
  return mark(middleware, "answering", { kind: "routes", routes });
}

const door = answering(
  { method: "GET", path: "/", reason: "asks for consent" },
  { method: "POST", path: "/notice", reason: "a notice" },
);

/** As a router is mounted without a path: the app's own path is known on every Express. */
function rows(router: express.Router): readonly string[] {
  return describeRoutes(router).map(
    ({ method, path, status, reason }) => `${method} ${path} ${status} ${reason ?? "-"}`,
  );
}

describe("a middleware that answers routes itself", () => {
  test("shows each of them as public, with its reason", () => {
    expect(rows(express.Router().use(door))).toEqual([
      "GET / public asks for consent",
      "POST /notice public a notice",
    ]);
  });

  test("shows them below its path, or as opaque where Express forgets that", () => {
    const [row, ...others] = describeRoutes(express().use("/door", door));
    expect(others).toHaveLength(1);
    if (process.env["EXPRESS_UNDER_TEST"] === "express5-router22") {
      expect(row).toMatchObject({ path: "/(unknown)", status: "opaque" });
    } else {
      expect(row).toMatchObject({ path: "/door", status: "public", reason: "asks for consent" });
    }
  });

  test("shows them as guarded behind a guard", () => {
    expect(rows(express.Router().use(guard, door))).toEqual([
      "GET / guarded -",
      "POST /notice guarded -",
    ]);
  });

  test("opens nothing after it, and guards nothing", () => {
    expect(rows(express.Router().use(door).get("/notice", end).post("/x", end))).toEqual([
      "GET / public asks for consent",
      "POST /notice public a notice",
      "GET /notice unguarded -",
      "POST /x unguarded -",
    ]);
  });

  test("is not followed inside a route", () => {
    expect(describeRoutes(express.Router().get("/x", pass, door))).toEqual([
      {
        method: "GET",
        path: "/x",
        status: "opaque",
        guards: [],
        reason: "A router inside a route is not followed. Mount it with use.",
      },
    ]);
  });

  test.each<[string, unknown]>([
    ["no list", "GET /"],
    ["no path", [{ method: "GET", reason: "because" }]],
    ["no method", [{ path: "/", reason: "because" }]],
    ["no reason", [{ method: "GET", path: "/" }]],
    ["a blank reason", [{ method: "GET", path: "/", reason: " " }]],
    ["nothing", [null]],
  ])("of an unknown shape counts as any other function: %s", (_what, routes) => {
    const middleware: express.RequestHandler = (_req, _res, next) => next();
    const strange = Object.assign(middleware, {
      "@intercom-rbac/express:middleware": { kind: "routes", routes },
    });
    expect(rows(express.Router().use("/door", strange))).toEqual([
      expect.stringMatching(/^ALL \/\S+ opaque /),
    ]);
  });
});
