import { connect } from "node:net";
import { UnavailableError } from "@intercom-rbac/core";
import type { RequestHandler, Response } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import type { DeskRequest } from "../desk.ts";
import { as, authenticate, byUser, conversations, memory, policy, serve } from "../desk.ts";
import { exchange, parseAnswer } from "./ask.ts";
import { expectNoFaults, gate, watched } from "./watched.ts";

expectNoFaults();

const WAITING = ["principal", "policyFor", "fields", "loader", "audit", "onDecision"] as const;

/**
 * A guarded route whose callback at `where` waits until `gone` opens, on the first request; and what tells the test
 * when it waits, when the connection is closed and when the guard is done.
 */
function waiting(where: (typeof WAITING)[number]) {
  const { seen, ran, report } = watched();
  const kept = memory();
  const reached = gate();
  const closed = gate();
  const gone = gate();
  const done = gate<unknown>();
  let first = true;
  const hold = async (here: string): Promise<void> => {
    if (here !== where || !first) return;
    first = false;
    reached.open();
    await gone.opened;
  };
  const { requirePermission } = createRbac({
    policy,
    principal: async () => {
      await hold("principal");
      return { id: "ada", roles: ["agent"] };
    },
    policyFor: async () => {
      await hold("policyFor");
      return policy;
    },
    audit: {
      async write(entry) {
        await hold("audit");
        await kept.write(entry);
      },
    },
    onDecision: () => hold("onDecision"),
  });
  const guard = requirePermission("conversations:reply", {
    fields: async () => {
      await hold("fields");
      return ["text"];
    },
    resource: async () => {
      await hold("loader");
      return conversations.get("c1");
    },
  });
  const app = express();
  app.use((_req, res, next) => {
    res.once("close", () => closed.open());
    next();
  });
  app.all("/", (req, res, next) => done.open(guard(req, res, next)), ran);
  app.use(report);
  return { app, seen, kept, reached, closed, gone, done };
}

describe("HTTP-06 the client leaves while the guard waits", () => {
  test.each(
    WAITING.flatMap((where) => [
      [where, "after its request", "GET / HTTP/1.1\r\nHost: desk\r\n\r\n"] as const,
      [
        where,
        "in the middle of its body",
        "POST / HTTP/1.1\r\nHost: desk\r\nContent-Length: 100\r\n\r\nhalf",
      ] as const,
    ]),
  )("HTTP-06 for the %s, %s: handler 0, one entry", async (where, _when, sent) => {
    const { app, seen, kept, reached, closed, gone, done } = waiting(where);
    const address = await serve(app);
    const client = connect(Number(new URL(address).port), "127.0.0.1");
    client.write(sent);
    await reached.opened;
    client.destroy();
    await closed.opened;
    gone.open();
    await done.opened;
    // What was promised to the guard settles now, if it has not before.
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual({ handler: 0, loader: 0, errors: [] });
    expect(kept.entries).toHaveLength(1);
    const next = parseAnswer(await exchange(address, { path: "/" }));
    expect(next).toMatchObject({ status: 200, body: `"ran"` });
    expect(seen.handler).toBe(1);
    expect(kept.entries).toHaveLength(2);
  });

  test("HTTP-06 a client whose body is read to its end has not left: it is answered", async () => {
    for (const where of WAITING) {
      const { app, seen, kept, reached, gone } = waiting(where);
      const outer = express().use(express.text(), app);
      const answered = exchange(await serve(outer), {
        method: "POST",
        path: "/",
        headers: { "content-type": "text/plain" },
        body: "the whole of it",
      });
      await reached.opened;
      // Node is done with the request by now, and would have told of a client that left.
      await new Promise((resolve) => setImmediate(resolve));
      gone.open();
      expect(parseAnswer(await answered)).toMatchObject({ status: 200, body: `"ran"` });
      expect(seen).toEqual({ handler: 1, loader: 0, errors: [] });
      expect(kept.entries).toHaveLength(1);
    }
  });

  test.each(["ada", "none"])("HTTP-06 gone before the guard begins, as %s", async (who) => {
    const { seen, ran, report, audit } = watched();
    const { requirePermission } = createRbac({ policy, principal: byUser, audit });
    const arrived = gate();
    const guarded = gate<unknown>();
    const app = express();
    const reading = requirePermission("contacts:read");
    app.use(authenticate, (_req, res, next) => {
      res.once("close", () => next());
      arrived.open();
    });
    app.get("/", (req, res, next) => guarded.open(Promise.resolve(reading(req, res, next))), ran);
    app.use(report);
    const client = connect(Number(new URL(await serve(app)).port), "127.0.0.1");
    client.write(`GET / HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ${who}\r\n\r\n`);
    await arrived.opened;
    client.destroy();
    await guarded.opened;
    expect(seen).toEqual({ handler: 0, loader: 0, errors: [] });
    expect(audit.entries).toHaveLength(1);
  });
});

const away = (): never => {
  throw new UnavailableError("the database is away");
};

/** Who is refused with which status, and by which option. */
const REFUSED: readonly (readonly [number, string, object, object])[] = [
  [401, "nobody", {}, {}],
  [403, "carl", {}, {}],
  [403, "ada", {}, { resource: () => conversations.get("c2") }],
  [404, "ada", {}, { resource: () => null }],
  [404, "ada", {}, { resource: () => conversations.get("c2"), maskAs404: true }],
  [503, "ada", {}, { resource: away }],
  [503, "ada", {}, { resource: async () => away() }],
  [503, "ada", { principal: away }, {}],
];

const BEGINNINGS: readonly (readonly [string, (res: Response) => void])[] = [
  ["written to", (res) => res.write("begun")],
  ["flushed", (res) => res.flushHeaders()],
  ["given a head", (res) => res.writeHead(202, { "X-Begun": "yes" })],
];

function begun(begin: (res: Response) => void, rbac: object, guard: object) {
  const { seen, ran, audit } = watched();
  const told: unknown[] = [];
  const start: RequestHandler = (_req, res, next) => {
    begin(res);
    next();
  };
  const { requirePermission } = createRbac({
    policy,
    principal: byUser,
    audit,
    onDenied: (_req: DeskRequest, res: Response) => {
      told.push(res.statusCode);
      res.end();
    },
    ...rbac,
  });
  const app = express();
  app.use(authenticate, start);
  const guarding = Reflect.apply(requirePermission, undefined, [
    "conversations:reply",
    { resource: () => conversations.get("c1"), ...guard },
  ]);
  app.get("/", guarding, ran);
  app.get("/", ran);
  return { app, seen, audit, told };
}

describe("HTTP-08 the head is sent already", () => {
  const table = BEGINNINGS.flatMap(([how, begin]) =>
    REFUSED.map(([status, who, rbac, guard]) => ({ how, begin, status, who, rbac, guard })),
  );

  test.each(table)(
    "HTTP-08 $how, then refused ($status as $who): next(error), nothing more is written",
    async ({ begin, who, rbac, guard }) => {
      const { app, seen, audit, told } = begun(begin, rbac, guard);
      const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
        seen.errors.push(error);
        res.end(" and no more");
      };
      app.use(report);
      const received = await exchange(await serve(app), { path: "/", headers: as(who) });
      expect(received.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(parseAnswer(received).status).toBeLessThan(300);
      expect(received).not.toMatch(/decisionId|no-store|www-authenticate/i);
      expect(received).toContain("and no more");
      expect(seen).toMatchObject({ handler: 0, errors: [expect.any(Error)] });
      expect(told).toEqual([]);
      expect(audit.entries).toMatchObject([{ outcome: "denied" }]);
    },
  );

  test.each(table.filter(({ how }) => how === "written to"))(
    "HTTP-08 and refused ($status as $who) without an error handler of the app: Express cuts the connection",
    async ({ begin, who, rbac, guard }) => {
      const { app, seen, audit } = begun(begin, rbac, guard);
      app.set("env", "test");
      const received = await exchange(await serve(app), { path: "/", headers: as(who) });
      expect(received.match(/HTTP\/1\.1 /g)?.length ?? 0).toBeLessThanOrEqual(1);
      expect(received).not.toMatch(/decisionId|"ran"/);
      // The last chunk never came: the client can tell that the answer is not whole.
      expect(received).not.toMatch(/\r\n0\r\n\r\n$/);
      expect(seen.handler).toBe(0);
      expect(audit.entries).toHaveLength(1);
    },
  );

  test.each(REFUSED)(
    "HTTP-08 answered already, then refused (%i as %s): the answer stays as it is",
    async (_status, who, rbac, guard) => {
      const { app, seen, audit, told } = begun(
        (res) => {
          res.status(202).end("answered");
        },
        rbac,
        guard,
      );
      const received = await exchange(await serve(app), { path: "/", headers: as(who) });
      expect(parseAnswer(received)).toMatchObject({ status: 202, body: "answered" });
      expect(seen).toEqual({ handler: 0, loader: 0, errors: [] });
      expect(told).toEqual([]);
      expect(audit.entries).toHaveLength(1);
    },
  );
});
