import { once } from "node:events";
import { ServerResponse } from "node:http";
import { connect } from "node:net";
import { createMemoryAuditSink } from "@intercom-rbac/core";
import compression from "compression";
import cors from "cors";
import type { Request, RequestHandler, Response } from "express";
import express from "express";
import session from "express-session";
import request from "supertest";
import { describe, expect, test } from "vitest";
import type { Middleware } from "../src/index.ts";
import { createRbac } from "../src/index.ts";
import { collectWarnings } from "./collected-warnings.ts";
import { as, authenticate, byUser, conversations, memory, policy, serve, UUID } from "./desk.ts";
import { exchange, parseAnswer } from "./security/ask.ts";
import { expectNoFaults } from "./security/watched.ts";
import { ANSWERS, BEHIND, SECRET } from "./undecided.ts";

expectNoFaults();

const warnings = collectWarnings();
/** Those of this package, as `code message`, once Node has emitted them. */
async function warned(): Promise<readonly string[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return warnings
    .filter(({ name }) => name === "RbacWarning")
    .map((warning) => `${Reflect.get(warning, "code")} ${warning.message}`);
}

interface Desk {
  readonly rbac?: object;
  readonly before?: readonly RequestHandler[];
  readonly after?: readonly RequestHandler[];
}

const made = (extra: object = {}) => createRbac({ policy, principal: byUser, ...extra });
type Made = ReturnType<typeof made>;

/** A route behind a deferred guard of conversations:reply, which Ada may have on some row. */
function desk(
  handle: (req: Request, res: Response, rbac: Made) => unknown,
  { rbac = {}, before = [], after = [] }: Desk = {},
) {
  const audit = memory();
  const guards = made({ audit, ...rbac });
  const app = express();
  app.use(authenticate, ...before);
  const replying = guards.requirePermission("conversations:reply", { deferred: true });
  app.all("/", replying, ...after, (req, res, next) => {
    Promise.resolve(handle(req, res, guards)).catch(next);
  });
  app.use(guards.errorHandler());
  return { app, audit, guards };
}

const UNDECIDED = {
  error: "Internal Server Error",
  message: "Authorization undecided",
  code: "undecided",
};

async function ask(app: express.Express, method = "GET") {
  const headers = { ...as("ada"), "accept-encoding": "gzip" };
  const received = await exchange(await serve(app), { path: "/", method, headers });
  return { received, ...parseAnswer(received) };
}

/** The 500 as it stands on the wire: one head, the body it announces, and not a byte more. */
function expectReplaced({ received, status, headers, body }: Awaited<ReturnType<typeof ask>>) {
  expect(received).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/);
  expect(received.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  expect(received).not.toContain(SECRET);
  expect(status).toBe(500);
  expect(headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    connection: "close",
  });
  expect(headers["content-length"]).toBe(String(body.length));
  const { decisionId, ...rest } = JSON.parse(body);
  expect(rest).toEqual(UNDECIDED);
  expect(decisionId).toMatch(UUID);
  return String(decisionId);
}

/** Middleware of the kind that lays its own methods over a response. */
const onHeaders: RequestHandler = (_req, res, next) => {
  const { writeHead, write, end } = res;
  const over = (name: string, former: (...given: never[]) => unknown): void => {
    Reflect.set(res, name, (...given: unknown[]) => {
      if (name === "writeHead") res.setHeader("X-Time", SECRET.length);
      return Reflect.apply(former, res, given);
    });
  };
  over("writeHead", writeHead);
  over("write", write);
  over("end", end);
  next();
};
const LAYERS: readonly (readonly [string, () => RequestHandler])[] = [
  ["nothing", () => (_req, _res, next) => next()],
  ["compression", () => compression({ threshold: 0 })],
  [
    "express-session",
    () => session({ secret: "desk", resave: true, rolling: true, saveUninitialized: true }),
  ],
  ["on-headers", () => onHeaders],
];

describe("a handler that answers yes without having decided: 500 in its place", () => {
  const table = LAYERS.flatMap(([layer, make]) =>
    ANSWERS.map(([way, handle]) => [way, layer, handle, make] as const),
  );

  test.each(table)("%s, with %s before the guard", async (_way, _layer, handle, make) => {
    const { app, audit } = desk(handle, { before: [make()] });
    const decisionId = expectReplaced(await ask(app));
    expect(audit.entries).toMatchObject([
      { outcome: "denied", code: "resource_required", adminId: "ada", decisionId },
    ]);
    expect(await warned()).toHaveLength(1);
  });

  test.each(table)("%s, with %s after the guard", async (_way, _layer, handle, make) => {
    const { app, audit } = desk(handle, { after: [make()] });
    expectReplaced(await ask(app));
    expect(audit.lines()).toEqual(["denied resource_required conversations:reply"]);
    expect(await warned()).toHaveLength(1);
  });

  test.each(ANSWERS)("%s, on a connection that is kept alive", async (_way, handle) => {
    const { app } = desk(handle);
    const socket = connect(Number(new URL(await serve(app)).port), "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += String(chunk);
    });
    // The second request is on the wire before the first is answered: it is not, as the connection is closed.
    const asked = `GET / HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ada\r\n\r\n`;
    socket.write(`${asked}${asked}`);
    await once(socket, "close");
    expectReplaced({ received, ...parseAnswer(received) });
  });

  test.each(ANSWERS)("%s, while an earlier answer holds the connection", async (_way, handle) => {
    const { app, audit } = desk(handle);
    let release: () => void = () => undefined;
    const slow = express();
    slow.get("/slow", (_req, res) => {
      release = () => void res.end("slow");
    });
    slow.use(app);
    const socket = connect(Number(new URL(await serve(slow)).port), "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += String(chunk);
    });
    const rest = "HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ada\r\n\r\n";
    socket.write(`GET /slow ${rest}GET / ${rest}`);
    await expect.poll(() => audit.entries.length).toBe(1);
    release();
    await once(socket, "close");
    const second = received.slice(received.indexOf("slow") + 4);
    expectReplaced({ received: second, ...parseAnswer(second) });
  });

  const heads = LAYERS.flatMap(([layer, make]) => [
    ["json", layer, (res: Response) => res.set("X-Row", SECRET).json({ SECRET }), make] as const,
    [
      "writeHead",
      layer,
      (res: Response) => res.writeHead(200, { "X-Row": SECRET }).end(),
      make,
    ] as const,
  ]);
  test.each(heads)("HEAD, by %s under %s: the head alone", async (_way, _layer, answer, make) => {
    const { app, audit } = desk((_req, res) => answer(res), { after: [make()] });
    const { received, status, headers, body } = await ask(app, "HEAD");
    expect([status, body]).toEqual([500, ""]);
    expect(Number(headers["content-length"])).toBeGreaterThan(100);
    expect(received).not.toContain(SECRET);
    expect(audit.entries).toHaveLength(1);
  });

  test.each(BEHIND)(
    "a head made with Node's own writeHead, then %s: nothing is sent",
    async (_way, handle) => {
      const { app, audit } = desk(handle);
      expect((await ask(app)).received).toBe("");
      expect(audit.lines()).toEqual(["denied resource_required conversations:reply"]);
    },
  );

  test("as a problem document, where the app answers with those", async () => {
    const { app } = desk((_req, res) => res.json(SECRET), { rbac: { responseFormat: "problem" } });
    const { headers, body } = await ask(app);
    expect(headers["content-type"]).toBe("application/problem+json");
    expect(JSON.parse(body)).toEqual({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      detail: "Authorization undecided",
      ...UNDECIDED,
      decisionId: expect.any(String),
    });
  });

  test("headers set before the guard stay, but those that speak of a body or were changed since", async () => {
    const { app } = desk(
      (_req, res) => {
        res
          .set("X-Frame-Options", SECRET)
          .append("Set-Cookie", `row=${SECRET}`)
          .append("Vary", SECRET);
        res.appendHeader?.("Set-Cookie", `row=${SECRET}`);
        res.removeHeader("X-Request-Id");
        res.json(SECRET);
      },
      {
        before: [
          cors({ origin: "https://desk.example", credentials: true }),
          (_req, res, next) => {
            res.set({
              "X-Frame-Options": "DENY",
              "X-Request-Id": "r1",
              "Content-Security-Policy": "x",
            });
            res.set({
              ETag: `"1"`,
              "Last-Modified": "x",
              "Content-Language": "de",
              Expires: "never",
            });
            res.set({ "Cache-Control": "public", "Content-Disposition": "inline" });
            res.cookie("csrf", "1").cookie("theme", "2");
            next();
          },
        ],
      },
    );
    const { received } = await ask(app);
    const lines = received.split("\r\n\r\n")[0]?.split("\r\n").slice(1) ?? [];
    expect(
      lines
        .map((line) => line.toLowerCase())
        .filter((line) => !/^(date|x-powered-by|content-length):/.test(line))
        .sort(),
    ).toEqual([
      "access-control-allow-credentials: true",
      "access-control-allow-origin: https://desk.example",
      "cache-control: no-store",
      "connection: close",
      "content-security-policy: x",
      "content-type: application/json; charset=utf-8",
      "set-cookie: csrf=1; path=/",
      "set-cookie: theme=2; path=/",
      "vary: origin",
      "x-frame-options: deny",
      "x-request-id: r1",
    ]);
  });

  test("what the handler calls afterwards does nothing, and its callbacks are called", async () => {
    const told: unknown[] = [];
    let done: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      done = resolve;
    });
    const { app } = desk((_req, res) => {
      told.push(res.write("a", () => told.push("a")));
      told.push(res.write("b", "utf8", () => told.push("b")));
      told.push(res.writeHead(200) === res, res.flushHeaders());
      told.push(
        res.end("c", () => {
          told.push("c");
          done();
        }) === res,
      );
      told.push(res.statusCode, res.writableEnded);
    });
    expectReplaced(await ask(app));
    await ended;
    expect(told).toEqual([true, true, true, undefined, true, 500, true, "a", "b", "c"]);
  });

  const without = (warnings: readonly string[]) =>
    warnings.map((text) => text.replace(/ at \S+:\d+ /, " "));

  test("the warning names guard, route and status, and nothing of the request; once a minute", async () => {
    const { app } = desk((_req, res) => res.status(201).json(SECRET));
    await request(app).get("/?token=t0p").set(as("ada")).expect(500);
    await request(app).get("/?token=t0p").set(as("ada")).expect(500);
    const heard = await warned();
    expect(heard[0]).toMatch(/ at \S+deferred\.test\.ts:\d+ is deferred/);
    expect(without(heard)).toEqual([
      'ERR_RBAC_UNDECIDED requirePermission("conversations:reply") is deferred, and the handler of GET / answered 201 ' +
        "without an allowed decision on conversations:reply. 500 was sent in its place. " +
        "Ask rbac(req).authorize(permission, row) before answering; can, couldEver and filter do not count. " +
        "Where the answer may be about no row at all, there is nothing to ask about: make the guard list, not deferred.",
    ]);
  });

  test("each route and method behind a shared guard is told of", async () => {
    const { requirePermission } = made();
    const shared = requirePermission("conversations:reply", { deferred: true });
    const app = express();
    app.use(authenticate);
    const reply: RequestHandler = (_req, res) => {
      res.json(SECRET);
    };
    app.get("/a/:id", shared, reply);
    app.route("/b/:id").get(shared, reply).post(shared, reply);
    app.get([/^\/c/, "/d"], shared, reply);
    const asked = [
      ["get", "/a/1"],
      ["get", "/a/2"],
      ["get", "/b/1"],
      ["post", "/b/1"],
      ["post", "/b/2"],
      ["get", "/c"],
    ] as const;
    for (const [method, path] of asked) {
      await request(app)[method](path).set(as("ada")).expect(500);
    }
    const routes = (await warned()).map((text) => /handler of (.*) answered/.exec(text)?.[1]);
    expect(routes).toEqual(["GET /a/:id", "GET /b/:id", "POST /b/:id", "GET /^\\/c/,/d"]);
  });

  test.each([
    [1, "It asked once and was refused"],
    [3, "It asked 3 times and was refused each time"],
  ])("a handler that was refused %i times is told so", async (times, asked) => {
    const { app } = desk((req, res, { rbac }) => {
      const { decide } = rbac(req);
      decide("contacts:delete");
      const others = conversations.get("c2");
      res.json(Array.from({ length: times }, () => decide("conversations:reply", others)));
    });
    expectReplaced(await ask(app));
    expect(without(await warned())).toEqual([
      'ERR_RBAC_UNDECIDED requirePermission("conversations:reply") is deferred, and the handler of GET / answered 200 ' +
        "without an allowed decision on conversations:reply. 500 was sent in its place. " +
        `${asked}: answer 403 or 404 then, or make the guard list and filter the rows.`,
    ]);
  });

  test("of several permissions, the warning names those still owed", async () => {
    const { requirePermission, rbac } = made();
    const app = express();
    app.use(authenticate);
    const both = ["conversations:read", "conversations:reply"] as const;
    app.get("/all", requirePermission({ all: both }, { deferred: true }), (req, res) => {
      res.json(rbac(req).authorize("conversations:read"));
    });
    app.get("/any", requirePermission({ any: both }, { deferred: true }), (_req, res) => {
      res.json(SECRET);
    });
    await request(app).get("/all").set(as("ada")).expect(500);
    await request(app).get("/any").set(as("ada")).expect(500);
    expect(await warned()).toEqual([
      expect.stringContaining("without an allowed decision on conversations:reply. 500"),
      expect.stringContaining("on conversations:read or conversations:reply. 500"),
    ]);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("full"))],
    ["rejects with nothing", () => Promise.reject()],
  ])("a sink that %s changes nothing", async (_how, write) => {
    const { app } = desk((_req, res) => res.json(SECRET), { rbac: { audit: { write } } });
    expectReplaced(await ask(app));
    expect(await warned()).toEqual([
      expect.stringContaining("ERR_RBAC_UNDECIDED"),
      expect.stringContaining("ERR_RBAC_UNAVAILABLE"),
    ]);
  });
});

describe("what is no yes passes", () => {
  test.each([400, 403, 404, 409, 500, 503])("%i, as the handler sent it", async (status) => {
    const { app, audit } = desk((_req, res) => res.status(status).set("X-Why", "so").json("why"));
    const answer = await ask(app);
    expect([answer.status, answer.body, answer.headers["x-why"]]).toEqual([status, `"why"`, "so"]);
    expect(audit.entries).toEqual([]);
    expect(await warned()).toEqual([]);
  });

  test("1xx, before the yes is replaced", async () => {
    const { app } = desk((_req, res) => {
      res.writeProcessing();
      res.writeEarlyHints({ link: "</style.css>; rel=preload" });
      res.json(SECRET);
    });
    const { received } = await ask(app);
    const [processing, hints, ...rest] = received.split("\r\n\r\n");
    expect(processing).toBe("HTTP/1.1 102 Processing");
    expect(hints).toMatch(/^HTTP\/1\.1 103 Early Hints\r\nLink: /);
    const last = rest.join("\r\n\r\n");
    expectReplaced({ received: last, ...parseAnswer(last) });
  });

  test("a status that Node refuses is refused by Node", async () => {
    const { app } = desk((_req, res) => {
      expect(() => Reflect.apply(res.writeHead, res, [99])).toThrow(RangeError);
      res.status(418).end();
    });
    expect((await ask(app)).status).toBe(418);
  });
});

describe("what counts as decided", () => {
  const c1 = conversations.get("c1");
  const c2 = conversations.get("c2");
  const reply = "conversations:reply";

  test.each<[string, (rbac: ReturnType<Made["rbac"]>) => unknown, string]>([
    ["decide", (rbac) => rbac.decide(reply, c1), "allowed granted"],
    ["authorize", (rbac) => rbac.authorize(reply, c1), "allowed granted"],
    ["authorize, taken off", ({ authorize }) => authorize(reply, c1), "allowed granted"],
  ])("%s with a yes", async (_name, decide, line) => {
    const { app, audit } = desk((req, res, { rbac }) => {
      decide(rbac(req));
      res.json("replied");
    });
    expect(await ask(app)).toMatchObject({ status: 200, body: `"replied"` });
    expect(audit.lines()).toEqual([`${line} conversations:reply`]);
    expect(await warned()).toEqual([]);
  });

  test.each<[string, (rbac: ReturnType<Made["rbac"]>) => unknown, readonly string[]]>([
    ["a no", (rbac) => rbac.decide(reply, c2), ["denied condition_not_met conversations:reply"]],
    [
      "a no without the row",
      (rbac) => rbac.decide(reply),
      ["denied resource_required conversations:reply"],
    ],
    ["can", (rbac) => rbac.can(reply, c1), []],
    ["couldEver", (rbac) => rbac.couldEver(reply), []],
    ["filter", (rbac) => rbac.filter(reply, [...conversations.values()]), []],
    ["conditionsFor", (rbac) => rbac.conditionsFor(reply), []],
    ["the policy itself", (rbac) => rbac.policy.authorize(rbac.principal, reply, c1), []],
    [
      "a yes on another permission",
      (rbac) => rbac.authorize("conversations:read", c1),
      ["allowed granted conversations:read"],
    ],
  ])("not %s", async (_name, decide, lines) => {
    const { app, audit } = desk((req, res, { rbac }) => {
      decide(rbac(req));
      res.json(SECRET);
    });
    expectReplaced(await ask(app));
    expect(audit.lines()).toEqual([...lines, "denied resource_required conversations:reply"]);
  });

  test("a decision after the head is late", async () => {
    const { app } = desk((req, res, { rbac }) => {
      res.write(SECRET);
      rbac(req).authorize(reply, c1);
      res.end(SECRET);
    });
    expectReplaced(await ask(app));
  });

  test("a denied authorize is answered by errorHandler as any denial", async () => {
    const { app, audit } = desk((req, res, { rbac }) => {
      rbac(req).authorize(reply, c2);
      res.json(SECRET);
    });
    expect(await ask(app)).toMatchObject({
      status: 403,
      body: expect.stringContaining("condition_not_met"),
    });
    expect(audit.lines()).toEqual(["denied condition_not_met conversations:reply"]);
  });

  const guarding = (others: (rbac: Made) => readonly Middleware[], demand: unknown = reply) => {
    const audit = memory();
    const rbac = made({ audit });
    const app = express();
    const deferred = Reflect.apply(rbac.requirePermission, undefined, [demand, { deferred: true }]);
    app.get("/", authenticate, deferred, ...others(rbac), (_req, res) => {
      res.json(SECRET);
    });
    app.use(rbac.errorHandler());
    return { app, audit };
  };

  test("a guard of the permission that passes", async () => {
    const { app, audit } = guarding(({ requirePermission }) => [
      requirePermission(reply, { resource: () => c1 }),
    ]);
    expect((await ask(app)).status).toBe(200);
    expect(audit.lines()).toEqual(["allowed granted conversations:reply"]);
  });

  test.each<[string, (rbac: Made) => readonly Middleware[]]>([
    ["of another permission", ({ requirePermission }) => [requirePermission("conversations:read")]],
    ["with list", ({ requirePermission }) => [requirePermission(reply, { list: true })]],
    ["deferred too", ({ requirePermission }) => [requirePermission(reply, { deferred: true })]],
    [
      "of any, that another permission met",
      ({ requirePermission }) => [
        requirePermission({ any: ["conversations:read", reply] }, { resource: () => c1 }),
      ],
    ],
  ])("not a guard %s", async (_name, others) => {
    const { app, audit } = guarding(others);
    expectReplaced(await ask(app));
    expect(audit.lines().at(-1)).toBe("denied resource_required conversations:reply");
    expect(await warned()).toHaveLength(1);
  });

  test.each([
    [{ all: ["conversations:read", reply] }, 500],
    [{ any: ["conversations:read", reply] }, 200],
  ])("of %j, one is decided: %i", async (demand, status) => {
    const { app } = guarding(
      ({ requirePermission }) => [requirePermission("conversations:read")],
      demand,
    );
    expect((await ask(app)).status).toBe(status);
  });

  test("a plain guard run twice decides as it did once", async () => {
    const { app, audit } = guarding(({ requirePermission }) => {
      const reading = requirePermission({ any: ["contacts:delete", "conversations:read"] });
      return [reading, reading];
    }, "conversations:read");
    expect((await ask(app)).status).toBe(200);
    expect(audit.lines()).toEqual(["allowed granted conversations:read"]);
  });
});

describe("a deferred guard", () => {
  test.each([
    ["nobody", 401, "unauthenticated"],
    ["carl", 403, "permission_missing"],
  ])("refuses %s at once: %i", async (who, status, code) => {
    const { app, audit } = desk((_req, res) => res.json(SECRET));
    const response = await request(app).get("/").set(as(who)).expect(status);
    expect(response.body.code).toBe(code);
    expect(audit.lines()).toEqual([`denied ${code} conversations:reply`]);
  });

  test("writes nothing when it lets pass, and says so of itself", () => {
    const { requirePermission } = made();
    const guard = requirePermission(
      { any: ["contacts:read", "conversations:reply"] },
      { deferred: true },
    );
    expect(Reflect.get(guard, "@intercom-rbac/express:middleware")).toEqual({
      kind: "guard",
      any: ["contacts:read", "conversations:reply"],
      deferred: true,
    });
  });

  test.each([
    [{ list: true }, "options.list"],
    [{ resource: () => null }, "options.resource"],
  ])("does not go with %j", (other, named) => {
    const { requirePermission } = made();
    const mount = () =>
      Reflect.apply(requirePermission, undefined, ["contacts:read", { deferred: true, ...other }]);
    expect(mount).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_GUARD_MISUSED",
        message: expect.stringMatching(new RegExp(`${named} .* options\\.deferred`)),
      }),
    );
  });

  test("is refused behind a head that is out already", async () => {
    const begin: RequestHandler = (_req, res, next) => {
      res.write("begun");
      next();
    };
    const { app, audit } = desk((_req, res) => res.end(SECRET), { before: [begin] });
    app.use(((_error, _req, res, _next) => {
      res.end(" and no more");
    }) satisfies express.ErrorRequestHandler);
    expect((await ask(app)).received).not.toContain(SECRET);
    expect(audit.lines()).toEqual(["denied resource_required conversations:reply"]);
  });

  test("a request that another guard refused gets no yes any more, whoever lets it go on", async () => {
    const { app, audit } = desk((req, res, { rbac }) => {
      rbac(req).authorize("conversations:reply", conversations.get("c1"));
      const { requirePermission } = made({
        onDenied: (_req: unknown, answer: Response) => answer.json(SECRET),
      });
      requirePermission("contacts:delete")(req, res, () => undefined);
    });
    // That is another createRbac: here the request is allowed, and the other's hook answers.
    expect((await ask(app)).status).toBe(200);
    expect(audit.entries).toHaveLength(1);

    const guards = made({ onDenied: (_req: unknown, res: Response) => res.json("no") });
    const own = express();
    const replying = guards.requirePermission("conversations:reply", { deferred: true });
    own.get("/", authenticate, replying, (req, res, next) => {
      guards.rbac(req).authorize("conversations:reply", conversations.get("c1"));
      guards.requirePermission("contacts:delete")(req, res, next);
    });
    // And here the hook of the guard that refused.
    expect((await ask(own)).body).toBe(`"no"`);
  });

  test.each<[string, (res: Response) => unknown, number]>([
    ["a redirect", (res) => res.redirect("/login"), 302],
    ["a refusal that is called OK", (res) => res.json({ ok: false }), 200],
  ])("refused in the handler, an onDenied may answer %s: %i", async (_name, answer, status) => {
    const { app } = desk(
      (req, res, { rbac }) => {
        rbac(req).authorize("conversations:reply", conversations.get("c2"));
        res.json(SECRET);
      },
      { rbac: { onDenied: (_req: unknown, res: Response) => answer(res) } },
    );
    const received = await ask(app);
    expect(received.status).toBe(status);
    expect(received.received).not.toContain(SECRET);
  });

  test("what is written while an onDenied waits may be the handler's", async () => {
    const waits = async (_req: unknown, res: Response) => {
      await new Promise((resolve) => setImmediate(resolve));
      res.redirect("/login");
    };
    const { app } = desk(
      (req, res, { rbac }) => {
        try {
          rbac(req).authorize("conversations:reply", conversations.get("c2"));
        } catch (denied) {
          req.next?.(denied);
        }
        // The return that was forgotten.
        res.redirect(`/rows/${SECRET}`);
      },
      { rbac: { onDenied: waits } },
    );
    expectReplaced(await ask(app));
  });

  test("each response is held back, of whatever request it is the answer", async () => {
    const { requirePermission, rbac } = made();
    const replying = requirePermission("conversations:reply", { deferred: true });
    const row: RequestHandler = (_req, res) => {
      res.send(SECRET);
    };
    const app = express();
    const inner = express.Router().get("/row", replying, row);
    const throughAway = (req: Request): Response => new ServerResponse(req) as Response;
    app.use(authenticate);
    app.get("/same", (req, _res, next) => replying(req, throughAway(req), () => next()));
    app.get("/same", replying, row);
    app.get("/derived", (req, res, next) => {
      replying(req, throughAway(req), () => {
        rbac(req).authorize("conversations:reply", conversations.get("c1"));
        inner(Object.create(req, { url: { value: "/row", writable: true } }), res, next);
      });
    });
    const base = await serve(app);
    for (const path of ["/same", "/derived"]) {
      const received = await exchange(base, { path, headers: as("ada") });
      expectReplaced({ received, ...parseAnswer(received) });
    }
  });

  test("two createRbac on one request each want their decision", async () => {
    const audits = [createMemoryAuditSink(), createMemoryAuditSink()];
    const both = audits.map((audit) => made({ audit }));
    for (const [decided, statuses] of [
      [[], 500],
      [[0], 500],
      [[1], 500],
      [[0, 1], 200],
    ] as const) {
      const app = express();
      const guards = both.map(({ requirePermission }) =>
        requirePermission("conversations:reply", { deferred: true }),
      );
      app.get("/", authenticate, ...guards, (req, res) => {
        for (const one of decided) {
          both[one]?.rbac(req).authorize("conversations:reply", conversations.get("c1"));
        }
        res.json("replied");
      });
      const answer = await ask(app);
      expect(answer.status).toBe(statuses);
      if (statuses === 500) expectReplaced(answer);
    }
  });
});

describe('onUndecided: "report"', () => {
  test.each(LAYERS)(
    "the answer goes out as it is, with a warning and no entry; with %s",
    async (_layer, make) => {
      const { app, audit } = desk(
        (_req, res) => {
          res.set("X-Row", "1").write("one, ");
          res.end("two");
        },
        { rbac: { onUndecided: "report" }, after: [make()] },
      );
      const response = await request(app).get("/").set(as("ada")).expect(200);
      expect([response.text, response.headers["x-row"]]).toEqual(["one, two", "1"]);
      expect(audit.entries).toEqual([]);
      expect(await warned()).toEqual([
        expect.stringMatching(
          /^ERR_RBAC_UNDECIDED .* The answer went out, as onUndecided is "report"\./,
        ),
      ]);
    },
  );

  test.each([["ignore"], [true], [null]])("%j is no choice", (onUndecided) => {
    expect(() => made({ onUndecided })).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID" }),
    );
  });
});

describe("a decided answer is left alone", () => {
  test.each(LAYERS)("streamed, with %s", async (_layer, make) => {
    const { app } = desk(
      (req, res, { rbac }) => {
        rbac(req).authorize("conversations:reply", conversations.get("c1"));
        res.status(202).set("X-Row", "1").type("text");
        res.write("one, ");
        res.end("two");
      },
      { before: [make()] },
    );
    const response = await request(app).get("/").set(as("ada")).expect(202);
    expect([response.text, response.headers["x-row"]]).toEqual(["one, two", "1"]);
  });
});
