import type express from "express";
import type { Express } from "express";
import { fail, guard, isExpress4, manage, pass, publicRoute, swallow } from "./trap-parts.ts";
import type { Visits } from "./visits.ts";

/** Guards and routes in different routers. */
export function addTrapRouters(module: typeof express, app: Express, visits: Visits): void {
  const at = visits.at.bind(visits);
  const by = visits.by.bind(visits);
  const past = visits.past.bind(visits);
  const Router = module.Router;

  // Nested, with merged params.
  const api = Router();
  const contacts = Router({ mergeParams: true });
  contacts.use(pass);
  contacts.get("/", guard, at("GET /api/v1/:org/contacts", "/api/v1/acme/contacts"));
  contacts.delete("/:id", guard, at("DELETE /api/v1/:org/contacts/:id", "/api/v1/acme/contacts/7"));
  contacts.get("/:id/open", at("GET /api/v1/:org/contacts/:id/open", "/api/v1/a/contacts/7/open"));
  api.use("/:org/contacts", contacts);
  app.use("/api/v1", api);

  // A guard on the router, after one route of it.
  const settings = Router();
  settings.get("/early", at("GET /settings/early", "/settings/early"));
  settings.use(manage);
  settings.get("/theme", at("GET /settings/theme", "/settings/theme"));
  settings.all("/raw", guard, at("ALL /settings/raw", "/settings/raw", "PUT /settings/raw"));
  app.use("/settings", settings);

  // The same router at two places, one of them guarded.
  const shared = Router();
  shared.get("/shared", at("GET /twice/guarded/shared", "/twice/guarded/shared"));
  by("GET /twice/guarded/shared", "GET /twice/open/shared", "/twice/open/shared");
  app.use("/twice/guarded", guard, shared);
  app.use("/twice/open", shared);

  // A router below itself.
  const loop = Router();
  loop.get("/round", guard, at("GET /loop/round", "/loop/round", "/loop/again/round"));
  loop.use("/again", loop);
  app.use("/loop", loop);

  // Mounts by arrays and RegExps.
  const many = Router();
  many.get("/many", at("GET /many-a/many", "/many-a/many"));
  by("GET /many-a/many", "GET /many-b/many", "/many-b/many");
  app.use("/many-a", guard);
  app.use(["/many-a", "/many-b"], many);
  const byRegExp = Router();
  byRegExp.get("/seen", guard, at("GET ^\\/v\\d+/seen", "/v7/seen"));
  byRegExp.get("/unseen", at("GET ^\\/v\\d+/unseen"));
  app.use(/^\/v\d+/, guard);
  app.use(/^\/v\d+/, byRegExp);

  // "/" in an array is no "everywhere": Express 5 matches "/" alone.
  const rooted = Router();
  rooted.use(["/", "/other"], guard);
  rooted.get("/inside", at("GET /rooted/inside"));
  app.use("/rooted", rooted);
  if (!isExpress4(module)) past("GET /rooted/inside", "/rooted/inside");

  // Express 4 takes "/slash//admin" for "/admin" below "/slash", and not for "/slash/admin".
  const slash = Router();
  slash.get("/admin", at("GET /slash/admin", "/slash/admin"));
  app.use("/slash/admin", guard);
  app.use("/slash", slash);
  if (isExpress4(module)) past("GET /slash/admin", "/slash//admin");
  // And a route of the outer router does not match "/end//".
  const end = Router();
  end.get("/", at("GET /end"));
  app.all("/end", guard);
  app.use("/end", end);
  past("GET /end", "/end//");

  // Case: a guard that looks at it does not see what a router that does not lets through.
  const exactly = Router({ caseSensitive: true });
  const loosely = Router();
  exactly.use("/Secret", guard);
  exactly.get("/Secret/exact", at("GET /case/Secret/exact", "/case/Secret/exact"));
  loosely.get("/Secret/loose", at("GET /case/Secret/loose"));
  exactly.use(loosely);
  app.use("/case", exactly);
  past("GET /case/Secret/loose", "/case/secret/loose");

  // Strict routing: a guard on "/form" does not see "/form/".
  const strictly = Router({ strict: true });
  const lax = Router();
  strictly.all("/form", guard);
  strictly.get("/form", at("GET /strict/form", "/strict/form"));
  strictly.get("/form/", at("GET /strict/form/"));
  lax.get("/form", at("GET /strict/form"));
  strictly.use(lax);
  app.use("/strict", strictly);
  past("GET /strict/form/", "/strict/form/");

  // A param callback may pass the guard by.
  const params = Router();
  params.param("org", (_req, _res, next) => next("route"));
  params.use("/:org", guard);
  params.get("/:name/skipped", at("GET /params/:name/skipped"));
  app.use("/params", params);
  past("GET /params/:name/skipped", "/params/acme/skipped");

  // An error handler after the guard lets those through that came with an error.
  const swallowing = Router();
  swallowing.use(fail);
  swallowing.use(guard);
  swallowing.use("/elsewhere", swallow);
  swallowing.get("/before", at("GET /swallowing/before", "/swallowing/before"));
  swallowing.use(swallow);
  swallowing.get("/after", at("GET /swallowing/after"));
  app.use("/swallowing", swallowing);
  past("GET /swallowing/after", "/swallowing/after?fail");

  // A public router, and one that only looks like it.
  const open = Router();
  open.use(publicRoute("status page"));
  open.get("/now", at("GET /status/now", "/status/now"));
  open.get("/edit", guard, at("GET /status/edit", "/status/edit"));
  app.use("/status", open);
  app.get("/status/later", at("GET /status/later", "/status/later"));
}
