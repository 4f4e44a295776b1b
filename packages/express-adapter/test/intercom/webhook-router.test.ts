import type { WebhookReply } from "@intercom-rbac/core";
import express from "express";
import request from "supertest";
import { describe, expect, test, vi } from "vitest";
import { webhookRouter } from "../../src/index.ts";
import { serve } from "../desk.ts";
import { expectNoFaults } from "../security/watched.ts";
import { appOf, hooked, text } from "./endpoint.ts";

expectNoFaults();

const post = (app: express.Express, body: string, path = "/hooks") =>
  request(app)
    .post(path)
    .set("Content-Type", "application/json")
    .set("X-Hub-Signature", "right")
    .send(body);

describe("the endpoint", () => {
  test("gives the receiver the bytes as they came, and answers with its status alone", async () => {
    const hook = hooked();
    const body = '{ "b":1,\n"a" : "caf\u00e9" }';
    const answer = await post(appOf(hook), body).expect(200);
    expect(hook.asked).toHaveLength(1);
    expect(hook.asked[0]).toMatchObject({ method: "POST", signature: "right" });
    expect(hook.asked.map(text)).toEqual([body]);
    expect(answer.text).toBe("");
    expect(answer.headers).toMatchObject({ "content-length": "0", "cache-control": "no-store" });
    expect(hook.reports).toEqual([{ status: 200, outcome: "handled" }]);
    expect(hook.passed).toEqual([]);
  });

  test("HOOK-01 no signature → 401, and nothing says why", async () => {
    const hook = hooked();
    const answer = await request(appOf(hook)).post("/hooks").send("{}").expect(401);
    expect(hook.asked).toMatchObject([{ signature: undefined }]);
    expect(answer.text).toBe("");
    const others = ["cache-control", "connection", "content-length", "date", "keep-alive"];
    expect(Object.keys(answer.headers)).not.toContain("content-type");
    expect([...others, "x-powered-by"]).toEqual(
      expect.arrayContaining(Object.keys(answer.headers)),
    );
  });

  test("HOOK-01 a signature sent twice comes as both", async () => {
    const hook = hooked();
    const address = await serve(appOf(hook));
    const headers: [string, string][] = [
      ["X-Hub-Signature", "right"],
      ["X-Hub-Signature", "right"],
    ];
    expect((await fetch(`${address}/hooks`, { method: "POST", headers })).status).toBe(401);
    expect(hook.asked).toMatchObject([{ signature: "right, right" }]);
  });

  test("HOOK-08 HEAD → 200", async () => {
    const hook = hooked();
    await request(appOf(hook)).head("/hooks").expect(200);
    expect(hook.reports).toEqual([{ status: 200, outcome: "validation" }]);
  });

  test.each(["get", "put", "patch", "delete", "options"] as const)(
    "%s → 405, with what is allowed",
    async (method) => {
      const hook = hooked();
      const answer = await request(appOf(hook))[method]("/hooks").expect(405);
      expect(answer.headers["allow"]).toBe("HEAD, POST");
      expect(answer.text).toBe("");
      expect(hook.passed).toEqual([]);
    },
  );

  test.each<[WebhookReply["status"], WebhookReply["outcome"]]>([
    [200, "duplicate"],
    [400, "malformed"],
    [413, "too-large"],
    [500, "failed"],
    [500, "busy"],
  ])("a receiver's %i is the answer", async (status, outcome) => {
    const hook = hooked({}, () => Promise.resolve({ status, outcome }));
    await post(appOf(hook), "{}").expect(status, "");
    expect(hook.reports).toEqual([{ status, outcome }]);
  });
});

describe("the path", () => {
  test.each(["/hooks", "/hooks/", "/hooks?from=intercom"])("%s is it", async (path) => {
    await post(appOf(hooked()), "{}", path).expect(200, "");
  });

  test.each(["/hooks/more", "/other"])("%s is another, and passes", async (path) => {
    const hook = hooked();
    await post(appOf(hook), "{}", path).expect(200, '"behind"');
    expect(hook.asked).toEqual([]);
    expect(hook.passed).toEqual([`POST ${path}`]);
  });

  test.each([
    ["/webhooks", "/webhooks"],
    ["/webhooks/", "/webhooks"],
    ["/a/b-c", "/a/b-c"],
  ])("%s below the mount", async (path, below) => {
    const hook = hooked({ path });
    await post(appOf(hook), "{}", `/hooks${below}`).expect(200, "");
    await post(appOf(hook), "{}", "/hooks").expect(200, '"behind"');
    await post(appOf(hook), "{}", `/hooks${below}/more`).expect(200, '"behind"');
    expect(hook.asked).toHaveLength(1);
  });

  test("without a mount path", async () => {
    const hook = hooked({ path: "/intercom/webhooks" });
    const app = express().use(hook.router, hook.behind);
    await post(app, "{}", "/intercom/webhooks").expect(200, "");
    await post(app, "{}", "/").expect(200, '"behind"');
  });

  test.each(["post", "all"] as const)("in a route, app.%s", async (method) => {
    const hook = hooked();
    const app = express();
    app[method]("/a/:which", hook.router);
    await post(app, "{}", "/a/b").expect(200, "");
    expect(hook.asked).toHaveLength(1);
  });

  test("a route that it does not stand in says nothing of it", async () => {
    const hook = hooked();
    const app = express();
    app.post("/x", (_req, _res, next) => next());
    app.use(hook.router, hook.behind);
    await post(app, "{}", "/x").expect(200, '"behind"');
    expect(hook.asked).toEqual([]);
  });
});

describe("a body that was read before", () => {
  test("by express.raw() → its bytes", async () => {
    const hook = hooked();
    const app = express().use("/hooks", express.raw({ type: () => true }), hook.router);
    await post(app, '{"a": 1}').expect(200);
    expect(hook.asked.map(text)).toEqual(['{"a": 1}']);
  });

  test("HOOK-05 by express.raw(), of more than the receiver takes → 413", async () => {
    const hook = hooked();
    const app = express().use("/hooks", express.raw({ type: () => true }), hook.router);
    await post(app, "x".repeat(1_001)).expect(413);
    expect(hook.asked).toEqual([]);
  });

  test("by express.json() with a verify that keeps the bytes → those", async () => {
    const hook = hooked();
    const verify = (req: object, _res: unknown, rawBody: Buffer) => {
      Object.assign(req, { rawBody });
    };
    const app = express().use(express.json({ verify })).use("/hooks", hook.router);
    await post(app, '{"a": 1}').expect(200);
    expect(hook.asked.map(text)).toEqual(['{"a": 1}']);
  });

  test.each<[string, () => express.RequestHandler]>([
    ["express.json()", () => express.json()],
    ["express.text()", () => express.text({ type: () => true })],
    [
      "a logger",
      () => (req, _res, next) => {
        req.once("end", next);
        req.resume();
      },
    ],
    [
      "what makes text of it",
      () => (req, _res, next) => {
        req.setEncoding("utf8");
        next();
      },
    ],
  ])("by %s → an error that says what to do", async (_what, parser) => {
    const hook = hooked();
    const errors: unknown[] = [];
    const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
      errors.push(error);
      res.status(500).end();
    };
    const app = express().use(parser()).use("/hooks", hook.router).use(report);
    await post(app, '{"a": 1}').expect(500);
    expect(hook.asked).toEqual([]);
    expect(errors).toMatchObject([{ code: "ERR_RBAC_GUARD_MISUSED" }]);
    expect(String(errors[0])).toContain("Mount it before express.json()");
  });

  test("not by a parser that had no reason to → read", async () => {
    const hook = hooked();
    const app = express().use(express.json()).use("/hooks", hook.router);
    const sent = request(app).post("/hooks").set("Content-Type", "text/plain");
    await sent.set("X-Hub-Signature", "right").send('{"a": 1}').expect(200);
    expect(hook.asked.map(text)).toEqual(['{"a": 1}']);
  });
});

describe("what goes wrong around it", () => {
  test.each(["gzip", "deflate", "br", "GZIP", "identity, gzip"])(
    "a body that is encoded as %s → 415",
    async (encoding) => {
      const hook = hooked();
      await post(appOf(hook), "{}").set("Content-Encoding", encoding).expect(415, "");
      expect(hook.asked).toEqual([]);
      expect(hook.reports).toEqual([{ status: 415, outcome: "encoded" }]);
    },
  );

  test("a body that says it is not encoded → read", async () => {
    await post(appOf(hooked()), "{}").set("Content-Encoding", "identity").expect(200);
  });

  test.each<[string, () => Promise<WebhookReply>]>([
    ["rejects", () => Promise.reject(new Error("boom"))],
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["rejects with nothing", () => Promise.reject()],
    // @ts-expect-error what a receiver without types may answer
    ["answers nothing", () => Promise.resolve()],
    // @ts-expect-error what a receiver without types may answer
    ["answers no status", () => Promise.resolve({ status: "fine" })],
  ])("a receiver that %s → an error to next, no rejection", async (_what, receive) => {
    const hook = hooked({}, receive);
    await post(appOf(hook), "{}").expect(500, '"reported"');
    expect(hook.passed).toHaveLength(1);
  });

  test.each<[string, () => void]>([
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["rejects", () => Promise.reject(new Error("boom"))],
  ])("an onOutcome that %s changes no answer", async (_what, onOutcome) => {
    const hook = hooked({ onOutcome });
    await post(appOf(hook), "{}").expect(200, "");
    expect(hook.passed).toEqual([]);
  });

  test("somebody has answered meanwhile: that answer stands", async () => {
    const hook = hooked({}, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return { status: 200, outcome: "handled" };
    });
    const app = express();
    app.use((_req, res, next) => {
      next();
      res.status(503).json("too late");
    });
    app.use("/hooks", hook.router);
    await post(app, "{}").expect(503, '"too late"');
  });

  test("LEAK-01 without onOutcome a failure is a process warning, which shows no message", async () => {
    const warnings = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const router = webhookRouter({
      maxBytes: 1_000,
      receive: () =>
        Promise.resolve({ status: 500, outcome: "failed", error: new TypeError("canary") }),
    });
    await post(express().use("/hooks", router), "{}").expect(500, "");
    expect(warnings.mock.calls.map(([message]) => message)).toEqual([
      "A webhook could not be handled. (TypeError)",
    ]);
    warnings.mockRestore();
  });
});

describe("the arguments of webhookRouter", () => {
  const receiver = hooked().router;
  const right = { maxBytes: 1, receive: () => Promise.reject(new Error("not asked")) };

  test.each<[string, unknown, unknown, string]>([
    ["nothing", undefined, {}, "receiver must be what createWebhookReceiver returned"],
    ["a router", receiver, {}, "receiver must be what createWebhookReceiver returned"],
    ["no size", { receive: right.receive }, {}, "receiver must be what"],
    ["an unknown option", right, { paths: "/" }, 'Did you mean "path"?'],
    ["a path with a parameter", right, { path: "/:id" }, "options.path must be a plain path"],
    ["a path without a slash", right, { path: "hooks" }, "options.path must be a plain path"],
    ["an empty path", right, { path: "" }, "options.path must be a plain path"],
    ["a number for a path", right, { path: 1 }, "options.path must be a string"],
    ["no time at all", right, { bodyTimeoutMs: 0 }, "options.bodyTimeoutMs must be a whole"],
    ["text for a time", right, { bodyTimeoutMs: "5" }, "not a string."],
  ])("%s → ERR_RBAC_OPTION_INVALID", (_what, given, options, message) => {
    let thrown: unknown;
    try {
      // @ts-expect-error what a caller without types may give
      webhookRouter(given, options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "ERR_RBAC_OPTION_INVALID" });
    expect(String(thrown)).toContain(message);
  });

  test("mounted without being called: an error on every request, which says so", async () => {
    const errors: unknown[] = [];
    const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
      errors.push(error);
      res.status(500).end();
    };
    const app = express();
    // Typings of Express take it.
    Reflect.apply(app.use, app, ["/hooks", webhookRouter]);
    app.use(report);
    await post(app, "{}").expect(500);
    expect(errors).toMatchObject([{ code: "ERR_RBAC_GUARD_MISUSED" }]);
    expect(String(errors[0])).toContain("Call it: app.use(");
  });
});
