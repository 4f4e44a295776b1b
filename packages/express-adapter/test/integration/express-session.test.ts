import { UnavailableError } from "@intercom-rbac/core";
import express from "express";
import session, { MemoryStore } from "express-session";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { memory, policy, serve } from "../desk.ts";

declare module "express-session" {
  interface SessionData {
    userId: string;
  }
}

/** A login by session alone: the session holds who, the table of roles holds what they may. */
async function desk() {
  const roles = new Map([
    ["ada", ["agent"]],
    ["olga", ["owner"]],
  ]);
  const state = { handler: 0, rolesAway: false };
  const audit = memory();
  const store = new MemoryStore();
  const { requirePermission } = createRbac({
    policy,
    audit,
    async principal(req) {
      const { userId } = req.session;
      if (userId === undefined) return undefined;
      if (state.rolesAway) throw new UnavailableError("the table of roles is away");
      return { id: userId, roles: roles.get(userId) ?? [] };
    },
  });
  const app = express();
  app.use(session({ store, secret: "keyboard cat", resave: false, saveUninitialized: false }));
  app.post("/login/:user", (req, res, next) => {
    // A new id at each login: one that was planted before it must not become somebody.
    req.session.regenerate((error) => {
      if (error) return next(error);
      req.session.userId = req.params.user;
      res.sendStatus(204);
    });
  });
  app.post("/logout", (req, res, next) => {
    req.session.destroy((error) => (error ? next(error) : res.sendStatus(204)));
  });
  const ran: express.RequestHandler = (_req, res) => {
    state.handler += 1;
    res.json("ran");
  };
  app.get("/contacts", requirePermission("contacts:read"), ran);
  app.delete("/contacts", requirePermission("contacts:delete"), ran);
  const report: express.ErrorRequestHandler = (_error, _req, res, _next) => {
    res.status(500).json("reported");
  };
  app.use(report);
  const address = await serve(app);
  const cookieOf = (response: request.Response): string =>
    String(response.headers["set-cookie"]).split(";", 1)[0] ?? "";
  return { roles, state, store, audit, cookieOf, agent: () => request.agent(address) };
}

describe("express-session", () => {
  test("nobody, then somebody, then nobody again", async () => {
    const { agent, state, audit } = await desk();
    const browser = agent();
    await browser.get("/contacts").expect(401);
    await browser.post("/login/ada").expect(204);
    await browser.get("/contacts").expect(200);
    await browser.delete("/contacts").expect(403);
    await browser.post("/logout").expect(204);
    await browser.get("/contacts").expect(401);
    expect(state.handler).toBe(1);
    expect(audit.lines()).toEqual([
      "denied unauthenticated contacts:read",
      "allowed granted contacts:read",
      "denied permission_missing contacts:delete",
      "denied unauthenticated contacts:read",
    ]);
  });

  test("a role changed in the store is seen at the next request", async () => {
    const { agent, roles } = await desk();
    const browser = agent();
    await browser.post("/login/olga").expect(204);
    await browser.delete("/contacts").expect(200);
    roles.set("olga", ["agent"]);
    await browser.delete("/contacts").expect(403);
    roles.set("olga", ["owner"]);
    await browser.delete("/contacts").expect(200);
    roles.delete("olga");
    const { body } = await browser.get("/contacts").expect(403);
    expect(body).toMatchObject({ code: "permission_missing", currentRole: null });
  });

  test("a regenerated session: the new cookie is the new person's, the old one nobody's", async () => {
    const { agent, cookieOf } = await desk();
    const browser = agent();
    const before = cookieOf(await browser.post("/login/ada").expect(204));
    const after = cookieOf(await browser.post("/login/olga").expect(204));
    expect(after).not.toBe(before);
    await agent().delete("/contacts").set("Cookie", after).expect(200);
    await agent().get("/contacts").set("Cookie", before).expect(401);
    await agent().get("/contacts").set("Cookie", `${after}x`).expect(401);
  });

  test("the table of roles away: 503, and one entry", async () => {
    const { agent, state, audit } = await desk();
    const browser = agent();
    await browser.post("/login/olga").expect(204);
    state.rolesAway = true;
    const { body } = await browser.delete("/contacts").expect(503);
    expect(body.code).toBe("unavailable");
    expect(state.handler).toBe(0);
    expect(audit.lines()).toEqual(["denied unauthenticated contacts:delete"]);
    state.rolesAway = false;
    await browser.delete("/contacts").expect(200);
  });

  test("the session store away: an error in front of the guard, and the handler does not run", async () => {
    const { agent, state, store } = await desk();
    const browser = agent();
    await browser.post("/login/olga").expect(204);
    store.get = (_id, done) => done(new Error("the session store is away"));
    await browser.delete("/contacts").expect(500, `"reported"`);
    expect(state.handler).toBe(0);
  });
});
