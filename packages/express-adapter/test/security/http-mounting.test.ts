import type { RequestHandler } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import type { DeskRequest } from "../desk.ts";
import { as, authenticate, byUser, conversations, policy } from "../desk.ts";
import { WAYS } from "./ask.ts";
import { expectNoFaults, watched } from "./watched.ts";

expectNoFaults();

function desk() {
  const { seen, ran, report, audit } = watched();
  const asked: unknown[] = [];
  const decided: string[] = [];
  const rbac = createRbac({
    policy,
    audit,
    principal: (req: DeskRequest) => {
      asked.push(req.user?.id);
      return byUser(req);
    },
    onDecision: ({ code, permission }) => {
      decided.push(`${code} ${permission}`);
    },
  });
  const app = express();
  app.use(authenticate);
  return { app, rbac, seen, ran, report, audit, asked, decided };
}

type Desk = ReturnType<typeof desk>;
const PLACES: readonly (readonly [string, (desk: Desk) => void])[] = [
  [
    "the same object on the app and the route",
    ({ app, rbac, ran }) => {
      const guard = rbac.requirePermission("contacts:read");
      app.use(guard);
      app.get("/", guard, ran);
    },
  ],
  [
    "two objects of one demand on the app and the route",
    ({ app, rbac, ran }) => {
      app.use(rbac.requirePermission("contacts:read"));
      app.get("/", rbac.requirePermission("contacts:read"), ran);
    },
  ],
  [
    "twice on one route",
    ({ app, rbac, ran }) => {
      const guard = rbac.requirePermission("contacts:read");
      app.get("/", guard, guard, ran);
    },
  ],
  [
    "in an array and on the route's all",
    ({ app, rbac, ran }) => {
      const guard = rbac.requirePermission("contacts:read");
      app
        .route("/")
        .all([guard, rbac.requirePermission("contacts:read")])
        .get(guard, ran);
    },
  ],
  [
    "on a router that is mounted twice",
    ({ app, rbac, ran }) => {
      const router = express.Router();
      router.use(rbac.requirePermission("contacts:read"));
      app.use(router, router);
      app.get("/", ran);
    },
  ],
];

describe.each(WAYS)("HTTP-07 a guard mounted twice, %s", (_way, open) => {
  test.each(PLACES)("HTTP-07 %s: one decision, one entry", async (_place, mount) => {
    const watching = desk();
    mount(watching);
    const { app, seen, audit, asked, decided } = watching;
    app.use(watching.report);
    const ask = await open(app);
    expect((await ask({ path: "/", headers: as("ada") })).status).toBe(200);
    expect(seen).toEqual({ handler: 1, loader: 0, errors: [] });
    expect([asked, decided, audit.lines()]).toEqual([
      ["ada"],
      ["granted contacts:read"],
      ["allowed granted contacts:read"],
    ]);
    expect((await ask({ path: "/", headers: as("none") })).status).toBe(403);
    expect((await ask({ path: "/", headers: as("nobody") })).status).toBe(401);
    expect(seen.handler).toBe(1);
    expect(audit.lines().slice(1)).toEqual([
      "denied permission_missing contacts:read",
      "denied unauthenticated contacts:read",
    ]);
    // The next request of the same person is decided anew.
    await ask({ path: "/", headers: as("ada") });
    expect(audit.entries).toHaveLength(4);
  });

  test("HTTP-07 with a loader, every run judges the row it loaded", async () => {
    const { app, rbac, seen, ran, report, audit } = desk();
    const replying = rbac.requirePermission("conversations:reply", {
      resource: (req) => conversations.get(req.params.id),
    });
    const router = express.Router();
    router.get("/:id", replying, ran);
    app.use("/:id", replying, router);
    app.use(report);
    const ask = await open(app);
    expect((await ask({ path: "/c1/c1", headers: as("ada") })).status).toBe(200);
    expect((await ask({ path: "/c1/c2", headers: as("ada") })).status).toBe(403);
    expect((await ask({ path: "/c2/c1", headers: as("ada") })).status).toBe(403);
    expect(seen.handler).toBe(1);
    expect(audit.lines()).toEqual([
      "allowed granted conversations:reply",
      "allowed granted conversations:reply",
      "allowed granted conversations:reply",
      "denied condition_not_met conversations:reply",
      "denied condition_not_met conversations:reply",
    ]);
  });
});

describe.each(WAYS)("HTTP-10 guards on parent routers, %s", (_way, open) => {
  /** `/desks/:desk/conversations/:id`; the guard stands where `place` puts it. */
  function nested(place: "app.use" | "parent" | "child" | "route", mergeParams: boolean) {
    const { app, rbac, seen, ran, report, audit } = desk();
    const params: unknown[] = [];
    const guard: RequestHandler = rbac.requirePermission("conversations:reply", {
      resource: (req) => {
        seen.loader += 1;
        params.push({ ...req.params });
        // A desk's conversations; agents of desk d1 hold c1.
        return req.params.desk === "d1" ? conversations.get(req.params.id ?? "c1") : undefined;
      },
    });
    const parent = express.Router({ mergeParams });
    const child = express.Router({ mergeParams });
    if (place === "app.use") app.use("/desks/:desk", guard);
    if (place === "parent") parent.use(guard);
    if (place === "child") child.use(guard);
    child.get("/:id", ...(place === "route" ? [guard] : []), ran);
    parent.use("/conversations", child);
    app.use("/desks/:desk", parent);
    app.use(report);
    return { app, seen, params, audit };
  }

  test.each([
    ["app.use", { desk: "d1" }],
    ["parent", { desk: "d1" }],
    ["child", { desk: "d1" }],
    ["route", { desk: "d1", id: "c1" }],
  ] as const)(
    "HTTP-10 a guard on %s guards what is below; its loader sees the merged params",
    async (place, seenParams) => {
      const { app, seen, params, audit } = nested(place, true);
      const ask = await open(app);
      const path = "/desks/d1/conversations/c1";
      expect((await ask({ path, headers: as("ada") })).status).toBe(200);
      expect(params).toEqual([seenParams]);
      expect((await ask({ path: "/desks/d2/conversations/c1", headers: as("ada") })).status).toBe(
        404,
      );
      expect((await ask({ path, headers: as("carl") })).status).toBe(403);
      expect((await ask({ path })).status).toBe(401);
      expect((await ask({ method: "HEAD", path })).status).toBe(401);
      expect(seen).toEqual({ handler: 1, loader: 2, errors: [] });
      expect(audit.entries).toHaveLength(5);
    },
  );

  test.each(["parent", "child", "route"] as const)(
    "HTTP-10 without mergeParams a guard on %s finds no row, and refuses",
    async (place) => {
      const { app, seen, audit } = nested(place, false);
      const ask = await open(app);
      const path = "/desks/d1/conversations/c1";
      expect((await ask({ path, headers: as("ada") })).status).toBe(404);
      expect(seen).toEqual({ handler: 0, loader: 1, errors: [] });
      expect(audit.lines()).toEqual(["denied resource_required conversations:reply"]);
    },
  );

  test("HTTP-10 a guard on one router does not guard the next", async () => {
    const { app, rbac, seen, ran, report, audit } = desk();
    const [guarded, open2] = [express.Router(), express.Router()];
    guarded.use(rbac.requirePermission("settings:manage"));
    guarded.get("/", ran);
    open2.get("/", ran);
    app.use("/admin", guarded);
    app.use("/administrator", open2);
    app.use(report);
    const ask = await open(app);
    expect((await ask({ path: "/admin" })).status).toBe(401);
    expect((await ask({ path: "/administrator" })).status).toBe(200);
    expect(seen.handler).toBe(1);
    expect(audit.entries).toHaveLength(1);
  });
});
