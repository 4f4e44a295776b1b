import { parsePath } from "./path-pattern.ts";
import { read } from "./read.ts";
import type { Handle, RouteLayer, Stack } from "./route-tree.ts";

/**
 * What a middleware is in a route of Express, if it says that it answers the path that it is mounted at, for one reason,
 * and nothing below.
 */
export function openAlone(routes: unknown): Handle | undefined {
  if (!Array.isArray(routes)) return undefined;
  const given: unknown[] = [...routes];
  const reason = read(given[0], "reason");
  const alike = given.every(
    (route) => read(route, "path") === "/" && read(route, "reason") === reason,
  );
  return alike && typeof reason === "string" ? { kind: "answers", open: reason } : undefined;
}

/**
 * The routes that a middleware says it answers itself, as if a router held them, each behind a `publicRoute`.
 * Undefined if they have not the shape that this version or another would give them.
 */
export function openRoutes(routes: unknown): Stack | undefined {
  if (!Array.isArray(routes)) return undefined;
  const given: unknown[] = [...routes];
  const layers = given.map(routeOf);
  return layers.every((layer) => layer !== undefined) ? { layers } : undefined;
}

function routeOf(route: unknown): RouteLayer | undefined {
  const path = read(route, "path");
  const reason = read(route, "reason");
  const named = read(route, "method");
  if (typeof path !== "string" || typeof named !== "string") return undefined;
  if (typeof reason !== "string" || reason.trim() === "") return undefined;
  const method = named.toLowerCase();
  return {
    kind: "route",
    patterns: [{ text: path, shape: parsePath(path) }],
    skippable: false,
    steps: [
      { method, handle: { kind: "public", reason } },
      { method, handle: { kind: "answers" } },
    ],
  };
}
