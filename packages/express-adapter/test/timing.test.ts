import type { IncomingMessage, ServerResponse } from "node:http";
import http from "node:http";
import { Socket } from "node:net";
import type { AuditSink } from "@intercom-rbac/core";
import type { ErrorRequestHandler } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import { as, authenticate, byUser, conversations, memory, policy, serve } from "./desk.ts";

type Guard = (
  req: IncomingMessage & { params: unknown },
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void | Promise<void>;

/** Calls a guard as a router does and notes what happened, in which order. */
function call(guard: Guard) {
  const happened: string[] = [];
  const req = Object.assign(new http.IncomingMessage(new Socket()), { params: {} });
  const res = new http.ServerResponse(req);
  const returned = guard(req, res, (error) => {
    happened.push(error === undefined ? "next" : `next(${String(error)})`);
  });
  happened.push("returned");
  return { happened, returned, res };
}

/** A promise and what settles it. */
function later<X>() {
  let resolve: (value: X | PromiseLike<X>) => void = () => undefined;
  const promise = new Promise<X>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const ada = { id: "ada", roles: ["agent"] };
const nowhere = { write: (): undefined => undefined };

describe("a guard whose callbacks are synchronous is synchronous", () => {
  const plain = createRbac({ policy, principal: () => ada });
  const audited = createRbac({
    policy,
    principal: () => ada,
    onDecision: () => undefined,
    // @ts-expect-error a sink is asynchronous by its type; one in JavaScript may not be
    audit: nowhere,
  });

  test.each([
    ["one permission", plain.requirePermission("contacts:read")],
    ["any", plain.requirePermission({ any: ["contacts:delete", "contacts:read"] })],
    ["all", plain.requirePermission({ all: ["contacts:read", "conversations:read"] })],
    ["list", plain.requirePermission("conversations:reply", { list: true })],
    ["fields", plain.requirePermission("contacts:read", { fields: () => ["name"] })],
    [
      "a loader",
      plain.requirePermission("conversations:reply", { resource: () => conversations.get("c1") }),
    ],
    ["a sink and a hook", audited.requirePermission("contacts:read")],
  ])("%s: next is called before the guard returns, and no promise is", (_name, guard) => {
    const { happened, returned } = call(guard);
    expect(happened).toEqual(["next", "returned"]);
    expect(returned).toBe(undefined);
  });

  test("a refusal is answered before the guard returns", () => {
    const { happened, returned, res } = call(plain.requirePermission("contacts:delete"));
    expect(happened).toEqual(["returned"]);
    expect([res.statusCode, res.writableEnded]).toEqual([403, true]);
    expect(returned).toBe(undefined);
  });

  test("a mistake goes to next before the guard returns, and is not thrown", () => {
    const broken = createRbac({
      policy,
      principal: () => {
        throw null;
      },
    });
    const { happened } = call(broken.requirePermission("contacts:read"));
    expect(happened).toEqual([
      "next(Error: Something that is not an Error was thrown (null); see cause.)",
      "returned",
    ]);
  });
});

describe("a guard with an asynchronous callback", () => {
  test("waits for the principal, once: a second guard on the request is synchronous", async () => {
    const { requirePermission } = createRbac({ policy, principal: async () => ada });
    const happened: string[] = [];
    const app = express();
    app.get("/", requirePermission("contacts:read"), (req, res) => {
      const guard = requirePermission("conversations:read");
      guard(req, res, () => happened.push("next"));
      happened.push("returned");
      res.end();
    });
    await request(app).get("/").expect(200);
    expect(happened).toEqual(["next", "returned"]);
  });

  test("waits until the entry is written before the handler runs", async () => {
    const happened: string[] = [];
    const audit: AuditSink = {
      async write() {
        await new Promise((resolve) => setTimeout(resolve, 5));
        happened.push("written");
      },
    };
    const { requirePermission } = createRbac({ policy, audit, principal: () => ada });
    const { returned } = call((req, res) =>
      requirePermission("contacts:read")(req, res, () => happened.push("next")),
    );
    await returned;
    expect(happened).toEqual(["written", "next"]);
  });

  test("takes a thenable for a promise, and asks it once", async () => {
    let asked = 0;
    // What query builders are: each call of `then` runs the query.
    const query = {
      // biome-ignore lint/suspicious/noThenProperty: that is what is tested
      then(found: (row: { id: string; assigneeId: string }) => void) {
        asked += 1;
        found({ id: "c1", assigneeId: "ada" });
      },
    };
    const { requirePermission } = createRbac({ policy, principal: () => ada });
    const guard = Reflect.apply(requirePermission, undefined, [
      "conversations:reply",
      { resource: () => query },
    ]);
    const { happened, returned } = call(guard);
    await returned;
    expect(happened).toEqual(["returned", "next"]);
    expect(asked).toBe(1);
  });

  test("never rejects, even if next throws", async () => {
    const { requirePermission } = createRbac({ policy, principal: async () => ada });
    const { returned } = call((req, res) =>
      requirePermission("contacts:read")(req, res, () => {
        throw new Error("boom");
      }),
    );
    await expect(returned).resolves.toBe(undefined);
  });

  test("lets a request pass whose body was read to its end, which Node calls destroyed", async () => {
    const { requirePermission } = createRbac({
      policy,
      principal: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return ada;
      },
    });
    const app = express();
    app.use(express.json());
    app.post("/", requirePermission("contacts:read"), (req, res) => {
      res.json([req.destroyed, req.body.text]);
    });
    const response = await request(app).post("/").send({ text: "x" }).expect(200);
    expect(response.body).toEqual([true, "x"]);
  });
});

describe("what reaches next", () => {
  test("an onDenied that leaves twice leaves once", () => {
    const { requirePermission } = createRbac({
      policy,
      principal: () => ada,
      onDenied(_req, _res, next) {
        next(new Error("first"));
        next(new Error("second"));
        next();
        throw new Error("third");
      },
    });
    const { happened } = call(requirePermission("contacts:delete"));
    expect(happened).toEqual(["next(Error: first)", "returned"]);
  });

  test.each([["route"], ["router"], [undefined], [null], [0]])(
    "errorHandler called with %j goes on with an Error",
    (thrown) => {
      const handle = createRbac({ policy, principal: () => ada }).errorHandler();
      const { happened } = call((req, res, next) => handle(thrown, req, res, next));
      expect(happened[0]).toMatch(/^next\(Error: Something that is not an Error was thrown/);
    },
  );

  test.each([
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["rejects", () => Promise.reject(new Error("boom"))],
  ])(
    "a resolver that %s is asked anew by the next guard, if an app recovers",
    async (_name, fail) => {
      let asked = 0;
      const { requirePermission } = createRbac({
        policy,
        principal: () => {
          asked += 1;
          return asked === 1 ? fail() : ada;
        },
      });
      const recover: ErrorRequestHandler = (_error, _req, _res, next) => next();
      const app = express();
      app.use(requirePermission("contacts:read"), recover);
      app.get("/", requirePermission("contacts:read"), (_req, res) => {
        res.json("ran");
      });
      await request(app).get("/").expect(200);
      expect(asked).toBe(2);
    },
  );

  test("guards that run at the same time ask for one principal", async () => {
    let asked = 0;
    const { requirePermission } = createRbac({
      policy,
      principal: async () => {
        asked += 1;
        return ada;
      },
    });
    const app = express();
    app.get("/", async (req, res) => {
      let passed = 0;
      const pass = (): void => {
        passed += 1;
      };
      await Promise.all([
        requirePermission("contacts:read")(req, res, pass),
        requirePermission("conversations:read")(req, res, pass),
      ]);
      res.json([passed, asked]);
    });
    await request(app).get("/").expect(200, [2, 1]);
  });
});

describe("a client that leaves while the guard waits", () => {
  test.each(["principal", "loader", "audit"] as const)(
    "HTTP-06 for the %s: handler 0",
    async (where) => {
      const gone = later<void>();
      const waiting = later<void>();
      const settled = later<unknown>();
      const seen = { handler: 0, errors: 0 };
      const kept = memory();
      const hold = async (): Promise<void> => {
        waiting.resolve();
        await gone.promise;
      };
      const { requirePermission } = createRbac({
        policy,
        principal: async () => {
          if (where === "principal") await hold();
          return ada;
        },
        audit: {
          async write(entry) {
            if (where === "audit") await hold();
            await kept.write(entry);
          },
        },
      });
      const replying = requirePermission("conversations:reply", {
        resource: async () => {
          if (where === "loader") await hold();
          return conversations.get("c1");
        },
      });
      const app = express();
      app.get(
        "/",
        (req, res, next) => {
          settled.resolve(replying(req, res, next));
          res.once("close", () => gone.resolve());
        },
        (_req, res) => {
          seen.handler += 1;
          res.end();
        },
      );
      const report: ErrorRequestHandler = (_error, _req, _res, _next) => {
        seen.errors += 1;
      };
      app.use(report);
      const client = http.get(await serve(app));
      client.on("error", () => undefined);
      await waiting.promise;
      client.destroy();
      await settled.promise;
      expect(seen).toEqual({ handler: 0, errors: 0 });
      expect(kept.entries).toHaveLength(1);
    },
  );
});

describe("a response that somebody else has begun", () => {
  function desk(begin: (res: express.Response) => void, name: string) {
    const seen = { handler: 0, errors: [] as unknown[] };
    const { requirePermission } = createRbac({ policy, principal: byUser });
    const app = express();
    app.use(authenticate, (_req, res, next) => {
      begin(res);
      next();
    });
    app.get("/", requirePermission("contacts:delete"), (_req, res) => {
      seen.handler += 1;
      res.end("ran");
    });
    const report: ErrorRequestHandler = (error, _req, res, _next) => {
      seen.errors.push(error);
      res.end(" and no more");
    };
    app.use(report);
    return { seen, response: request(app).get("/").set(as(name)) };
  }

  test("HTTP-08 headers sent and denied: next(error), no second write", async () => {
    const { seen, response } = desk((res) => {
      res.write("begun");
    }, "ada");
    const { status, text } = await response;
    expect([status, text]).toEqual([200, "begun and no more"]);
    expect(seen).toMatchObject({
      handler: 0,
      errors: [{ code: "ERR_RBAC_PERMISSION_DENIED", decision: { code: "permission_missing" } }],
    });
  });

  test("HTTP-08 answered already: nothing more is written and no handler runs", async () => {
    for (const name of ["ada", "olga"]) {
      const { seen, response } = desk((res) => {
        res.status(503).end("too slow");
      }, name);
      const { status, text } = await response;
      expect([status, text]).toEqual([503, "too slow"]);
      expect(seen).toEqual({ handler: 0, errors: [] });
    }
  });

  test("headers sent and allowed: the handler goes on with the response", async () => {
    const { seen, response } = desk((res) => {
      res.write("begun, ");
    }, "olga");
    expect((await response).text).toBe("begun, ran");
    expect(seen).toEqual({ handler: 1, errors: [] });
  });
});
