import type express from "express";
import type { Express } from "express";
import { addTrapMounts } from "./trap-mounts.ts";
import { errorHandler, files, guard, manage, pass, publicRoute, swallow } from "./trap-parts.ts";
import { addTrapRouters } from "./trap-routers.ts";
import { addTrapRoutes } from "./trap-routes.ts";
import { Visits } from "./visits.ts";

export interface HardFixture {
  readonly app: Express;
  readonly visits: Visits;
}

/**
 * One app with everything that an audit of routes may get wrong, each trap below a path of its own.
 *
 * @param module the Express to build it with
 */
export function hardFixture(module: typeof express): HardFixture {
  const app = module();
  const visits = new Visits();
  const at = visits.at.bind(visits);
  const by = visits.by.bind(visits);

  app.use(pass);
  // Without a path, on the app itself, `publicRoute` speaks of the next layer only.
  app.use(publicRoute("files of the shop window"), module.static(files));
  by("file", "ALL /", "/file.txt");
  app.get("/open", at("GET /open", "/open"));

  addTrapRoutes(module, app, visits);
  addTrapRouters(module, app, visits);
  addTrapMounts(module, app, visits);

  // Behind a guard of the whole app, paths no longer matter.
  app.use(manage);
  app.get("/behind", at("GET /behind", "/behind", "//behind"));
  app.get(/^\/behind-regexp/, at("GET ^\\/behind-regexp", "/behind-regexp"));
  const behind = module.Router();
  behind.get("/within", guard, at("GET /behind-router/within", "/behind-router/within"));
  app.use("/behind-router", behind);
  app.use("/behind-wrapped", (req, res, next) => behind(req, res, next));
  by("GET /behind-router/within", "ALL /behind-wrapped", "/behind-wrapped/within");
  app.use("/behind-files", module.static(files));
  by("file", "ALL /behind-files", "/behind-files/file.txt");
  // The names of the same rows where the router forgets paths.
  by("GET /behind-router/within", "GET /(unknown)/within", "/behind-router/within");
  by("file", "ALL /(unknown)", "/behind-files/file.txt", "/behind-wrapped/within");
  app.use(errorHandler());
  app.use(swallow);
  app.get("/behind-error-handler", at("GET /behind-error-handler"));
  app.use(publicRoute("says only that nothing is there"), at("ALL /"));
  return { app, visits };
}
