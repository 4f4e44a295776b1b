import type { ErrorRequestHandler, Request } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import { memory, policy } from "./desk.ts";
import { expectNoFaults } from "./security/watched.ts";

expectNoFaults();

const owner = { id: "olga", roles: ["owner"] };
const agent = { id: "ada", roles: ["agent"] };

function refusing(thrown: unknown): () => never {
  return () => {
    throw thrown;
  };
}

function having(name: string, descriptor: PropertyDescriptor): object {
  return Object.defineProperty({ id: "olga", roles: ["owner"] }, name, {
    configurable: true,
    enumerable: true,
    ...descriptor,
  });
}

type Resolver = (req: Request) => unknown;

const RESOLVERS: Readonly<Record<string, Resolver>> = {
  "gives somebody who may": () => owner,
  "gives somebody who may not": () => agent,
  "gives somebody without roles": () => ({ id: "x", roles: [] }),
  "gives nothing": () => undefined,
  "gives 0": () => 0,
  "gives an empty text": () => "",
  "gives text": () => "owner",
  "gives a malformed principal": () => ({ id: "x", roles: "owner" }),
  "gives somebody without id": () => ({ roles: ["owner"] }),
  "gives a promise of somebody who may": async () => owner,
  "gives a promise of somebody who may not": async () => agent,
  "gives a promise of nobody": async () => undefined,
  "gives a thenable that looks like somebody who may and settles as one who may not": () => ({
    ...owner,
    // biome-ignore lint/suspicious/noThenProperty: that is what is tested
    then: (settle: (who: unknown) => void) => settle(agent),
  }),
  "rejects with an Error": () => Promise.reject(new Error("boom")),
  "rejects with nothing": () => Promise.reject(),
  "throws an Error": refusing(new Error("boom")),
  "throws undefined": refusing(undefined),
  'throws "route"': refusing("route"),
  "throws what is unavailable": refusing(
    Object.assign(new Error("away"), { code: "ERR_RBAC_UNAVAILABLE", name: "RbacError" }),
  ),
  "gives a principal whose roles throw undefined": () =>
    having("roles", { get: refusing(undefined) }),
  "gives a principal whose id throws": () => having("id", { get: refusing(new Error("boom")) }),
  "gives a principal whose then throws": () => having("then", { get: refusing("route") }),
  "gives a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "calls req.next()": (req) => {
    req.next?.();
    return owner;
  },
  'calls req.next("route") and throws': (req) => {
    req.next?.("route");
    throw undefined;
  },
  "calls req.next(error) and gives a promise": async (req) => {
    req.next?.(new Error("mine"));
    return owner;
  },
  "calls req.next() later": async (req) => {
    await null;
    req.next?.();
    return owner;
  },
  answers: (req) => {
    req.res?.status(409).json("mine");
    return owner;
  },
  "answers and gives nobody": (req) => {
    req.res?.status(409).json("mine");
    return undefined;
  },
  "begins an answer": (req) => {
    req.res?.write("begun ");
    return owner;
  },
};

/** Two guards and a handler on one route, and one behind them that `next("route")` would reach. */
async function outcomeOf(principal: Resolver, listening: object) {
  const seen = { asked: 0, handler: 0, behind: 0, errors: [] as unknown[] };
  const resolver: Resolver = (req) => {
    seen.asked += 1;
    return principal(req);
  };
  const options = { policy, principal: resolver, ...listening };
  const { requirePermission, rbac } = Reflect.apply(createRbac, undefined, [options]);
  const app = express();
  app.get(
    "/",
    requirePermission("contacts:delete"),
    requirePermission("contacts:delete"),
    (req, res) => {
      seen.handler += 1;
      const { principal: who, resource } = rbac(req);
      if (res.headersSent) res.end("ran");
      else res.json({ ran: who.id, resource });
    },
  );
  app.get("/", (_req, res) => {
    seen.behind += 1;
    res.json("behind");
  });
  const report: ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push([String(error), error.code, error.status, String(error.cause).slice(0, 40)]);
    if (res.headersSent) res.end("failed");
    else res.status(error.status ?? 500).json("failed");
  };
  app.use(report);
  const { status, headers, text } = await request(app).get("/");
  return {
    ...seen,
    status,
    type: headers["content-type"],
    challenge: headers["www-authenticate"],
    text: text.replace(/"decisionId":"[^"]+"/, ""),
  };
}

/** What lets a guard say yes without words must not let it say yes to more. */
describe("a guard to which nobody listens does as one does that somebody listens to", () => {
  test.each(Object.entries(RESOLVERS))("where the resolver %s", async (name, resolver) => {
    const quiet = await outcomeOf(resolver, {});
    expect(await outcomeOf(resolver, { onDecision: () => undefined })).toEqual(quiet);
    expect(await outcomeOf(resolver, { audit: memory() })).toEqual(quiet);
    expect(quiet.asked).toBe(1);
    expect(quiet.behind).toBe(0);
    const passes = /of somebody who may$|^gives somebody who may$|begins an answer$/.test(name);
    expect(quiet.handler).toBe(passes ? 1 : 0);
  });
});
