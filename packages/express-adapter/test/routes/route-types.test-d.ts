import express from "express";
import type express4 from "types-express4";
import type { RouteReport } from "../../src/index.ts";
import { assertRoutesGuarded, describeRoutes, recordRoutes } from "../../src/index.ts";

declare const module4: typeof express4;

// Apps, routers and the module itself, of both majors' typings.
const rows: readonly RouteReport[] = describeRoutes(express());
describeRoutes(express.Router());
describeRoutes(module4());
describeRoutes(module4.Router());
recordRoutes(express);
recordRoutes(module4);
assertRoutesGuarded(express(), { allow: ["GET /health"] });
assertRoutesGuarded(module4.Router());

// @ts-expect-error an app wants to be made first
describeRoutes(express);
// @ts-expect-error a handler has no routes
describeRoutes(() => undefined);
// @ts-expect-error the module, not an app
recordRoutes(express());
// @ts-expect-error misspelt
assertRoutesGuarded(express(), { alow: [] });
// @ts-expect-error a list, since one string is easily taken for several
assertRoutesGuarded(express(), { allow: "/health" });
// @ts-expect-error rows are to be read
rows[0] = undefined;
