import type { IncomingMessage } from "node:http";
import { inspect } from "../containment/inspect.ts";
import type { RoutesMetadata } from "../demand/marks.ts";
import { METADATA_KEY } from "../demand/marks.ts";

/**
 * Whether a request is for this path below the mount, or has come through a route that the middleware with this
 * metadata stands in: there Express leaves the whole path in the URL, and has matched it.
 */
export function isOwnPath(req: IncomingMessage, path: string, metadata: RoutesMetadata): boolean {
  const [pathname = ""] = (req.url ?? "").split("?", 1);
  return withoutSlash(pathname) === withoutSlash(path) || standsInRoute(req, metadata);
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** Express leaves the last route on the request: only one that holds this very middleware counts. */
function standsInRoute(req: IncomingMessage, metadata: RoutesMetadata): boolean {
  return inspect(() => {
    const stack: unknown = own(own(req, "route"), "stack");
    if (!Array.isArray(stack)) return false;
    return stack.some((layer: unknown) => own(own(layer, "handle"), METADATA_KEY) === metadata);
  }, false);
}

function own(holder: unknown, name: string): unknown {
  const isHolder = (typeof holder === "object" && holder !== null) || typeof holder === "function";
  return isHolder ? Reflect.get(holder, name) : undefined;
}
