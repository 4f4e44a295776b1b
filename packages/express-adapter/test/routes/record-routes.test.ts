import express from "express";
import { expect, test } from "vitest";
import { describeRoutes, recordRoutes } from "../../src/index.ts";
import { guard, isExpress4, pass } from "./trap-parts.ts";

const end: express.RequestHandler = (_req, res) => {
  res.end();
};
const lines = (app: express.Express) =>
  describeRoutes(app).map(({ method, path, status }) => `${method} ${path} ${status}`);

// Before: made and mounted without anybody looking.
const early = express();
const earlyRouter = express.Router();
earlyRouter.use("/unseen", express.Router().get("/x", guard, end));
const uses = (): object[] => [
  express.application.use,
  Reflect.get(isExpress4(express) ? express.Router : express.Router.prototype, "use"),
];
const [before] = [uses()];
recordRoutes(express);
const once = uses();
recordRoutes(express);

test("`use` looks as before, and is replaced only once", () => {
  const facts = (use: object) => ({
    name: Reflect.get(use, "name"),
    length: Reflect.get(use, "length"),
  });
  expect(once.map(facts)).toEqual(before?.map(facts));
  expect(uses()).toEqual(once);
  expect(Object.keys(express.application)).toContain("use");
});

test("routers and apps from before are recorded from now on", () => {
  earlyRouter.use("/seen", express.Router().get("/y", guard, end));
  early.use("/early", earlyRouter);
  const forgets = process.env["EXPRESS_UNDER_TEST"] === "express5-router22";
  expect(lines(early)).toEqual([
    forgets ? "GET /early/(unknown)/x opaque" : "GET /early/unseen/x guarded",
    "GET /early/seen/y guarded",
  ]);
});

test("an app from before does not show the apps mounted on it", () => {
  const host = express();
  host.use("/sub", express().get("/z", guard, end));
  early.use("/hidden", express().get("/z", guard, end));
  expect(lines(host)).toEqual(["GET /sub/z guarded"]);
  expect(lines(early).at(-1)).toBe("ALL /hidden opaque");
});

test("several functions, several apps, several paths", () => {
  const one = express().get("/one", end);
  const two = express().get("/two", guard, end);
  const app = express();
  app.use(["/a", "/b"], pass, one, [guard, two], end);
  expect(lines(app)).toEqual([
    "ALL /a opaque",
    "ALL /b opaque",
    "GET /a/one unguarded",
    "GET /b/one unguarded",
    "GET /a/two guarded",
    "GET /b/two guarded",
    "ALL /a guarded",
    "ALL /b guarded",
  ]);
});

test("what a listener mounts while an app is being mounted is told apart", () => {
  const inner = express().get("/inner", end);
  const outer = express().get("/outer", guard, end);
  outer.on("mount", (parent) => {
    parent.use("/from-listener", inner);
  });
  const app = express();
  app.use("/first", outer, express().get("/last", guard, end));
  expect(lines(app)).toEqual([
    "GET /first/outer guarded",
    "GET /from-listener/inner unguarded",
    "GET /first/last guarded",
  ]);
});

test("a function of the name that Express gives its closures is not taken for one", () => {
  const hidden = express().get("/hidden", guard, end);
  const app = express();
  app.use(
    "/x",
    function mounted_app(_req, _res, next) {
      next();
    },
    hidden,
  );
  expect(lines(app)).toEqual(["ALL /x opaque", "GET /x/hidden guarded"]);
});

test("mistakes are those of Express", () => {
  const mistake = (use: () => unknown) => {
    try {
      use();
    } catch (error) {
      return error instanceof TypeError;
    }
    return false;
  };
  const call = (target: { use: unknown }, ...given: unknown[]) =>
    mistake(() => Reflect.apply(target.use as () => void, target, given));
  expect(call(express(), "/x")).toBe(true);
  expect(call(express.Router(), "/x", {})).toBe(true);
});

test.each([undefined, null, "express", {}, { application: {}, Router: {} }, () => undefined])(
  "only the Express module is taken, not %s",
  (value) => {
    expect(() => Reflect.apply(recordRoutes, undefined, [value])).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: expect.stringMatching(/^recordRoutes: express must be the Express module itself/),
      }),
    );
  },
);
