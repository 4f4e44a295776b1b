import type { ErrorRequestHandler } from "express";
import express from "express";
import request from "supertest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import { as, authenticate, byUser, memory, policy } from "./desk.ts";

const rejections: unknown[] = [];
const collect = (reason: unknown): void => {
  rejections.push(reason);
};
beforeEach(() => {
  rejections.length = 0;
  process.on("unhandledRejection", collect);
});
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", collect);
  expect(rejections).toEqual([]);
});

function withGetter(name: string, thrown: unknown, properties: object = {}): Error {
  return Object.defineProperty(Object.assign(new Error("boom"), properties), name, {
    get() {
      throw thrown;
    },
  });
}

/** Fails every look with what Express takes for "go on". */
const opaque = () =>
  new Proxy(
    {},
    {
      get() {
        throw undefined;
      },
      has() {
        throw undefined;
      },
      getPrototypeOf() {
        throw undefined;
      },
      getOwnPropertyDescriptor() {
        throw undefined;
      },
    },
  );

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Values that throw when they are looked at: what they throw would let a request pass. */
const HOSTILE: readonly (readonly [string, () => unknown])[] = [
  [
    "a proxy without a prototype to ask for",
    () =>
      new Proxy(
        {},
        {
          getPrototypeOf() {
            throw undefined;
          },
        },
      ),
  ],
  ["a proxy that throws undefined at every look", opaque],
  ["a revoked proxy", revoked],
  ["an Error whose code throws undefined", () => withGetter("code", undefined)],
  ['an Error whose code throws "route"', () => withGetter("code", "route")],
  ["an Error whose status throws null", () => withGetter("status", null)],
  ["an Error whose message throws 0", () => withGetter("message", 0)],
  [
    "an unavailability whose cause throws undefined",
    () => withGetter("cause", undefined, { code: "ERR_RBAC_UNAVAILABLE" }),
  ],
  [
    "a denial whose decision throws undefined",
    () => withGetter("decision", undefined, { code: "ERR_RBAC_PERMISSION_DENIED" }),
  ],
  ["an Error caused by such a proxy", () => new Error("boom", { cause: opaque() })],
];

const thrower = (make: () => unknown) => (): never => {
  throw make();
};
const rejecter = (make: () => unknown) => (): Promise<never> => Promise.reject(make());
const CALLBACKS = ["principal", "resource", "fields", "onDecision", "onDenied"] as const;

interface Placed {
  readonly rbac?: object;
  readonly guard?: object;
  readonly run?: (req: unknown, res: unknown) => unknown;
  readonly plain?: () => unknown;
}

/** A guarded route, with the route behind it that next() and next("route") would reach. */
function desk({ rbac = {}, guard = {}, run, plain }: Placed) {
  const seen = { handler: 0, errors: [] as unknown[] };
  const app = createRbac({ policy, principal: byUser, audit: memory(), ...rbac });
  const server = express();
  server.use(authenticate);
  const ran: express.RequestHandler = (_req, res) => {
    seen.handler += 1;
    res.json("ran");
  };
  const guarding = Reflect.apply(app.requirePermission, undefined, ["contacts:write", guard]);
  if (plain !== undefined) server.get("/", plain);
  server.get("/", guarding, run === undefined ? ran : app.handler(run));
  // Not behind the others, where it would mend what they let out.
  if (plain !== undefined) server.use(app.errorHandler());
  const report: ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    // As Express's own handler and many of an app's read them.
    const { status, code, message } = error;
    res.status(status ?? 500).json({ code, message });
  };
  server.use(report);
  server.get("/", ran);
  return { seen, get: (who: string) => request(server).get("/").set(as(who)) };
}

function place(where: (typeof CALLBACKS)[number], callback: () => unknown) {
  const placed = { [where]: callback };
  const { seen, get } = desk(
    where === "resource" || where === "fields" ? { guard: placed } : { rbac: placed },
  );
  return { seen, get: () => get(where === "onDenied" ? "none" : "olga") };
}

describe.each(HOSTILE)("%s", (_name, make) => {
  test.each(CALLBACKS)("thrown by %s: 500, the route stays shut", async (where) => {
    for (const callback of [thrower(make), rejecter(make)]) {
      const { seen, get } = place(where, callback);
      await get().expect(500);
      expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
    }
  });

  test("thrown by the audit sink: 503", async () => {
    for (const write of [thrower(make), rejecter(make)]) {
      const { seen, get } = desk({ rbac: { audit: { write } } });
      await get("olga").expect(503);
      await get("none").expect(503);
      expect(seen).toEqual({ handler: 0, errors: [] });
    }
  });

  test("thrown by a getter of the row: 500", async () => {
    const row = Object.defineProperty({}, "assigneeId", { get: thrower(make) });
    const seen = { handler: 0, errors: [] as unknown[] };
    const { requirePermission } = createRbac({ policy, principal: byUser, audit: memory() });
    const server = express();
    const replying = Reflect.apply(requirePermission, undefined, [
      "conversations:reply",
      { resource: () => row },
    ]);
    server.get("/", authenticate, replying, (_req, res) => {
      seen.handler += 1;
      res.json("ran");
    });
    const report: ErrorRequestHandler = (error, _req, res, _next) => {
      seen.errors.push(error);
      res.status(500).end();
    };
    server.use(report);
    await request(server).get("/").set(as("ada")).expect(500);
    expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
  });

  test("thrown by the function of handler: 500", async () => {
    for (const run of [thrower(make), rejecter(make)]) {
      const { seen, get } = desk({ run });
      await get("olga").expect(500);
      expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
    }
  });

  test("thrown before the guard and met by errorHandler: 500", async () => {
    const { seen, get } = desk({ plain: thrower(make) });
    await get("olga").expect(500);
    expect(seen.handler).toBe(0);
    expect(seen.errors).toHaveLength(1);
  });
});

describe("what cannot be a request", () => {
  // Nothing can be kept on it: every step of the middleware may throw.
  const frozen = () => Object.freeze({ headers: {}, params: {} });

  test("goes on as an Error, and is not thrown", () => {
    const { requirePermission, handler, errorHandler } = createRbac({ policy, principal: byUser });
    const reached: unknown[] = [];
    const next = (error?: unknown) => reached.push(error);
    const run = (middleware: unknown, ...given: unknown[]) =>
      Reflect.apply(Object(middleware), undefined, [...given, next]);
    run(requirePermission("contacts:read"), frozen(), {});
    run(requirePermission("contacts:read"), opaque(), {});
    run(
      handler(() => undefined),
      opaque(),
      {},
    );
    run(errorHandler(), Object.assign(new Error(), { code: "ERR_RBAC_UNAVAILABLE" }), opaque(), {});
    expect(reached).toEqual(Array(4).fill(expect.any(Error)));
  });
});

describe("errorHandler", () => {
  test("leaves an error that can be read as it is", async () => {
    const given = { code: "mine", status: 418 };
    const { seen, get } = desk({ plain: thrower(() => given) });
    await get("olga").expect(418, { code: "mine" });
    expect(seen.errors[0]).toBe(given);
  });
});
