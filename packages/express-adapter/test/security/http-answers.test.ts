import { UnavailableError } from "@intercom-rbac/core";
import type { Request, RequestHandler } from "express";
import express from "express";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, byUser, conversations, policy } from "../desk.ts";
import { WAYS } from "./ask.ts";
import { expectNoFaults, watched } from "./watched.ts";

expectNoFaults();

// Express's own error handler prints the stack of an error into the answer unless NODE_ENV says production. It reads
// it when an app is made, and logs to the console.
beforeEach(() => {
  vi.stubEnv("NODE_ENV", undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A line of a stack, as text and as Express's error page writes it; and any path of this machine. */
const INSIDE = [/^\s*at /m, /&nbsp;\s*at /, /<br>/, /\.[cm]?[jt]s\b/, /file:\/\//, /node_modules/];
const HERE = process.cwd();

const away = (): never => {
  throw new UnavailableError("postgres://admin:s3cret@db is away");
};
const SECRET_ROW = { id: "c2", assigneeId: "eve", token: "s3cret" };

/** Every way this package itself answers or makes an error, by the options that bring it about. */
const ANSWERS: readonly (readonly [string, number, string, object, object])[] = [
  ["nobody", 401, "nobody", {}, {}],
  ["a permission missing", 403, "carl", {}, {}],
  ["a row refused", 403, "ada", {}, { resource: () => SECRET_ROW }],
  ["a row missing", 404, "ada", {}, { resource: () => null }],
  ["a row hidden", 404, "ada", {}, { resource: () => SECRET_ROW, maskAs404: true }],
  ["a store away", 503, "ada", {}, { resource: away }],
  ["a log away", 503, "ada", { audit: { write: away } }, {}],
  ["RFC 9457", 403, "carl", { responseFormat: "problem" }, {}],
  ["roles as text", 500, "ada", { principal: () => ({ id: "s3cret", roles: "owner" }) }, {}],
  ["no roles", 500, "ada", { principal: async () => ({ id: "s3cret" }) }, {}],
  ["a principal of text", 500, "ada", { principal: () => "s3cret" }, {}],
  ["a principal of a number", 500, "ada", { principal: () => ({ id: 7, roles: [] }) }, {}],
  ["a row of text", 500, "ada", {}, { resource: () => "s3cret" }],
  ["a row of many rows", 500, "ada", {}, { resource: async () => [SECRET_ROW] }],
  ["a row of true", 500, "ada", {}, { resource: () => true }],
  ["fields of text", 500, "ada", {}, { fields: () => "s3cret" }],
  ["fields of numbers", 500, "ada", {}, { fields: () => [1] }],
  ["a policy of another app", 500, "ada", { policyFor: () => ({ id: "s3cret" }) }, {}],
  ["a policy away", 503, "ada", { policyFor: away }, {}],
  [
    "nothing thrown",
    500,
    "ada",
    {},
    {
      resource: () => {
        throw undefined;
      },
    },
  ],
  ["text rejected", 500, "ada", {}, { resource: () => Promise.reject("s3cret") }],
  [
    "a hook that goes on",
    500,
    "carl",
    { onDenied: (_q: unknown, _s: unknown, n: () => void) => n() },
    {},
  ],
];

function desk(rbac: object, guard: object) {
  const { seen, ran, audit } = watched();
  const made = createRbac({ policy, principal: byUser, audit, ...rbac });
  const guarding: RequestHandler = Reflect.apply(made.requirePermission, undefined, [
    "conversations:reply",
    { resource: () => conversations.get("c1"), ...guard },
  ]);
  const app = express();
  app.use(authenticate);
  app.get("/", guarding, ran);
  app.get("/unguarded", made.handler(ran));
  app.get("/bare", (req) => {
    made.rbac(req);
  });
  const misspelt = (req: Request): void => {
    Reflect.apply(made.rbac(req).can, undefined, ["contacts:raed"]);
  };
  app.get("/unknown", made.requirePermission("contacts:read"), misspelt);
  app.get("/handled", made.requirePermission("contacts:read"), made.handler(misspelt));
  // No error handler of the app's own: what is not answered here, Express answers.
  app.use(made.errorHandler());
  return { app, seen, audit };
}

describe.each(WAYS)("HTTP-11 with NODE_ENV unset, %s", (_way, open) => {
  test("HTTP-11 Express takes this process for one of development", () => {
    expect(process.env).not.toHaveProperty("NODE_ENV");
    expect(express().get("env")).toBe("development");
  });

  test.each(ANSWERS)(
    "HTTP-11 %s: %i, no stack, path or secret",
    async (_name, status, who, rbac, guard) => {
      const { app, seen, audit } = desk(rbac, guard);
      const ask = await open(app);
      const answer = await ask({ path: "/", headers: as(who) });
      expect(answer.status).toBe(status);
      const whole = `${answer.body}\n${JSON.stringify(answer.headers)}`;
      for (const inside of INSIDE) expect(whole).not.toMatch(inside);
      expect(whole).not.toContain(HERE);
      expect(whole).not.toContain("s3cret");
      expect(seen.handler).toBe(0);
      if (!("audit" in rbac)) expect(audit.entries).toMatchObject([{ outcome: "denied" }]);
    },
  );

  test("HTTP-11 a misuse of handler: 500, no stack", async () => {
    const { app, seen } = desk({}, {});
    const ask = await open(app);
    const { status, body } = await ask({ path: "/unguarded", headers: as("ada") });
    expect(status).toBe(500);
    for (const inside of INSIDE) expect(body).not.toMatch(inside);
    expect(body).not.toContain(HERE);
    expect(seen.handler).toBe(0);
  });

  // What the app's own code calls throws with the app's own lines on the stack: Express shows them as it shows those of
  // any error of the app, and in production none.
  test.each([
    ["/bare", "rbac(req): no guard"],
    ["/unknown", "&quot;contacts:raed&quot; is no permission"],
    ["/handled", "&quot;contacts:raed&quot; is no permission"],
  ])("HTTP-11 an error of the handler's own call at %s says where", async (path, message) => {
    const inDevelopment = await open(desk({}, {}).app);
    const shown = await inDevelopment({ path, headers: as("ada") });
    expect(shown.status).toBe(500);
    expect(shown.body).toContain("http-answers.test.ts");
    expect(shown.body).toContain(message);
    vi.stubEnv("NODE_ENV", "production");
    const inProduction = await open(desk({}, {}).app);
    const { status, body } = await inProduction({ path, headers: as("ada") });
    expect(status).toBe(500);
    for (const inside of INSIDE) expect(body).not.toMatch(inside);
    expect(body).not.toContain(HERE);
  });

  test("HTTP-11 a denial thrown with no errorHandler mounted: 403, no stack", async () => {
    const { requirePermission, rbac } = createRbac({ policy, principal: byUser });
    const app = express();
    app.use(authenticate);
    app.get("/", requirePermission("contacts:read"), (req) => {
      rbac(req).authorize("contacts:delete");
    });
    const ask = await open(app);
    const { status, body } = await ask({ path: "/", headers: as("ada") });
    expect(status).toBe(403);
    expect(body).toContain("Not allowed: contacts:delete");
    for (const inside of INSIDE) expect(body).not.toMatch(inside);
    expect(body).not.toContain(HERE);
  });
});
