import type { AuditSink } from "@intercom-rbac/core";
import type { ErrorRequestHandler } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import type { Denied, Next } from "../src/index.ts";
import { createRbac } from "../src/index.ts";
import type { DeskRequest } from "./desk.ts";
import { as, authenticate, byUser, conversations, memory, policy } from "./desk.ts";

type Hook = (req: DeskRequest, res: express.Response, next: Next, denied: Denied) => unknown;

function desk(onDenied: Hook, extra: { readonly audit?: AuditSink } = {}) {
  const seen = { handler: 0, errors: [] as unknown[] };
  const audit = memory();
  const { requirePermission, errorHandler, rbac } = createRbac({
    policy,
    principal: byUser,
    audit: extra.audit ?? audit,
    onDenied,
  });
  const server = express();
  server.use(authenticate);
  const ran: express.RequestHandler = (_req, res) => {
    seen.handler += 1;
    res.json("ran");
  };
  server.get("/contacts", requirePermission("contacts:delete"), ran);
  // Where next("route") would lead:
  server.get("/contacts", ran);
  server.get(
    "/conversations/:id",
    requirePermission("conversations:reply", {
      resource: async (req) => conversations.get(req.params["id"] ?? ""),
      maskAs404: true,
    }),
    ran,
  );
  server.get("/conversations/:id", ran);
  server.get("/thrown", requirePermission("contacts:read"), (req) => {
    rbac(req).authorize("contacts:delete");
  });
  server.get("/thrown", ran);
  server.use(errorHandler());
  const report: ErrorRequestHandler = (error, _req, res, next) => {
    seen.errors.push(error);
    if (res.headersSent) next(error);
    else res.status(error.status ?? 500).json({ reported: error.code ?? error.message });
  };
  server.use(report);
  return { server, seen, audit };
}

/** One request for each way to be refused. */
const REFUSED = [
  ["401", "/contacts", "nobody"],
  ["403", "/contacts", "ada"],
  ["404 for a missing row", "/conversations/c9", "ada"],
  ["404 for a hidden row", "/conversations/c2", "ada"],
  ["403 thrown in a handler", "/thrown", "ada"],
] as const;

describe("onDenied", () => {
  test("gets the answer it replaces", async () => {
    const told: Denied[] = [];
    const { server, seen, audit } = desk((req, res, _next, denied) => {
      told.push(denied);
      const { status, headers, body } = denied;
      res
        .status(status)
        .set(headers)
        .json({ ok: false, why: body.code, who: req.user?.id ?? null });
    });
    await request(server)
      .get("/contacts")
      .expect(401, { ok: false, why: "unauthenticated", who: null })
      .expect("WWW-Authenticate", "Bearer")
      .expect("Cache-Control", "no-store");
    await request(server)
      .get("/contacts")
      .set(as("ada"))
      .expect(403, { ok: false, why: "permission_missing", who: "ada" })
      .expect("Content-Type", "application/json; charset=utf-8");
    await request(server)
      .get("/conversations/c2")
      .set(as("ada"))
      .expect(404, { ok: false, why: "not_found", who: "ada" });
    expect(seen).toEqual({ handler: 0, errors: [] });
    expect(told.map(({ body }) => body.decisionId)).toEqual(
      audit.entries.map(({ decisionId }) => decisionId),
    );
    expect(told[1]).toEqual({
      status: 403,
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Cache-Control": "no-store",
      },
      body: {
        error: "Forbidden",
        message: "Missing permission: contacts:delete",
        required: "contacts:delete",
        currentRole: "agent",
        code: "permission_missing",
        decisionId: expect.any(String),
      },
      decision: {
        allowed: false,
        permission: "contacts:delete",
        code: "permission_missing",
        layer: "role",
        roles: ["agent"],
        policyVersion: policy.version,
      },
    });
    expect(told[2]?.decision).toMatchObject({ allowed: false, code: "condition_not_met" });
  });

  test("gets 503 with the error, for the app's log", async () => {
    const told: Denied[] = [];
    const failure = new Error("disk full");
    const { server, seen } = desk(
      (_req, res, _next, denied) => {
        told.push(denied);
        res.status(denied.status).end();
      },
      { audit: { write: () => Promise.reject(failure) } },
    );
    await request(server).get("/contacts").set(as("olga")).expect(503);
    expect(told).toMatchObject([{ status: 503, error: { cause: failure } }]);
    expect(seen.handler).toBe(0);
  });

  const passing: readonly (readonly [string, Hook])[] = [
    ["next()", (_req, _res, next) => next()],
    ["next(undefined)", (_req, _res, next) => next(undefined)],
    ["next(null)", (_req, _res, next) => next(null)],
    ["next(0)", (_req, _res, next) => next(0)],
    ['next("")', (_req, _res, next) => next("")],
    ["next(false)", (_req, _res, next) => next(false)],
    ['next("route")', (_req, _res, next) => next("route")],
    ['next("router")', (_req, _res, next) => next("router")],
    ["next(), later", async (_req, _res, next) => next()],
    [
      "next(), twice",
      (_req, _res, next) => {
        next();
        next();
      },
    ],
    [
      "next() and a throw",
      (_req, _res, next) => {
        next();
        throw new Error("boom");
      },
    ],
  ];
  for (const [what, path, who] of REFUSED) {
    test.each(passing)(`${what}: %s never passes`, async (_name, hook) => {
      const { server, seen } = desk(hook);
      const response = await request(server).get(path).set(as(who)).expect(500);
      expect(response.body).toEqual({ reported: "ERR_RBAC_GUARD_MISUSED" });
      expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
    });
  }

  test.each<[string, Hook, string]>([
    [
      "throws",
      () => {
        throw new Error("boom");
      },
      "boom",
    ],
    [
      "rejects",
      async () => {
        throw new Error("boom");
      },
      "boom",
    ],
    [
      "throws null",
      () => {
        throw null;
      },
      "Something that is not an Error was thrown (null); see cause.",
    ],
    [
      'rejects with "route"',
      () => Promise.reject("route"),
      "Something that is not an Error was thrown (string); see cause.",
    ],
    ["calls next(error)", (_req, _res, next) => next(new Error("mine")), "mine"],
    [
      "calls next with text",
      (_req, _res, next) => next("text"),
      "Something that is not an Error was thrown (string); see cause.",
    ],
  ])("that %s: next(Error)", async (_name, hook, message) => {
    for (const [, path, who] of REFUSED) {
      const { server, seen } = desk(hook);
      const response = await request(server).get(path).set(as(who)).expect(500);
      expect(response.body).toEqual({ reported: message });
      expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
    }
  });

  test("that answers and then calls next() is reported, and the answer stands alone", async () => {
    const { server, seen } = desk((_req, res, next, { status }) => {
      res.status(status).end("no");
      next();
    });
    await request(server).get("/contacts").set(as("ada")).expect(403, "no");
    expect(seen).toMatchObject({ handler: 0, errors: [{ code: "ERR_RBAC_GUARD_MISUSED" }] });
  });

  test("may answer later, and may call next(error) later", async () => {
    const { server } = desk((_req, res, _next, { status }) => {
      setTimeout(() => res.status(status).end("later"), 5);
    });
    await request(server).get("/contacts").set(as("ada")).expect(403, "later");
    const other = desk((_req, _res, next) => {
      setTimeout(() => next(new Error("later")), 5);
    });
    await request(other.server).get("/contacts").set(as("ada")).expect(500, { reported: "later" });
  });
});
