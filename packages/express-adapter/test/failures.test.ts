import { IntercomFailedError, UnavailableError } from "@intercom-rbac/core";
import type { ErrorRequestHandler, Request } from "express";
import express from "express";
import request from "supertest";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRbac } from "../src/index.ts";
import { as, authenticate, byUser, memory, policy, serve } from "./desk.ts";

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

interface Options {
  readonly resource?: (req?: Request) => unknown;
  readonly fields?: (req?: Request) => unknown;
  readonly rbac?: object;
}

/** A guarded route with a second route behind it, which `next("route")` would reach. */
function desk({ rbac: extra = {}, ...guard }: Options) {
  const audit = memory();
  const seen = { handler: 0, errors: [] as unknown[] };
  const { requirePermission } = createRbac({ policy, principal: byUser, audit, ...extra });
  const server = express();
  server.use(authenticate);
  const guarding = Reflect.apply(requirePermission, undefined, ["contacts:write", guard]);
  server.get("/", guarding, (_req, res) => {
    seen.handler += 1;
    res.json("ran");
  });
  server.get("/", (_req, res) => {
    seen.handler += 1;
    res.json("passed by");
  });
  const report: ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    res.status(500).json({ reported: error.message });
  };
  server.use(report);
  return { server, audit, seen, get: () => request(server).get("/").set(as("olga")) };
}

const goesOn = (req?: Request): void => req?.next?.();
const boom = new Error("boom");
const ways: readonly (readonly [string, () => unknown, string])[] = [
  [
    "throws an Error",
    () => {
      throw boom;
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
    "throws 0",
    () => {
      throw 0;
    },
    "Something that is not an Error was thrown (number); see cause.",
  ],
  [
    "throws undefined",
    () => {
      throw undefined;
    },
    "Something that is not an Error was thrown (undefined); see cause.",
  ],
  [
    'throws "route"',
    () => {
      throw "route";
    },
    "Something that is not an Error was thrown (string); see cause.",
  ],
  [
    'throws "router"',
    () => {
      throw "router";
    },
    "Something that is not an Error was thrown (string); see cause.",
  ],
  ["rejects with an Error", () => Promise.reject(boom), "boom"],
  [
    "rejects with nothing",
    () => Promise.reject(),
    "Something that is not an Error was thrown (undefined); see cause.",
  ],
  [
    'rejects with "route"',
    () => Promise.reject("route"),
    "Something that is not an Error was thrown (string); see cause.",
  ],
];

describe("whatever a callback throws, the route stays shut", () => {
  test.each(ways)("HTTP-09 a loader that %s", async (_name, resource, message) => {
    const { audit, seen, get } = desk({ resource });
    expect((await get().expect(500)).body).toEqual({ reported: message });
    expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
    expect(audit.lines()).toEqual(["denied resource_required contacts:write"]);
    expect(audit.entries[0]?.adminId).toBe("olga");
  });

  test.each(ways)("a fields reader that %s", async (_name, fields, message) => {
    const { audit, seen, get } = desk({ fields });
    expect((await get().expect(500)).body).toEqual({ reported: message });
    expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
    expect(audit.lines()).toEqual(["denied field_required contacts:write"]);
  });

  test.each(ways)("an onDecision hook that %s", async (_name, onDecision, message) => {
    const { audit, seen, get } = desk({ rbac: { onDecision } });
    expect((await get().expect(500)).body).toEqual({ reported: message });
    expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
    // It was decided and written before the hook was told.
    expect(audit.lines()).toEqual(["allowed granted contacts:write"]);
  });

  test.each(ways)("an audit sink that %s: 503", async (_name, write) => {
    const { seen, get } = desk({ rbac: { audit: { write } } });
    expect((await get().expect(503)).body).toMatchObject({
      error: "Service Unavailable",
      code: "unavailable",
    });
    expect(seen).toEqual({ handler: 0, errors: [] });
  });

  test("the wrapped value is the cause", async () => {
    const { seen, get } = desk({ resource: () => Promise.reject("route") });
    await get().expect(500);
    expect(seen.errors).toMatchObject([{ cause: "route" }]);
  });
});

describe("unavailable: 503", () => {
  const away = (): never => {
    throw new UnavailableError("the database is away");
  };

  test.each<[string, Options, string]>([
    ["a resolver", { rbac: { principal: away } }, "unauthenticated"],
    ["a resolver, later", { rbac: { principal: async () => away() } }, "unauthenticated"],
    ["a loader", { resource: away }, "resource_required"],
    ["a loader, later", { resource: async () => away() }, "resource_required"],
    ["a fields reader", { fields: away }, "field_required"],
  ])("%s that says so", async (_name, options, code) => {
    const { audit, seen, get } = desk(options);
    const response = await get().expect(503);
    expect(response.body).toEqual({
      error: "Service Unavailable",
      message: "Authorization unavailable",
      code: "unavailable",
      decisionId: expect.any(String),
    });
    expect(response.headers["cache-control"]).toBe("no-store");
    expect(seen).toEqual({ handler: 0, errors: [] });
    expect(audit.entries).toMatchObject([
      { outcome: "denied", code, decisionId: response.body.decisionId },
    ]);
  });

  test("a sink that is away when a failure is to be recorded: 503, both failures in the cause", async () => {
    const told: Error[] = [];
    const lost = new Error("disk full");
    const { seen, get } = desk({
      resource: () => {
        throw boom;
      },
      rbac: {
        audit: { write: () => Promise.reject(lost) },
        onDenied: (
          _req: unknown,
          res: express.Response,
          _next: unknown,
          denied: { error: Error },
        ) => {
          told.push(denied.error);
          res.status(503).end();
        },
      },
    });
    await get().expect(503);
    expect(seen).toEqual({ handler: 0, errors: [] });
    expect(told).toMatchObject([
      { code: "ERR_RBAC_UNAVAILABLE", cause: { errors: [boom, { cause: lost }] } },
    ]);
  });

  test("a sink that is away refuses a denial with 503 as well", async () => {
    const { server } = desk({
      rbac: { audit: { write: () => Promise.reject(new Error("full")) } },
    });
    await request(server).get("/").set(as("none")).expect(503);
    await request(server).get("/").expect(503);
  });

  /** The warnings of an app whose audit log fails twice. */
  async function warningsOf(failure: Error): Promise<readonly (readonly [string, string])[]> {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on("warning", listen);
    const { get } = desk({ rbac: { audit: { write: () => Promise.reject(failure) } } });
    await get().expect(503);
    await get().expect(503);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    return warnings.map(({ name, message }) => [name, message]);
  }

  test("whoever runs the app is warned, without the message of the cause, once a minute", async () => {
    const failure = Object.assign(new Error("postgres://admin:s3cret@db"), {
      code: "ECONNREFUSED",
    });
    expect(await warningsOf(failure)).toEqual([
      ["RbacWarning", "Something that a decision needs is unavailable. (Error ECONNREFUSED)"],
    ]);
  });

  test("a failed call to Intercom is warned of with what to do", async () => {
    const details = { reason: "token-rejected", status: 401 } as const;
    const failure = new IntercomFailedError(
      details,
      "Intercom says no (401). Copy the token again.",
    );
    expect(await warningsOf(failure)).toEqual([
      [
        "RbacWarning",
        "Something that a decision needs is unavailable. (IntercomFailedError ERR_RBAC_INTERCOM_FAILED: Intercom says no (401). Copy the token again.)",
      ],
    ]);
  });
});

describe("nothing of the inside gets out", () => {
  test("HTTP-11 no stack and no row in a refusal", async () => {
    const { get } = desk({ resource: () => ({ id: "1", token: "s3cret" }) });
    await get().expect(200);
    const { server } = desk({ resource: () => ({ id: "1", token: "s3cret" }) });
    const response = await request(server).get("/").set(as("carl")).expect(403);
    expect(response.text).not.toMatch(/s3cret|at .*\.ts|roles\./);
  });

  test.each([
    [
      "nothing",
      undefined,
      500,
      "Error: Something that is not an Error was thrown (undefined); see cause.",
    ],
    [
      "a malformed principal",
      "roles",
      500,
      "PrincipalInvalidError: principal.roles must be an array",
    ],
    [
      "a denial nobody handles",
      "denied",
      403,
      "PermissionDeniedError: Not allowed: contacts:delete",
    ],
  ])(
    "HTTP-11 %s: the page of Express in development holds no stack",
    async (_name, how, status, title) => {
      const { NODE_ENV } = process.env;
      delete process.env["NODE_ENV"];
      const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
      try {
        const { requirePermission, rbac } = createRbac({
          policy,
          principal: () => {
            if (how === undefined) throw undefined;
            // As JavaScript gives it, where no type objects.
            return Object({ id: "x", roles: how === "roles" ? "owner" : ["agent"] });
          },
        });
        const app = express();
        app.get("/", requirePermission("contacts:read"), (req, res) => {
          res.json(rbac(req).authorize("contacts:delete"));
        });
        const response = await fetch(await serve(app));
        const page = await response.text();
        expect([app.get("env"), response.status]).toEqual(["development", status]);
        expect(page).toContain(title);
        expect(page).not.toMatch(/\bat |node_modules|\.ts\b/);
      } finally {
        logged.mockRestore();
        if (NODE_ENV !== undefined) process.env["NODE_ENV"] = NODE_ENV;
      }
    },
  );

  test.each([
    ["options.resource must give", { resource: () => "s3cret" }],
    ["options.fields must give", { fields: () => "s3cret" }],
    ["options.resource called req.next()", { resource: goesOn }],
    ["options.fields called req.next()", { fields: goesOn }],
  ])(
    "an error about a guard, %s, names it, and its cause says where it is",
    async (what, guard) => {
      const { seen, get } = desk(guard);
      const { body } = await get().expect(500);
      const name = 'requirePermission("contacts:write")';
      expect(body.reported).toContain(`${name}: ${what}`);
      expect(seen.errors).toMatchObject([
        { cause: expect.stringMatching(/^requirePermission\(.*\) at .*failures\.test\.ts:\d+$/) },
      ]);
      // Neither a page made of the stack nor one made of JSON shows it.
      expect(seen.errors).toMatchObject([{ stack: expect.not.stringContaining("failures.test") }]);
      expect(JSON.stringify(seen.errors)).not.toContain("failures.test");
    },
  );

  test("an error of the app's own callback keeps its stack", async () => {
    const mine = new TypeError("mine");
    const { stack } = mine;
    const { seen, get } = desk({ resource: () => Promise.reject(mine) });
    await get().expect(500);
    expect(seen.errors).toEqual([mine]);
    expect(mine.stack).toBe(stack);
  });

  test("the state on the request is neither copied nor logged", async () => {
    const { requirePermission, rbac } = createRbac({ policy, principal: byUser });
    const app = express();
    app.use(authenticate);
    app.get("/", requirePermission("contacts:read"), (req, res) => {
      const copy = Object.assign({}, req);
      expect(rbac(req).principal).toEqual({ id: "ada", roles: ["agent"] });
      expect(() => rbac(copy)).toThrow("has allowed this request");
      res.end();
    });
    await request(app).get("/").set(as("ada")).expect(200);
  });
});
