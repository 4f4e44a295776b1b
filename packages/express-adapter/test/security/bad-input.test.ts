import { connect } from "node:net";
import type { ErrorRequestHandler, Request, Response } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, conversations, policy, serve } from "../desk.ts";
import { exchange, parseAnswer } from "./ask.ts";
import type { Call, Misbehaviour, Place, Where } from "./bad-input.ts";
import { ANSWERING, FAULTS, GOING_ON, PLACES, thenable, WRONG } from "./bad-input.ts";
import { expectNoFaults, gate, watched } from "./watched.ts";

expectNoFaults();

/** A route behind all six callbacks, of which the one at `place` misbehaves on the first request, and no other. */
function desk(place: Place, misbehave: Misbehaviour) {
  const { seen, ran, audit } = watched();
  const [reached, closed] = [gate(), gate()];
  let first = true;
  const call = (where: Where, call: Call): unknown => {
    if (where !== place.where || !first) return call.right;
    first = false;
    reached.open();
    return misbehave(call);
  };
  // Express puts the response on the request; a callback that is given only the request finds it there.
  const of = (req: Request): { readonly req: Request; readonly res: Response } => {
    if (req.res === undefined) throw new Error("Express puts the response on the request.");
    return { req, res: req.res };
  };
  const options = {
    policy,
    audit,
    principal: (req: Request) => call("principal", { ...of(req), right: Reflect.get(req, "user") }),
    ...(place.where === "policyFor" && {
      policyFor: (req: Request) => call("policyFor", { ...of(req), right: policy }),
    }),
    onDecision: (_decision: unknown, { req }: { readonly req: Request }) =>
      call("onDecision", { ...of(req), right: undefined }),
    onDenied: (req: Request, res: Response, _next: unknown, { status }: { status: number }) => {
      const answered = call("onDenied", { req, res, right: "denied" });
      if (answered === "denied" && !res.headersSent) res.sendStatus(status);
      return answered;
    },
  };
  const { requirePermission } = Reflect.apply(createRbac, undefined, [options]);
  const guard = requirePermission("conversations:reply", {
    fields: (req: Request) => call("fields", { ...of(req), right: ["text"] }),
    resource: (req: Request) => call("resource", { ...of(req), right: conversations.get("c1") }),
  });
  const app = express();
  app.use(authenticate, (_req, res, next) => {
    res.once("close", () => closed.open());
    next();
  });
  app.get("/", guard, ran);
  app.get("/", ran);
  app.use((_req, res) => {
    seen.handler += 1;
    res.json("fell through");
  });
  const report: ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    if (res.headersSent) res.end();
    else res.status(500).json("reported");
  };
  app.use(report);
  return { app, seen, audit, reached, closed };
}

/** The callbacks behave again: whoever may pass, passes. */
async function expectServing(address: string, { seen, audit }: ReturnType<typeof desk>) {
  const [entries, { handler }] = [audit.entries.length, seen];
  const answer = parseAnswer(await exchange(address, { path: "/", headers: as("ada") }));
  expect([answer.status, answer.body]).toEqual([200, `"ran"`]);
  expect([audit.entries.length - entries, seen.handler - handler]).toEqual([1, 1]);
}

const table = <Rest extends readonly unknown[]>(rows: readonly (readonly [string, ...Rest])[]) =>
  PLACES.flatMap((place) =>
    rows.map(([does, ...rest]) => [place.where, does, place, ...rest] as const),
  );

/** Refused in the callback's place, or by a refusal it was told of. */
function expectOneEntry({ audit }: ReturnType<typeof desk>, { code }: Place) {
  const outcome = code === "granted" ? "allowed" : "denied";
  expect(audit.entries).toMatchObject([{ outcome, ...(code === undefined ? {} : { code }) }]);
}

describe("a callback that fails: 500, the handler never runs", () => {
  test.each([...table(FAULTS), ...table(GOING_ON)])(
    "%s %s",
    async (_where, does, place, misbehave) => {
      const watching = desk(place, misbehave);
      const address = await serve(watching.app);
      const answer = parseAnswer(await exchange(address, { path: "/", headers: as(place.who) }));
      expect([answer.status, answer.body]).toEqual([500, `"reported"`]);
      expect(watching.seen).toEqual({ handler: 0, loader: 0, errors: [expect.any(Error)] });
      expect(watching.audit.entries).toHaveLength(1);
      if (FAULTS.some(([name]) => name === does)) expectOneEntry(watching, place);
      await expectServing(address, watching);
    },
  );

  test.each(WRONG)("%s gives %s", async (where, _what, value) => {
    const place = PLACES.find((candidate) => candidate.where === where);
    if (place === undefined) throw new Error(`no place ${where}`);
    for (const given of [value, Promise.resolve(value)]) {
      const watching = desk(place, () => given);
      const address = await serve(watching.app);
      const answer = parseAnswer(await exchange(address, { path: "/", headers: as("ada") }));
      expect([answer.status, answer.body]).toEqual([500, `"reported"`]);
      expect(watching.seen).toEqual({ handler: 0, loader: 0, errors: [expect.any(Error)] });
      expect(watching.audit.entries).toMatchObject([{ outcome: "denied" }]);
      await expectServing(address, watching);
    }
  });
});

describe("a callback that answers in the guard's place: its answer stands, the handler never runs", () => {
  test.each(table(ANSWERING))("%s %s", async (_where, _does, place, misbehave) => {
    const watching = desk(place, misbehave);
    const address = await serve(watching.app);
    const received = await exchange(address, { path: "/", headers: as(place.who) });
    expect(received.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(parseAnswer(received)).toMatchObject({ status: 299, body: `"mine"` });
    expect(watching.seen.handler).toBe(0);
    expect(watching.audit.entries).toHaveLength(1);
    await expectServing(address, watching);
  });
});

describe("a callback that hangs until the client leaves", () => {
  test.each(PLACES)(
    "$where: refused, one entry, and what it gives later is not heard",
    async (place) => {
      const late = gate<unknown>();
      const hanging = desk(place, ({ right }) => late.opened.then(() => right));
      const address = await serve(hanging.app);
      const client = connect(Number(new URL(address).port), "127.0.0.1");
      client.write(`GET / HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ${place.who}\r\n\r\n`);
      await hanging.reached.opened;
      client.destroy();
      await hanging.closed.opened;
      await new Promise((resolve) => setImmediate(resolve));
      expectOneEntry(hanging, place);
      late.open(undefined);
      await new Promise((resolve) => setImmediate(resolve));
      expect(hanging.seen).toEqual({ handler: 0, loader: 0, errors: [] });
      expect(hanging.audit.entries).toHaveLength(1);
      await expectServing(address, hanging);
    },
  );

  test.each(PLACES)("$where: or rejects later", async (place) => {
    const late = gate<never>();
    const hanging = desk(place, () => late.opened);
    const address = await serve(hanging.app);
    const client = connect(Number(new URL(address).port), "127.0.0.1");
    client.write(`GET / HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ${place.who}\r\n\r\n`);
    await hanging.reached.opened;
    client.destroy();
    await hanging.closed.opened;
    late.open(Promise.reject(undefined));
    await new Promise((resolve) => setImmediate(resolve));
    expect(hanging.seen.handler).toBe(0);
    expect(hanging.audit.entries).toHaveLength(1);
    await expectServing(address, hanging);
  });
});

describe("a callback that settles twice: the first counts", () => {
  const settling: readonly (readonly [string, Misbehaviour])[] = [
    [
      "gives, then rejects",
      ({ right }) =>
        thenable((give, fail) => {
          give(right);
          fail(undefined);
        }),
    ],
    [
      "gives twice, then throws",
      ({ right }) =>
        thenable((give) => {
          give(right);
          give(undefined);
          throw undefined;
        }),
    ],
  ];
  test.each(table(settling).filter(([where]) => where !== "onDenied"))(
    "%s %s: the handler runs once",
    async (_where, _does, place, misbehave) => {
      const watching = desk(place, misbehave);
      const address = await serve(watching.app);
      const answer = parseAnswer(await exchange(address, { path: "/", headers: as("ada") }));
      expect(answer.status).toBe(200);
      expect(watching.seen).toEqual({ handler: 1, loader: 0, errors: [] });
      expect(watching.audit.entries).toHaveLength(1);
      await expectServing(address, watching);
    },
  );
});

describe("what a hook gives is no vote", () => {
  const VOTES = [true, false, "route", { allowed: true }, { allowed: false }, 0];
  test.each(VOTES)("onDecision gives %j: the policy's answer stands", async (vote) => {
    const onDecision = PLACES[4];
    const allowed = desk(onDecision, () => vote);
    const pass = await exchange(await serve(allowed.app), { path: "/", headers: as("ada") });
    expect(parseAnswer(pass).status).toBe(200);
    const refused = desk(onDecision, () => vote);
    const stop = await exchange(await serve(refused.app), { path: "/", headers: as("none") });
    expect(parseAnswer(stop).status).toBe(403);
    expect([allowed.seen.handler, refused.seen.handler]).toEqual([1, 0]);
  });

  test.each(VOTES)("onDenied answers and gives %j: refused", async (vote) => {
    const watching = desk(PLACES[5], ({ res }) => {
      res.status(403).json("no");
      return vote;
    });
    const received = await exchange(await serve(watching.app), { path: "/", headers: as("none") });
    expect(parseAnswer(received)).toMatchObject({ status: 403, body: `"no"` });
    expect(watching.seen).toEqual({ handler: 0, loader: 0, errors: [] });
    expect(watching.audit.entries).toHaveLength(1);
  });
});
