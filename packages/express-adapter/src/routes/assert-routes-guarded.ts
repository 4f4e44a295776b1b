import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf, quote } from "@intercom-rbac/core/internal";
import { ownOptions } from "../own-options.ts";
import { readRoutes } from "./express-internals.ts";
import type { RoutedApp, RouteReport } from "./route-report.ts";
import { routeTable } from "./route-table.ts";
import { walkRoutes } from "./walk-routes.ts";

export interface RouteExceptions {
  /**
   * Routes that may stay as they are: `"GET /health"`, or `"/health"` for each method of that path, exactly as
   * `describeRoutes` reports them.
   */
  readonly allow?: readonly string[] | undefined;
}

/**
 * Throws `ERR_RBAC_GUARD_MISUSED` with a table of every route that is `unguarded` or `opaque` and not allowed, and
 * what to do about each; also for an entry of `allow` that no such route needs, since a stale exception would open
 * the next route of that name, and for an app without routes, which shows only that they were not mounted yet.
 * Throws `ERR_RBAC_OPTION_INVALID` for anything but an Express app or router, and for other options.
 *
 * @example
 * test("every route is guarded or public on purpose", () => assertRoutesGuarded(app));
 */
export function assertRoutesGuarded(app: RoutedApp, options: RouteExceptions = {}): void {
  const allow = allowed(options);
  const rows = walkRoutes(readRoutes("assertRoutesGuarded", app));
  if (rows.length === 0) {
    throw new GuardMisusedError(
      "assertRoutesGuarded: the app has no routes. Mount them before it is asked.",
    );
  }
  const open = rows.filter(
    ({ report }) => report.status === "unguarded" || report.status === "opaque",
  );
  const bad = open.filter((row) => !allow.some((entry) => names(entry, row.report)));
  const stale = allow.filter((entry) => !open.some((row) => names(entry, row.report)));
  const complaints: string[] = [];
  if (bad.length > 0) {
    complaints.push(
      `${bad.length} of ${rows.length} routes ${bad.length === 1 ? "is" : "are"} not known to be guarded:\n\n${routeTable(bad)}`,
    );
  }
  if (stale.length > 0) {
    complaints.push(
      `options.allow has entries that no such route needs, and which would open the next one of that name. Remove ${stale.map(quote).join(", ")}.`,
    );
  }
  if (complaints.length > 0) {
    throw new GuardMisusedError(`assertRoutesGuarded: ${complaints.join("\n\n")}`);
  }
}

function names(entry: string, { method, path }: RouteReport): boolean {
  return entry === path || entry === `${method} ${path}`;
}

function allowed(options: RouteExceptions): readonly string[] {
  checkOptions("assertRoutesGuarded", options, { allow: "any" });
  const list: unknown = ownOptions(options).allow ?? [];
  if (!Array.isArray(list)) {
    throw new OptionInvalidError(
      `assertRoutesGuarded: options.allow must be an array of routes such as "GET /health", not ${kindOf(list)}.`,
    );
  }
  return list.map((entry: unknown, index) => {
    if (typeof entry === "string") return entry;
    throw new OptionInvalidError(
      `assertRoutesGuarded: options.allow[${index}] must be a route such as "GET /health", not ${kindOf(entry)}.`,
    );
  });
}
