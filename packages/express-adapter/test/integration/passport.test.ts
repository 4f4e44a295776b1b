import express from "express";
import session from "express-session";
import passport from "passport";
import { Strategy } from "passport-local";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { memory, policy, serve } from "../desk.ts";

interface Account {
  readonly id: string;
  readonly password: string;
  roles: string[];
}

/** An app with a Passport login, whose roles stand in the user's record; and the records, to change them. */
async function desk() {
  const accounts = new Map<string, Account>([
    ["ada", { id: "ada", password: "lovelace", roles: ["agent"] }],
    ["olga", { id: "olga", password: "ladyzhenskaya", roles: ["owner"] }],
  ]);
  const state = { handler: 0, storeDown: false };
  const audit = memory();

  // A Passport of its own: the one that the module exports is shared by the whole process.
  const login = new passport.Passport();
  login.use(
    new Strategy((username, password, done) => {
      const account = accounts.get(username);
      done(null, account?.password === password ? account : false);
    }),
  );
  login.serializeUser<string>((user, done) => {
    done(null, "id" in user ? String(user.id) : "");
  });
  login.deserializeUser<string>((id, done) => {
    if (state.storeDown) done(new Error("the database is away"));
    else done(null, accounts.get(id) ?? false);
  });

  const { requirePermission } = createRbac({
    policy,
    audit,
    principal: (req: express.Request & { user?: Account }) =>
      req.user && { id: req.user.id, roles: req.user.roles },
  });
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  app.use(session({ secret: "keyboard cat", resave: false, saveUninitialized: false }));
  app.use(login.session());
  app.post("/login", login.authenticate("local"), (_req, res) => {
    res.sendStatus(204);
  });
  app.post("/logout", (req, res, next) => {
    req.logout((error) => (error ? next(error) : res.sendStatus(204)));
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
  return { accounts, state, audit, agent: () => request.agent(address) };
}

const credentials = (username: string, password: string) => ({ username, password });
const ADA = credentials("ada", "lovelace");

describe("Passport with a local strategy and a session", () => {
  test("nobody: 401 with a challenge", async () => {
    const { agent, state, audit } = await desk();
    const response = await agent().get("/contacts").expect(401);
    expect(response.headers["www-authenticate"]).toBe("Bearer");
    expect(response.body.code).toBe("unauthenticated");
    expect(state.handler).toBe(0);
    expect(audit.lines()).toEqual(["denied unauthenticated contacts:read"]);
  });

  test("a wrong password is Passport's 401, and the browser stays nobody", async () => {
    const { agent, state } = await desk();
    const browser = agent();
    await browser.post("/login").type("form").send(credentials("ada", "byron")).expect(401);
    await browser.get("/contacts").expect(401);
    expect(state.handler).toBe(0);
  });

  test("logged in: the roles of the record decide, 200 and 403", async () => {
    const { agent, state, audit } = await desk();
    const browser = agent();
    await browser.post("/login").type("form").send(ADA).expect(204);
    await browser.get("/contacts").expect(200, `"ran"`);
    const { body } = await browser.delete("/contacts").expect(403);
    expect(body).toMatchObject({ code: "permission_missing", currentRole: "agent" });
    expect(state.handler).toBe(1);
    expect(audit.entries.map(({ outcome, adminId }) => [outcome, adminId])).toEqual([
      ["allowed", "ada"],
      ["denied", "ada"],
    ]);
  });

  test("a role in the login form is ignored", async () => {
    const { agent } = await desk();
    const browser = agent();
    const form = { ...ADA, role: "owner", roles: "owner" };
    await browser.post("/login").type("form").send(form).expect(204);
    await browser.delete("/contacts?role=owner").set("x-role", "owner").expect(403);
  });

  test("a role changed in the record counts from the next request on", async () => {
    const { agent, accounts } = await desk();
    const browser = agent();
    await browser.post("/login").type("form").send(credentials("olga", "ladyzhenskaya"));
    await browser.delete("/contacts").expect(200);
    const olga = accounts.get("olga");
    if (olga !== undefined) olga.roles = ["agent"];
    await browser.delete("/contacts").expect(403);
    accounts.delete("olga");
    await browser.get("/contacts").expect(401);
  });

  test("logged out: 401, and the old cookie is worth nothing", async () => {
    const { agent, state } = await desk();
    const browser = agent();
    const login = await browser.post("/login").type("form").send(ADA).expect(204);
    const cookie = String(login.headers["set-cookie"]).split(";", 1)[0] ?? "";
    await browser.get("/contacts").expect(200);
    await browser.post("/logout").expect(204);
    await browser.get("/contacts").expect(401);
    await agent().get("/contacts").set("Cookie", cookie).expect(401);
    expect(state.handler).toBe(1);
  });

  test("the session is a new one after the login: a planted cookie is not logged in", async () => {
    const { agent } = await desk();
    const planted = "connect.sid=s%3Aplanted.forged";
    const login = await agent()
      .post("/login")
      .set("Cookie", planted)
      .type("form")
      .send(ADA)
      .expect(204);
    expect(String(login.headers["set-cookie"])).not.toContain("planted");
    await agent().get("/contacts").set("Cookie", planted).expect(401);
  });

  test("records that cannot be read: an error, and the handler does not run", async () => {
    const { agent, state, audit } = await desk();
    const browser = agent();
    await browser.post("/login").type("form").send(ADA).expect(204);
    state.storeDown = true;
    await browser.get("/contacts").expect(500, `"reported"`);
    expect(state.handler).toBe(0);
    // Passport failed in front of the guard: there was nothing to decide yet.
    expect(audit.entries).toEqual([]);
    state.storeDown = false;
    await browser.get("/contacts").expect(200);
  });
});
