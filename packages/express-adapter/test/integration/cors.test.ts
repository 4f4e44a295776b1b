import cors from "cors";
import type { RequestHandler } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, byUser, memory, policy } from "../desk.ts";
import type { Question } from "../security/ask.ts";
import { WAYS } from "../security/ask.ts";

const ORIGIN = "https://desk.example";
const EVIL = "https://evil.example";
const sharing = (): RequestHandler =>
  cors({ origin: [ORIGIN], credentials: true, exposedHeaders: ["WWW-Authenticate"] });

/** What a browser asks before it sends a DELETE with a token to another origin; it sends no credentials along. */
const preflight = (origin: string, path = "/contacts"): Question => ({
  method: "OPTIONS",
  path,
  headers: {
    origin,
    "access-control-request-method": "DELETE",
    "access-control-request-headers": "authorization",
  },
});
const asking = (method: string, who: string, origin: string): Question => ({
  method,
  path: "/contacts",
  headers: { origin, ...as(who) },
});

type Mount = (app: express.Express, guards: Guards) => void;
type Guards = {
  readonly reading: RequestHandler;
  readonly deleting: RequestHandler;
  readonly ran: RequestHandler;
};

function desk(mount: Mount) {
  const seen = { handler: 0 };
  const audit = memory();
  const { requirePermission } = createRbac({ policy, principal: byUser, audit });
  const app = express();
  mount(app, {
    reading: requirePermission("contacts:read"),
    deleting: requirePermission("contacts:delete"),
    ran: (_req, res) => {
      seen.handler += 1;
      res.json("ran");
    },
  });
  return { app, seen, audit };
}

/** As the guide says: CORS first, then who, then what they may. */
const DOCUMENTED: readonly (readonly [string, Mount])[] = [
  [
    "guards on the routes",
    (app, { reading, deleting, ran }) => {
      app.use(sharing(), authenticate);
      app.get("/contacts", reading, ran);
      app.delete("/contacts", deleting, ran);
    },
  ],
  [
    "a guard on the whole app",
    (app, { reading, deleting, ran }) => {
      app.use(sharing(), authenticate, reading);
      app.get("/contacts", ran);
      app.delete("/contacts", deleting, ran);
    },
  ],
  [
    "a guard on all methods of the route",
    (app, { reading, deleting, ran }) => {
      app.use(sharing(), authenticate);
      app.route("/contacts").all(reading).get(ran).delete(deleting, ran);
    },
  ],
  [
    "CORS on the route alone, its preflight included",
    (app, { reading, deleting, ran }) => {
      app.use(authenticate);
      app.options("/contacts", sharing());
      app.get("/contacts", sharing(), reading, ran);
      app.delete("/contacts", sharing(), deleting, ran);
    },
  ],
];

describe.each(WAYS)("%s", (_way, open) => {
  describe.each(DOCUMENTED)("CORS in front, %s", (_where, mount) => {
    test("a preflight is answered 204 and not refused; no guard is asked", async () => {
      const { app, seen, audit } = desk(mount);
      const ask = await open(app);
      const answer = await ask(preflight(ORIGIN));
      expect(answer).toMatchObject({ status: 204, body: "" });
      expect(answer.headers).toMatchObject({
        "access-control-allow-origin": ORIGIN,
        "access-control-allow-credentials": "true",
        "access-control-allow-headers": "authorization",
        "access-control-allow-methods": expect.stringContaining("DELETE"),
      });
      expect(audit.entries).toEqual([]);
      expect(seen.handler).toBe(0);
    });

    test.each([
      ["nobody", 401],
      ["none", 403],
      ["olga", 200],
    ] as const)(
      "the DELETE that follows, as %s: %i that the page may read",
      async (who, status) => {
        const { app, seen } = desk(mount);
        const ask = await open(app);
        const answer = await ask(asking("DELETE", who, ORIGIN));
        expect(answer.status).toBe(status);
        expect(answer.headers).toMatchObject({
          "access-control-allow-origin": ORIGIN,
          "access-control-allow-credentials": "true",
          "access-control-expose-headers": "WWW-Authenticate",
        });
        expect(answer.headers["vary"]).toContain("Origin");
        if (status === 200) return;
        expect(answer.headers["cache-control"]).toBe("no-store");
        expect(JSON.parse(answer.body)).toMatchObject({ decisionId: expect.any(String) });
        expect(seen.handler).toBe(0);
      },
    );

    test("another origin: no permission to read, and the guards decide as ever", async () => {
      const { app, seen, audit } = desk(mount);
      const ask = await open(app);
      expect((await ask(preflight(EVIL))).headers).not.toHaveProperty(
        "access-control-allow-origin",
      );
      const answer = await ask(asking("DELETE", "none", EVIL));
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
      expect(seen.handler).toBe(0);
      expect(audit.entries).toMatchObject([{ outcome: "denied" }]);
    });
  });

  describe("CORS behind a guard: what goes wrong", () => {
    test("a guard on the app refuses the preflight, and the page may not even read why", async () => {
      const { app, seen, audit } = desk((server, { reading, ran }) => {
        server.use(authenticate, reading, sharing());
        server.delete("/contacts", ran);
      });
      const ask = await open(app);
      const answer = await ask(preflight(ORIGIN));
      expect(answer.status).toBe(401);
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
      expect(audit.lines()).toEqual(["denied unauthenticated contacts:read"]);
      const refused = await ask(asking("DELETE", "none", ORIGIN));
      expect(refused.status).toBe(403);
      expect(refused.headers).not.toHaveProperty("access-control-allow-origin");
      expect(seen.handler).toBe(0);
    });

    test("on a route behind its guard, Express answers the preflight, without what the browser looks for", async () => {
      const { app, seen, audit } = desk((server, { deleting, ran }) => {
        server.use(authenticate);
        server.delete("/contacts", deleting, sharing(), ran);
      });
      const ask = await open(app);
      const answer = await ask(preflight(ORIGIN));
      expect([answer.status, answer.headers["allow"]]).toEqual([200, "DELETE"]);
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
      expect([seen.handler, audit.entries]).toEqual([0, []]);
    });

    test("preflightContinue hands the preflight to the guards", async () => {
      const { app, audit } = desk((server, { reading, ran }) => {
        server.use(cors({ origin: ORIGIN, preflightContinue: true }), authenticate, reading);
        server.delete("/contacts", ran);
      });
      const ask = await open(app);
      expect((await ask(preflight(ORIGIN))).status).toBe(401);
      expect(audit.entries).toHaveLength(1);
    });
  });
});
