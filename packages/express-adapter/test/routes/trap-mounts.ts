import type express from "express";
import type { Express, RequestHandler } from "express";
import { METADATA_KEY } from "../../src/demand/marks.ts";
import { files, guard, manage, pass, publicRoute, variadic } from "./trap-parts.ts";
import type { Visits } from "./visits.ts";

/** What `use` mounts that is no router, and what only looks like a guard. */
export function addTrapMounts(module: typeof express, app: Express, visits: Visits): void {
  const at = visits.at.bind(visits);
  const by = visits.by.bind(visits);
  const past = visits.past.bind(visits);
  const Router = module.Router;

  // Apps.
  const sub = module();
  sub.get("/sub-guarded", guard, at("GET /sub/sub-guarded", "/sub/sub-guarded"));
  sub.get("/sub-open", at("GET /sub/sub-open", "/sub/sub-open"));
  const deeper = module();
  deeper.use(publicRoute("all of this app"));
  deeper.get("/deep", at("GET /sub/deeper/deep", "/sub/deeper/deep"));
  sub.use("/deeper", deeper);
  app.use("/sub", pass, sub);
  const guarded = module();
  guarded.get("/inner", at("GET /guarded-sub/inner", "/guarded-sub/inner"));
  app.use("/guarded-sub", manage, guarded);
  by("GET /guarded-sub/inner", "ALL /guarded-sub", "/guarded-sub/inner");
  const pathless = module();
  pathless.get("/pathless", at("GET /pathless", "/pathless"));
  app.use(pathless);
  const direct = module();
  const host = Router();
  host.use("/direct", direct);
  app.use("/host", host);
  direct.get("/later", at("GET /host/direct/later", "/host/direct/later"));

  // Functions.
  const wrapped = Router();
  wrapped.get("/within", at("GET /wrapped/within"));
  app.use("/wrapped", (req, res, next) => wrapped(req, res, next));
  past("GET /wrapped/within", "/wrapped/within");
  app.use("/rest", variadic);
  app.use("/two", at("ALL /two", "/two", "POST /two/below"));
  app.use("/two-guarded", guard, at("ALL /two-guarded", "/two-guarded/below"));
  app.use("/two-public", publicRoute("a hook"), at("ALL /two-public", "/two-public"));

  // Files.
  app.use("/files", module.static(files));
  by("file", "ALL /files", "/files/file.txt");
  app.use("/private-files", guard, module.static(files));
  by("file", "ALL /private-files", "/private-files/file.txt");

  // Routers where a route wants a handler.
  const inRoute = Router();
  inRoute.get("/in-route", at("GET /in-route"));
  inRoute.get("/in-guarded-route", at("GET /in-guarded-route", "/in-guarded-route"));
  app.get("/in-route", inRoute);
  past("GET /in-route", "/in-route");
  app.get("/in-guarded-route", guard, inRoute);

  // No guards, whatever they say.
  const spoof = (data: unknown, spoofed: RequestHandler = (_req, _res, next) => next()) =>
    Object.assign(spoofed, { [METADATA_KEY]: data });
  app.get(
    "/spoofed/kind",
    spoof({ kind: "guards", all: ["x"] }),
    at("GET /spoofed/kind", "/spoofed/kind"),
  );
  app.get(
    "/spoofed/none",
    spoof({ kind: "guard", all: [] }),
    at("GET /spoofed/none", "/spoofed/none"),
  );
  app.get("/spoofed/text", spoof("guard"), at("GET /spoofed/text", "/spoofed/text"));
  app.get(
    "/spoofed/both",
    spoof({ kind: "guard", all: ["x"], any: ["x"] }),
    at("GET /spoofed/both", "/spoofed/both"),
  );
  app.get(
    "/spoofed/mute",
    spoof({ kind: "public", reason: " " }),
    at("GET /spoofed/mute", "/spoofed/mute"),
  );
  const heir = Object.setPrototypeOf((...[, , next]: Parameters<RequestHandler>) => next(), guard);
  Object.defineProperty(heir, "length", { value: 3 });
  app.get("/spoofed/heir", heir, at("GET /spoofed/heir", "/spoofed/heir"));
  // With four parameters it is an error handler to Express, so that it never runs.
  const four = Object.assign(
    (_error: unknown, ...[, , next]: Parameters<RequestHandler>) => next(),
    { [METADATA_KEY]: { kind: "guard", all: ["x"] } },
  );
  Object.defineProperty(four, "length", { value: 4 });
  app.get("/spoofed/four", four, at("GET /spoofed/four", "/spoofed/four"));
}
