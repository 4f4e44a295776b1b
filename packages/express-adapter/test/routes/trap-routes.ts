import type express from "express";
import type { Express, RequestHandler } from "express";
import {
  fail,
  guard,
  isExpress4,
  leave,
  manage,
  pass,
  publicRoute,
  requirePermission,
  restOf,
  swallow,
  variadic,
} from "./trap-parts.ts";
import type { Visits } from "./visits.ts";

/** Routes and guards of one and the same router. */
export function addTrapRoutes(module: typeof express, app: Express, visits: Visits): void {
  const at = visits.at.bind(visits);
  const by = visits.by.bind(visits);
  const past = visits.past.bind(visits);
  const rest = restOf(module);

  app.get("/health", publicRoute("load balancer"), at("GET /health", "/health"));
  app.get("/guarded", guard, at("GET /guarded", "/guarded", "/GUARDED/"));
  app.get("/nested-array", [pass, manage], at("GET /nested-array", "/nested-array"));
  const any = requirePermission({ any: ["contacts:write", "contacts:delete"] });
  app.post("/any", any, at("POST /any", "/any"));
  const list = requirePermission("contacts:read", { list: true });
  app.get("/list", list, at("GET /list", "/list"));
  const row = requirePermission("contacts:write", { resource: () => ({}) });
  app.put("/row/:id", row, at("PUT /row/:id", "/row/1"));

  // Methods. A GET route answers HEAD as well, unless it has a `head` of its own.
  const methods = app.route("/methods");
  methods.get(guard, at("GET /methods", "/methods"));
  methods.post(at("POST /methods", "/methods"));
  const chain = app.route("/chain").all(guard);
  chain.get(at("GET /chain", "/chain"));
  chain.post(manage, at("POST /chain", "/chain"));
  app.all("/all", guard, at("ALL /all", "/all", "DELETE /all"));
  const allOpen = app.route("/all-open").all(pass);
  allOpen.get(guard, at("GET /all-open", "/all-open"));
  allOpen.all(at("ALL /all-open", "POST /all-open"));
  app.head("/head-first", at("HEAD /head-first", "/head-first"));
  app.get("/head-first", guard, at("GET /head-first", "/head-first"));
  app.get("/get-guard", guard);
  app.post("/get-guard", at("POST /get-guard", "/get-guard"));
  app.get("/get-guard", at("GET /get-guard", "/get-guard", "HEAD /get-guard"));
  app.all("/get-guard", at("ALL /get-guard", "DELETE /get-guard"));
  app.route("/head-gap").get(guard).head(pass);
  app.get("/head-gap", at("GET /head-gap", "HEAD /head-gap"));
  app.all("/all-guard", guard);
  app.get("/all-guard", at("GET /all-guard", "/all-guard", "HEAD /all-guard"));
  app.all("/all-guard", at("ALL /all-guard", "PATCH /all-guard"));
  app.options("/options", at("OPTIONS /options", "/options"));

  // What stands before and after a guard in its route.
  app.get("/last", at("GET /last", "/last"), guard);
  app.get("/answers-first", at("GET /answers-first", "/answers-first"), guard, pass);
  app.get("/next-first", pass, guard, at("GET /next-first", "/next-first"));
  app.get("/rest-first", variadic, guard, at("GET /rest-first"));
  app.all("/skipped", leave, guard);
  app.get("/skipped", at("GET /skipped"));
  past("GET /skipped", "/skipped?skip");
  app.get("/swallowed", fail, guard, swallow, at("GET /swallowed"));
  past("GET /swallowed", "/swallowed?fail");
  const swallowAll = app.route("/swallow-all").all(fail, guard);
  swallowAll.get(swallow);
  swallowAll.all(at("ALL /swallow-all"));
  past("ALL /swallow-all", "GET /swallow-all?fail");
  const afterError = at("GET /error-first", "/error-first?fail");
  app.get("/error-first", fail, swallow, guard, afterError);
  app.get("/no-handler", guard, manage);
  app.get("/five", guard, five);
  app.get("/five", at("GET /five", "/five"));

  // A guard protects what comes after it.
  app.get("/late", at("GET /late", "/late"));
  app.use("/late", guard);
  app.get("/late/after", at("GET /late/after", "/late/after"));

  // Prefixes go by whole segments.
  app.use("/admin", guard);
  app.use("/en/admins", guard);
  app.get("/admin", at("GET /admin", "/admin", "/admin/"));
  app.get("/admin/users/:id", manage, at("GET /admin/users/:id", "/ADMIN/users/7"));
  app.get("/administrator", at("GET /administrator", "/administrator"));
  app.get("/admin.json", at("GET /admin.json", "/admin.json"));
  app.get("/:lang/admins", at("GET /:lang/admins", "/fr/admins"));
  app.use("/team/:team", guard);
  app.get("/team/list/all", at("GET /team/list/all", "/team/list/all"));
  app.get("/team/:id/:member", at("GET /team/:id/:member", "/team/7/8"));
  app.get("/team", at("GET /team", "/team"));
  app.use("/literal/list", guard);
  app.get("/literal/:id", at("GET /literal/:id", "/literal/7"));
  app.use("/part/:a-:b", guard);
  app.get("/part/x-y", at("GET /part/x-y"));
  app.use(`/star/${rest}`, guard);
  app.get("/star/x", at("GET /star/x"));
  app.get("/starless", at("GET /starless", "/starless"));
  app.get(`/tail/${rest}`, guard, at(`GET /tail/${rest}`, "/tail/a/b"));
  // In Express 4 a "|" splits the whole path: the second half may stand anywhere.
  app.use("/pipe", guard);
  app.get("/pipe/a|/leak", at("GET /pipe/a|/leak"));
  if (isExpress4(module)) past("GET /pipe/a|/leak", "/elsewhere/leak");
  // Express cannot decode "/%zz", so the guard fails; the route matches it as it is.
  app.use("/undecodable/:x", guard);
  app.get("/undecodable/%zz", at("GET /undecodable/%zz"));

  // Arrays and RegExps.
  app.get(["/array/a", "/array/:b/c"], guard, at("GET /array/a", "/array/a"));
  by("GET /array/a", "GET /array/:b/c", "/array/7/c");
  app.use(["/array-a", "/array-b"], guard);
  app.get("/array-b/x", at("GET /array-b/x", "/array-b/x"));
  app.get(["/array-a/y", "/array-c/y"], at("GET /array-a/y", "/array-a/y"));
  by("GET /array-a/y", "GET /array-c/y", "/array-c/y");
  // In Express 5 the RegExp matches first, in the middle of the path, and the router then passes the guard by.
  app.use([/ad/, "/tricky-admin"], guard);
  app.get("/tricky-admin/x", at("GET /tricky-admin/x"));
  if (!isExpress4(module)) past("GET /tricky-admin/x", "/tricky-admin/x");
  app.use(/^\/by-regexp/, guard);
  app.get("/by-regexp/x", at("GET /by-regexp/x"));
  app.get(/^\/regexp\/\d+$/, guard, at("GET ^\\/regexp\\/\\d+$", "/regexp/7"));
  app.get(/^\/regexp-open\/\d+$/, at("GET ^\\/regexp-open\\/\\d+$"));
  past("GET ^\\/regexp-open\\/\\d+$", "/regexp-open/7");

  // Open on purpose, from here on down; a guard still counts.
  app.use("/docs", publicRoute("documentation"));
  app.get("/docs/:page", at("GET /docs/:page", "/docs/intro"));
  app.get("/docs/drafts/:page", guard, at("GET /docs/drafts/:page", "/docs/drafts/new"));
  app.get("/docs-internal", at("GET /docs-internal", "/docs-internal"));
}

/** Express calls nothing with five parameters. */
const five: RequestHandler = (_req, _res, next) => next();
Object.defineProperty(five, "length", { value: 5 });
