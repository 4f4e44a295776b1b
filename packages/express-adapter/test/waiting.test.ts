import { once } from "node:events";
import { connect } from "node:net";
import type { Request } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import { as, authenticate, byUser, conversations, memory, policy, serve } from "./desk.ts";
import { expectNoFaults, gate } from "./security/watched.ts";

expectNoFaults();

const PLACES = ["principal", "policyFor", "fields", "resource", "audit", "onDecision"] as const;
type Where = (typeof PLACES)[number];

/** The refusal that stands while a guard waits there. */
const STANDING: Readonly<Record<Where, string>> = {
  principal: "denied unauthenticated conversations:reply",
  policyFor: "denied permission_missing conversations:reply",
  fields: "denied field_required conversations:reply",
  resource: "denied resource_required conversations:reply",
  // The decision was handed over before the client left.
  audit: "allowed granted conversations:reply",
  onDecision: "allowed granted conversations:reply",
};

type Given = (right: unknown, req: Request | undefined) => unknown;

/** A guarded route, and one behind it, where the callback at `where` does as told. */
function desk(where: Where, give: Given) {
  const kept = memory();
  const seen = { handler: 0, errors: [] as unknown[] };
  const at = (here: Where, right: unknown, req?: Request) =>
    here === where ? give(right, req) : right;
  const audit = {
    write: (entry: Parameters<typeof kept.write>[0]) => {
      const written = kept.write(entry);
      return where === "audit" ? at("audit", written) : written;
    },
  };
  const options = {
    policy,
    audit,
    principal: (req: Request) => at("principal", byUser(req), req),
    policyFor: (req: Request) => at("policyFor", policy, req),
    onDecision: (_decision: unknown, { req }: { req: Request }) => at("onDecision", undefined, req),
  };
  const { requirePermission } = Reflect.apply(createRbac, undefined, [options]);
  const guard = requirePermission("conversations:reply", {
    fields: (req: Request) => at("fields", ["id"], req),
    resource: (req: Request) => at("resource", conversations.get("c1"), req),
  });
  const closed = gate();
  const listeners: number[] = [];
  const app = express();
  app.use(authenticate, (_req, res, next) => {
    res.once("close", () => {
      listeners.push(res.listenerCount("close"));
      closed.open();
    });
    listeners.push(res.listenerCount("close"));
    next();
  });
  const ran: express.RequestHandler = (_req, res) => {
    seen.handler += 1;
    listeners.push(res.listenerCount("close"));
    res.json("ran");
  };
  app.get("/", guard, ran);
  app.get("/", ran);
  const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    if (!res.headersSent) res.status(500).json({ reported: error.code ?? error.message });
  };
  app.use(report);
  return { app, seen, kept, closed, listeners };
}

async function leave(address: string, reached: Promise<unknown>): Promise<void> {
  const client = connect(Number(new URL(address).port), "127.0.0.1");
  client.write("GET / HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer ada\r\n\r\n");
  await reached;
  client.destroy();
  await once(client, "close");
}

const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));

describe("the client leaves while the guard waits", () => {
  test.each(PLACES)("for %s, which never settles: refused at once, one entry", async (where) => {
    const reached = gate();
    const { app, seen, kept, closed } = desk(where, () => {
      reached.open();
      return new Promise(() => undefined);
    });
    await leave(await serve(app), reached.opened);
    await closed.opened;
    await turn();
    expect(kept.lines()).toEqual([STANDING[where]]);
    expect(seen).toEqual({ handler: 0, errors: [] });
  });

  test.each(
    PLACES.flatMap((where) => [
      [where, "gives", (right: unknown) => right] as const,
      [where, "rejects", () => Promise.reject(new Error("late"))] as const,
      [where, "rejects with nothing", () => Promise.reject()] as const,
    ]),
  )("for %s, which then %s: not heard", async (where, _how, settle) => {
    const [reached, late] = [gate(), gate()];
    const { app, seen, kept, closed } = desk(where, async (right) => {
      reached.open();
      await late.opened;
      return settle(right);
    });
    await leave(await serve(app), reached.opened);
    await closed.opened;
    late.open();
    await turn();
    await turn();
    expect(kept.lines()).toEqual([STANDING[where]]);
    expect(seen).toEqual({ handler: 0, errors: [] });
  });

  test("an entry that cannot be written then crashes nothing", async () => {
    const reached = gate();
    const closed = gate();
    const { requirePermission } = createRbac({
      policy,
      principal: () => ({ id: "ada", roles: ["agent"] }),
      audit: { write: () => Promise.reject(new Error("full")) },
    });
    const app = express();
    const guard = requirePermission("conversations:reply", {
      resource: () => {
        reached.open();
        return new Promise<undefined>(() => undefined);
      },
    });
    app.get("/", (req, res, next) => {
      res.once("close", () => closed.open());
      return guard(req, res, next);
    });
    await leave(await serve(app), reached.opened);
    await closed.opened;
    await turn();
  });
});

describe("a guard that has waited", () => {
  test.each(PLACES)("for %s leaves no listener behind", async (where) => {
    const { app, seen, listeners, closed } = desk(where, async (right) => {
      await turn();
      return right;
    });
    await request(app).get("/").set(as("ada")).expect(200);
    await closed.opened;
    const [before, inHandler] = listeners;
    expect(seen.handler).toBe(1);
    expect(inHandler).toBe(before);
  });
});

describe("a callback that goes on by itself", () => {
  const ways: readonly (readonly [string, (req: Request) => void])[] = [
    ["req.next()", (req) => req.next?.()],
    ['req.next("route")', (req) => req.next?.("route")],
    ["req.res.req.next()", (req) => req.res?.req.next?.()],
    ["req.next(error)", (req) => req.next?.(new Error("mine"))],
  ];
  const places = PLACES.filter((where) => where !== "audit");

  test.each(places.flatMap((where) => ways.map(([name, way]) => [where, name, way] as const)))(
    "%s calls %s: misused, and no route is opened",
    async (where, _name, way) => {
      for (const when of ["now", "later", "and throws"]) {
        const { app, seen, kept } = desk(where, (right, req) => {
          if (req === undefined) throw new Error("the callback is given the request");
          if (when === "later") {
            return turn().then(() => {
              way(req);
              return right;
            });
          }
          way(req);
          if (when === "and throws") throw undefined;
          return right;
        });
        const { body } = await request(app).get("/").set(as("ada")).expect(500);
        expect(body).toEqual({ reported: "ERR_RBAC_GUARD_MISUSED" });
        expect(seen).toEqual({ handler: 0, errors: [expect.any(Error)] });
        expect(kept.lines()).toEqual([STANDING[where]]);
      }
    },
  );

  test.each(places)("%s keeps it and calls it late: it leads nowhere", async (where) => {
    let late: Request["next"];
    const { app, seen } = desk(where, (right, req) => {
      late = req?.next;
      setImmediate(() => late?.("route"));
      return right;
    });
    app.get("/late", (_req, res) => {
      late?.();
      late?.("route");
      res.json("late");
    });
    await request(app).get("/").set(as("ada")).expect(200);
    await turn();
    await request(app).get("/late").expect(200, `"late"`);
    expect(seen).toEqual({ handler: 1, errors: [] });
  });

  test("a principal that catches what it is told is refused all the same", async () => {
    const { app, seen, kept } = desk("principal", (right, req) => {
      try {
        req?.next?.();
      } catch {
        // It does not throw, but if it did.
      }
      return right;
    });
    await request(app).get("/").set(as("ada")).expect(500);
    expect(seen.handler).toBe(0);
    expect(kept.entries).toHaveLength(1);
  });

  test("afterwards req.next is what it was, also where two guards waited at the same time", async () => {
    const { requirePermission } = createRbac({
      policy,
      principal: async () => ({ id: "ada", roles: ["agent"] }),
    });
    const app = express();
    const [first, second] = [gate(), gate()];
    const waiting = [first, second].map(({ opened }) =>
      requirePermission("conversations:reply", {
        resource: async () => {
          await opened;
          return conversations.get("c1");
        },
      }),
    );
    app.get("/", async (req, res, next) => {
      let passed = 0;
      const both = waiting.map((guard) => guard(req, res, () => (passed += 1)));
      first.open();
      await both[0];
      second.open();
      await both[1];
      // What res.render and res.sendFile do with an error.
      if (passed === 2) req.next?.(new Error("rendered"));
      else next(new Error("not passed"));
    });
    const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
      res.json(error.message);
    };
    app.use(report);
    await request(app).get("/").expect(200, `"rendered"`);
  });
});

describe("a callback that answers in the guard's place", () => {
  test.each(
    PLACES.filter((where) => where !== "audit").flatMap((where) => [
      [where, "now"] as const,
      [where, "later"] as const,
      [where, "and never settles"] as const,
    ]),
  )("%s, %s: its answer stands, one entry, and nothing runs", async (where, when) => {
    const { app, seen, kept, closed } = desk(where, (right, req) => {
      const answer = (): unknown => {
        req?.res?.status(409).json("mine");
        return right;
      };
      if (when === "now") return answer();
      if (when === "later") return turn().then(answer);
      answer();
      return new Promise(() => undefined);
    });
    await request(app).get("/").set(as("ada")).expect(409, `"mine"`);
    await closed.opened;
    await turn();
    expect(seen).toEqual({ handler: 0, errors: [] });
    expect(kept.entries).toHaveLength(1);
    if (where !== "onDecision") expect(kept.entries).toMatchObject([{ outcome: "denied" }]);
  });
});
