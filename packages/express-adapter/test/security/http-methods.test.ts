import type { RequestHandler } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, byUser, conversations, policy, serve } from "../desk.ts";
import { exchange, WAYS } from "./ask.ts";
import { expectNoFaults, watched } from "./watched.ts";

expectNoFaults();

/** One guarded path for each way to mount a handler that answers GET. */
function readable() {
  const { seen, ran, report, audit } = watched();
  const { requirePermission } = createRbac({ policy, principal: byUser, audit });
  const guard = requirePermission("contacts:delete");
  const replying = requirePermission("conversations:reply", {
    resource: (req) => {
      seen.loader += 1;
      return conversations.get(req.params.id);
    },
  });
  const router = express.Router();
  router.use(guard);
  router.get("/", ran);
  const app = express();
  app.use(authenticate);
  app.get("/get", guard, ran);
  app.all("/all", guard, ran);
  app.route("/route").all(guard).get(ran);
  app.use("/router", router);
  app.use("/use", guard, ran);
  app.get("/loader/:id", replying, ran);
  app.head("/head-first", guard, (_req, res) => {
    seen.handler += 1;
    res.set("X-Total", "7").end();
  });
  app.get("/head-first", guard, ran);
  app.use(report);
  return { app, seen, audit };
}

describe("HTTP-02 HEAD is guarded as GET", () => {
  const PATHS = ["/get", "/all", "/route", "/router", "/use", "/head-first"];

  describe.each(WAYS)("%s", (_way, open) => {
    test.each(PATHS)("HTTP-02 %s: the head of the refused GET, and no body", async (path) => {
      const { app, seen, audit } = readable();
      const ask = await open(app);
      for (const [who, status] of [
        ["nobody", 401],
        ["ada", 403],
      ] as const) {
        const get = await ask({ path, headers: as(who) });
        const head = await ask({ method: "HEAD", path, headers: as(who) });
        expect([get.status, head.status, head.body]).toEqual([status, status, ""]);
        for (const name of [
          "content-type",
          "content-length",
          "cache-control",
          "www-authenticate",
        ]) {
          expect(head.headers[name]).toBe(get.headers[name]);
        }
      }
      expect(seen).toEqual({ handler: 0, loader: 0, errors: [] });
      expect(audit.entries.map(({ outcome }) => outcome)).toEqual(Array(4).fill("denied"));
      const allowed = await ask({ method: "HEAD", path, headers: as("olga") });
      expect([allowed.status, allowed.body, seen.handler]).toEqual([200, "", 1]);
      expect(audit.entries).toHaveLength(5);
    });

    test("HTTP-02 with a loader: the row decides", async () => {
      const { app, seen, audit } = readable();
      const ask = await open(app);
      const head = (id: string) =>
        ask({ method: "HEAD", path: `/loader/${id}`, headers: as("ada") });
      expect((await head("c2")).status).toBe(403);
      expect((await head("c9")).status).toBe(404);
      expect(seen).toEqual({ handler: 0, loader: 2, errors: [] });
      expect(await head("c1")).toMatchObject({ status: 200, body: "" });
      expect(seen).toEqual({ handler: 1, loader: 3, errors: [] });
      expect(audit.entries).toHaveLength(3);
    });
  });

  test("HTTP-02 nothing follows the head on the wire", async () => {
    const { app } = readable();
    const address = await serve(app);
    for (const who of ["nobody", "ada", "olga"]) {
      const received = await exchange(address, { method: "HEAD", path: "/get", headers: as(who) });
      expect(received.slice(received.indexOf("\r\n\r\n"))).toBe("\r\n\r\n");
      expect(received).not.toMatch(/contacts:delete|ran/);
    }
  });
});

/** What method-override libraries do: a header, or a member of the body or query, names the method. */
const methodOverride: RequestHandler = (req, _res, next) => {
  const wanted = req.get("X-HTTP-Method-Override") ?? req.query["_method"];
  if (typeof wanted === "string") req.method = wanted;
  next();
};

/** Agents may read and not delete. */
function overridden(...before: RequestHandler[]) {
  const { seen, report, audit } = watched();
  const ran: string[] = [];
  const note =
    (name: string): RequestHandler =>
    (_req, res) => {
      ran.push(name);
      res.json(name);
    };
  const { requirePermission } = createRbac({ policy, principal: byUser, audit });
  const app = express();
  app.use(authenticate, ...before);
  app.get("/contacts", requirePermission("contacts:read"), note("read"));
  app.post("/contacts", requirePermission("contacts:write"), note("write"));
  app.delete("/contacts", requirePermission("contacts:delete"), note("delete"));
  app.use(report);
  return { app, seen, ran, audit };
}

describe.each(WAYS)("HTTP-03 X-HTTP-Method-Override, %s", (_way, open) => {
  test.each(["GET", "DELETE", "HEAD", "OPTIONS", "get", "__proto__", ""])(
    "HTTP-03 the bare header naming %j changes nothing",
    async (method) => {
      const { app, ran, audit } = overridden();
      const ask = await open(app);
      const headers = {
        ...as("ada"),
        "X-HTTP-Method-Override": method,
        "X-Method-Override": method,
      };
      expect((await ask({ method: "POST", path: "/contacts", headers })).status).toBe(403);
      expect((await ask({ method: "DELETE", path: "/contacts", headers })).status).toBe(403);
      expect((await ask({ path: "/contacts?_method=DELETE", headers })).status).toBe(200);
      expect(ran).toEqual(["read"]);
      expect(audit.lines()).toEqual([
        "denied permission_missing contacts:write",
        "denied permission_missing contacts:delete",
        "allowed granted contacts:read",
      ]);
    },
  );

  test.each([
    ["POST", "DELETE", 403, "denied permission_missing contacts:delete", undefined],
    ["POST", "delete", 403, "denied permission_missing contacts:delete", undefined],
    ["GET", "DELETE", 403, "denied permission_missing contacts:delete", undefined],
    ["GET", "POST", 403, "denied permission_missing contacts:write", undefined],
    // What runs is the reading handler, behind its own guard.
    ["DELETE", "GET", 200, "allowed granted contacts:read", "read"],
  ] as const)(
    "HTTP-03 an override in front, %s as %s: the guard of the handler that would run decides",
    async (method, wanted, status, line, handler) => {
      const { app, ran, audit } = overridden(methodOverride);
      const ask = await open(app);
      const headers = { ...as("ada"), "X-HTTP-Method-Override": wanted };
      expect((await ask({ method, path: "/contacts", headers })).status).toBe(status);
      expect(audit.lines()).toEqual([line]);
      expect(ran).toEqual(handler === undefined ? [] : [handler]);
    },
  );

  test("HTTP-03 an override between a guard and its handler is too late", async () => {
    const { seen, ran, report, audit } = watched();
    const { requirePermission } = createRbac({ policy, principal: byUser, audit });
    const app = express();
    app.use(authenticate);
    app.delete("/contacts", requirePermission("contacts:delete"), methodOverride, ran);
    app.use(report);
    const ask = await open(app);
    const headers = { ...as("ada"), "X-HTTP-Method-Override": "GET" };
    expect((await ask({ method: "DELETE", path: "/contacts", headers })).status).toBe(403);
    expect(seen.handler).toBe(0);
    expect(audit.entries).toHaveLength(1);
  });
});
