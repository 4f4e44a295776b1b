import { parsePath } from "./path-pattern.ts";
import { read } from "./read.ts";
import type { RouteLayer, Stack } from "./route-tree.ts";

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
