import { readRoutes } from "./express-internals.ts";
import type { RoutedApp, RouteReport } from "./route-report.ts";
import { walkRoutes } from "./walk-routes.ts";

/**
 * Every route of an app or router, in order of registration, and which guards stand before it. Reads what Express
 * keeps and runs no handler. When in doubt a route is `opaque` or `unguarded`, never `guarded`.
 *
 * Throws `ERR_RBAC_OPTION_INVALID` for anything but an Express app or router.
 *
 * @example
 * for (const { method, path, status } of describeRoutes(app)) console.log(method, path, status);
 */
export function describeRoutes(app: RoutedApp): readonly RouteReport[] {
  return walkRoutes(readRoutes("describeRoutes", app)).map(({ report }) => report);
}
