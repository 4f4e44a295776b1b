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
    ["req.next()", (req) => req.next?.()],
    ['req.next("route")', (req) => req.next?.("route")],
    ["req.next(), later", async (req) => req.next?.()],
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

  test("may call req.next(error), which res.render does, and leaves once", async () => {
    const { server, seen } = desk((req, res) => {
      res.render("no such view");
      req.next?.();
    });
    const response = await request(server).get("/contacts").set(as("ada")).expect(500);
    expect(response.body.reported).toMatch(/No default engine/);
    expect(seen.handler).toBe(0);
  });

  test("an error handler's own req.next still takes errors", async () => {
    const rendering: ErrorRequestHandler = (_error, req, _res, _next) =>
      req.next?.(new Error("second"));
    const { requirePermission } = createRbac({
      policy,
      principal: byUser,
      onDenied: (_req, _res, next) => next(new Error("first")),
    });
    const app = express();
    app.get("/", requirePermission("contacts:read"));
    app.use(rendering);
    const report: ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).json({ reported: error.message });
    };
    app.use(report);
    await request(app).get("/").expect(500, { reported: "second" });
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

describe("a refused request that goes on all the same", () => {
  /** Refused by the first guard; `recover` takes it on to the second one's route. */
  function desk(refuse: (app: ReturnType<typeof make>) => express.RequestHandler) {
    const rbac = make();
    const reading = rbac.requirePermission("contacts:read");
    const again = rbac.requirePermission("contacts:read");
    const app = express();
    app.use(authenticate, reading, refuse(rbac), rbac.errorHandler());
    const recover: ErrorRequestHandler = (_error, _req, _res, next) => next();
    app.use(recover);
    app.get("/rbac", (req, res) => res.json(rbac.rbac(req).principal));
    app.get(
      "/handler",
      rbac.handler((_req, res) => res.json("ran")),
    );
    app.get("/of", (req, res) => res.json(reading.of(req).principal.id));
    app.get("/guarded/rbac", again, (req, res) => res.json(rbac.rbac(req).principal));
    app.get("/guarded/of", again, (req, res) => res.json(again.of(req).principal.id));
    const report: ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).json(error.code);
    };
    app.use(report);
    return app;
  }

  const make = () =>
    createRbac({
      policy,
      principal: byUser,
      onDenied: (_req, _res, next) => next(new Error("for the app's own handler")),
    });

  test.each<[string, Parameters<typeof desk>[0]]>([
    ["a guard", ({ requirePermission }) => requirePermission("contacts:delete")],
    [
      "a guard whose loader fails",
      ({ requirePermission }) =>
        requirePermission("contacts:read", {
          resource: () => {
            throw new Error("boom");
          },
        }),
    ],
    [
      "authorize and errorHandler",
      ({ rbac }) =>
        (req) => {
          rbac(req).authorize("contacts:delete");
        },
    ],
  ])("refused by %s: no context but of a guard that allows it anew", async (_name, refuse) => {
    const app = desk(refuse);
    for (const path of ["/rbac", "/handler", "/of", "/guarded/rbac"]) {
      await request(app).get(path).set(as("ada")).expect(500, '"ERR_RBAC_GUARD_MISUSED"');
    }
    await request(app).get("/guarded/of").set(as("ada")).expect(200, '"ada"');
  });
});
