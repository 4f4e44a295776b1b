import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import type { DeskRequest } from "../desk.ts";
import { as, authenticate, byUser, policy, serve } from "../desk.ts";
import { askOnPort, exchange, parseAnswer, WAYS } from "./ask.ts";
import { expectNoFaults, watched } from "./watched.ts";

expectNoFaults();

interface Routing {
  readonly caseSensitive: boolean;
  readonly strict: boolean;
}
const ROUTINGS: readonly Routing[] = [
  { caseSensitive: false, strict: false },
  { caseSensitive: false, strict: true },
  { caseSensitive: true, strict: false },
  { caseSensitive: true, strict: true },
];

const PLACES = ["the route", "the prefix", "the router"] as const;

/** `GET /admin` for owners, the guard in one of three places. */
function admin({ caseSensitive, strict }: Routing, place: (typeof PLACES)[number]) {
  const { seen, ran, report, audit } = watched();
  const { requirePermission } = createRbac({ policy, principal: byUser, audit });
  const guard = requirePermission("settings:manage");
  const app = express();
  app.set("case sensitive routing", caseSensitive);
  app.set("strict routing", strict);
  app.use(authenticate);
  if (place === "the route") app.get("/admin", guard, ran);
  if (place === "the prefix") {
    app.use("/admin", guard);
    app.get("/admin", ran);
  }
  if (place === "the router") {
    const router = express.Router({ caseSensitive, strict });
    router.use(guard);
    router.get("/admin", ran);
    app.use(router);
  }
  app.use(report);
  return { app, seen, audit };
}

describe.each(WAYS)("HTTP-01 letter case and trailing slash, %s", (_way, open) => {
  const table = ROUTINGS.flatMap((routing) => PLACES.map((place) => ({ ...routing, place })));
  test.each(table)(
    "HTTP-01 case sensitive $caseSensitive, strict $strict, guard on $place: guarded as the route matches",
    async ({ place, ...routing }) => {
      const { app, seen, audit } = admin(routing, place);
      const ask = await open(app);
      const matches = (path: string): boolean =>
        (path.startsWith("/admin") || !routing.caseSensitive) &&
        (!path.endsWith("/") || !routing.strict);
      for (const path of ["/admin", "/ADMIN", "/admin/", "/Admin/"]) {
        for (const [who, status] of [
          ["nobody", 401],
          ["ada", 403],
          ["olga", 200],
        ] as const) {
          const before = { handler: seen.handler, entries: audit.entries.length };
          const answer = await ask({ path, headers: as(who) });
          const asked = audit.entries.length - before.entries;
          if (matches(path)) {
            expect([path, who, answer.status, asked]).toEqual([path, who, status, 1]);
          } else {
            // No such route. A guard on the prefix or the router may have refused before that was found out.
            const refused = asked === 1 && who !== "olga";
            expect([path, who, answer.status]).toEqual([path, who, refused ? status : 404]);
            expect(asked).toBeLessThanOrEqual(1);
          }
          const runs = matches(path) && who === "olga" ? 1 : 0;
          expect([path, who, seen.handler - before.handler]).toEqual([path, who, runs]);
        }
      }
      expect(seen.errors).toEqual([]);
    },
  );
});

describe("HTTP-01 HTTP-04 HTTP-05 spellings of one path, byte for byte", () => {
  const SPELLINGS = [
    "/ADMIN",
    "/aDmIn/",
    "/%61dmin",
    "/%41DMIN",
    "/adm%69n/",
    "/%2561dmin",
    "/admin%2F",
    "/admin%00",
    "/admin%20",
    "/admin;x=1",
    "/admin/..;/",
    "/admin/.",
    "/./admin",
    "/x/../admin",
    "//admin",
    "/admin//",
    "/admin?role=owner",
    "/admin#top",
    "/%ZZ",
    "/admin/%",
    "/%c0%afadmin",
    "http://127.0.0.1/admin",
    "*",
  ] as const;
  test.each(PLACES)("HTTP-04 none of them gets an agent past the guard on %s", async (place) => {
    const { app, seen, audit } = admin({ caseSensitive: false, strict: false }, place);
    const address = await serve(app);
    for (const path of SPELLINGS) {
      for (const who of ["nobody", "ada"]) {
        const before = audit.entries.length;
        const { status } = parseAnswer(await exchange(address, { path, headers: as(who) }));
        const refused = who === "nobody" ? 401 : 403;
        expect([path, [400, 404, refused].includes(status)]).toEqual([path, true]);
        // Refused by the guard: one entry. Not found, or no path at all: the guard was not reached.
        expect([path, audit.entries.length - before]).toEqual([path, status === refused ? 1 : 0]);
      }
    }
    expect(seen.handler).toBe(0);
  });

  test("HTTP-04 an encoded letter in a parameter: the guard and its loader see what the handler sees", async () => {
    const { ran, seen, report, audit } = watched();
    const loaded: unknown[] = [];
    const { requirePermission } = createRbac({ policy, principal: byUser, audit });
    const app = express();
    app.use(authenticate);
    const guard = requirePermission("settings:manage", {
      resource: (req) => {
        loaded.push(req.params.section);
        return { id: req.params.section };
      },
    });
    app.get("/:section/users", guard, ran);
    app.use(report);
    const ask = await askOnPort(app);
    expect((await ask({ path: "/%61dmin/users", headers: as("ada") })).status).toBe(403);
    expect((await ask({ path: "/%61dmin/users", headers: as("olga") })).status).toBe(200);
    expect((await ask({ path: "/admin/users", headers: as("olga") })).status).toBe(200);
    expect(loaded).toEqual(["admin", "admin"]);
    expect(seen.handler).toBe(2);
    expect(audit.entries.map(({ outcome, resourceId }) => [outcome, resourceId])).toEqual([
      ["denied", undefined],
      ["allowed", "admin"],
      ["allowed", "admin"],
    ]);
  });
});

describe("HTTP-05 what stands encoded in an id", () => {
  function desk() {
    const { seen, ran, report, audit } = watched();
    const ids: unknown[] = [];
    const { requirePermission } = createRbac({ policy, principal: byUser, audit });
    const replying = requirePermission("conversations:reply", {
      resource: (req: DeskRequest) => {
        seen.loader += 1;
        ids.push(req.params["id"]);
        // A row of everybody's for whatever is asked: only its condition refuses.
        return { id: String(req.params["id"]), assigneeId: null };
      },
    });
    const app = express();
    app.use(authenticate);
    app.get("/conversations/:id", replying, ran);
    app.get("/conversations/:id/reply", replying, ran);
    app.use(report);
    return { app, seen, audit, ids };
  }

  test.each([
    ["/conversations/c1%2Freply", "c1/reply"],
    ["/conversations/c1%2freply", "c1/reply"],
    ["/conversations/c1%00", "c1\0"],
    ["/conversations/..%2F..%2Fetc%2Fpasswd", "../../etc/passwd"],
    ["/conversations/..;/reply", "..;"],
    ["/conversations/..;", "..;"],
    ["/conversations/%2e%2e", ".."],
    ["/conversations/c1%252Freply", "c1%2Freply"],
    ["/conversations/%5c..%5c", "\\..\\"],
    ["/conversations/c1%0d%0aX-Role:%20owner", "c1\r\nX-Role: owner"],
    ["/conversations/__proto__", "__proto__"],
    ["/conversations/c1%20", "c1 "],
    ["/conversations/%F0%9F%94%91", "\u{1f511}"],
  ])("HTTP-05 %s reaches the loader as data, and refuses", async (path, id) => {
    const { app, seen, audit, ids } = desk();
    const ask = await askOnPort(app);
    const answer = await ask({ path, headers: as("ada") });
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty("x-role");
    expect(ids).toEqual([id]);
    expect(seen).toEqual({ handler: 0, loader: 1, errors: [] });
    expect(audit.lines()).toEqual(["denied condition_not_met conversations:reply"]);
    expect((await ask({ path, headers: as("lena") })).status).toBe(200);
  });

  test.each([
    "/conversations/%ZZ",
    "/conversations/%",
    "/conversations/%E0%A4%A",
    "/conversations/c1%2",
  ])("HTTP-05 malformed %s: Express answers 400, neither loader nor handler runs", async (path) => {
    const { app, seen, audit } = desk();
    const ask = await askOnPort(app);
    for (const who of ["nobody", "ada", "olga"]) {
      expect((await ask({ path, headers: as(who) })).status).toBe(400);
    }
    expect([seen.handler, seen.loader]).toEqual([0, 0]);
    // It never was a request of that route, so there was nothing to decide.
    expect(audit.entries).toEqual([]);
  });

  test("HTTP-05 malformed behind a guard on the app: nobody is refused, others get 400", async () => {
    const { seen, ran, report, audit } = watched();
    const { requirePermission } = createRbac({ policy, principal: byUser, audit });
    const app = express();
    app.use(authenticate, requirePermission("contacts:read"));
    app.get("/contacts/:id", ran);
    app.use(report);
    const ask = await askOnPort(app);
    expect((await ask({ path: "/contacts/%ZZ" })).status).toBe(401);
    expect((await ask({ path: "/contacts/%ZZ", headers: as("ada") })).status).toBe(400);
    expect(seen.handler).toBe(0);
    expect(audit.lines()).toEqual([
      "denied unauthenticated contacts:read",
      "allowed granted contacts:read",
    ]);
  });
});
