import type { Request } from "express";
import express from "express";
import { describe, expect, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { as, authenticate, byUser, policy } from "../desk.ts";
import { askBySupertest } from "./ask.ts";
import { expectNoFaults, watched } from "./watched.ts";

expectNoFaults();

/** What Express, or careless code, might take for "no error" or "go on elsewhere". */
const VALUES: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["false", false],
  ["true", true],
  ["0", 0],
  ["-0", -0],
  ["NaN", Number.NaN],
  ["0n", 0n],
  ["an empty string", ""],
  ['"route"', "route"],
  ['"router"', "router"],
  ["a String object of route", Object("route")],
  ["a symbol", Symbol("route")],
  ["an empty array", []],
  ["an empty object", {}],
  ["a function", () => undefined],
  ["an object without a prototype", Object.create(null)],
  // biome-ignore lint/suspicious/noThenProperty: a thenable is what is thrown
  ["a thenable that gives yes", { then: (give: (value: unknown) => void) => give(true) }],
  ["an allowed decision", { allowed: true, code: "granted" }],
  ["an Error with status 200", Object.assign(new Error("fine"), { status: 200, statusCode: 200 })],
];

/** Where it is thrown, who asks, and the entry that is left: the hooks are told after it was written. */
const PLACES = [
  ["principal", "rbac", "olga", "denied unauthenticated"],
  ["policyFor", "rbac", "olga", "denied"],
  ["resource", "guard", "olga", "denied resource_required"],
  ["fields", "guard", "olga", "denied field_required"],
  ["onDecision", "rbac", "olga", "allowed granted"],
  ["onDecision", "rbac", "none", "denied permission_missing"],
  ["onDenied", "rbac", "none", "denied permission_missing"],
  ["onDenied", "rbac", "nobody", "denied unauthenticated"],
] as const;

/** A guarded route, and behind it each place where "go on" would lead. */
function shut(rbac: object, guard: object) {
  const { seen, ran, audit } = watched();
  const { requirePermission } = createRbac({ policy, principal: byUser, audit, ...rbac });
  const router = express.Router();
  const guarding = Reflect.apply(requirePermission, undefined, ["contacts:write", guard]);
  router.use(authenticate);
  router.get("/", guarding, ran);
  router.get("/", ran);
  const app = express();
  app.use(router);
  app.use((_req, res) => {
    seen.handler += 1;
    res.json("fell through");
  });
  const report: express.ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    res.status(500).json("reported");
  };
  app.use(report);
  return { app, seen, audit };
}

describe.each(PLACES)("HTTP-09 in %s (%s), as %s", (where, level, who, line) => {
  test.each(VALUES)(
    "HTTP-09 %s, thrown or rejected: 500, the route stays shut",
    async (_name, value) => {
      const ways = [
        () => {
          throw value;
        },
        () => Promise.reject(value),
        async () => {
          await undefined;
          throw value;
        },
        // Not a promise of Node's: what a query builder of some library may give.
        () => ({
          // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
          then: (_give: unknown, fail: (reason: unknown) => void) => fail(value),
        }),
      ];
      for (const way of ways) {
        const { app, seen, audit } = shut(
          level === "rbac" ? { [where]: way } : {},
          level === "guard" ? { [where]: way } : {},
        );
        const ask = await askBySupertest(app);
        const answer = await ask({ path: "/", headers: as(who) });
        expect([answer.status, answer.body]).toEqual([500, `"reported"`]);
        expect(seen).toEqual({ handler: 0, loader: 0, errors: [expect.any(Error)] });
        expect(audit.lines()).toHaveLength(1);
        expect(audit.lines()[0]).toMatch(new RegExp(`^${line} (?:\\w+ )?contacts:write$`));
      }
    },
  );
});

describe("HTTP-09 a callback that goes on through the request's own next", () => {
  const PASSED: readonly unknown[] = [undefined, null, 0, "", false, "route", "router"];
  const places = [
    "principal",
    "policyFor",
    "resource",
    "fields",
    "onDecision",
    "onDenied",
  ] as const;

  test.each(places.flatMap((where) => PASSED.map((value) => [where, value] as const)))(
    "HTTP-09 %s calls req.next(%j): no handler runs, one entry",
    async (where, value) => {
      const right = {
        principal: { id: "olga", roles: ["owner"] },
        policyFor: policy,
        resource: {},
        fields: ["name"],
        onDecision: undefined,
        onDenied: undefined,
      }[where];
      const goOn = (req: Request): unknown => {
        req.next?.(value);
        return right;
      };
      const level = where === "resource" || where === "fields" ? "guard" : "rbac";
      const hook =
        where === "onDecision" ? (_: unknown, event: { req: Request }) => goOn(event.req) : goOn;
      const { app, seen, audit } = shut(
        level === "rbac" ? { [where]: hook } : {},
        level === "guard" ? { [where]: hook } : {},
      );
      const ask = await askBySupertest(app);
      const who = where === "onDenied" ? "none" : "olga";
      expect((await ask({ path: "/", headers: as(who) })).status).toBe(500);
      expect(seen).toMatchObject({ handler: 0, errors: [expect.any(Error)] });
      expect(audit.entries).toHaveLength(1);
    },
  );
});
