import { METADATA_KEY } from "../demand/marks.ts";
import { openAlone, openRoutes } from "./open-routes.ts";
import { read } from "./read.ts";
import type { RouteGuard } from "./route-report.ts";
import type { Handle } from "./route-tree.ts";

type AnyFunction = (...args: never[]) => unknown;

export function isFunction(value: unknown): value is AnyFunction {
  return typeof value === "function";
}

/**
 * What a function that holds no routes is. `name` is what the layer keeps of it, which instrumentation leaves alone.
 */
export function classifyFunction(given: AnyFunction, name: unknown): Handle {
  // Express looks at the parameters of what stands in the layer, whatever that wraps.
  // Ours never goes on without the error; of others nobody knows.
  if (given.length === 4) return { kind: isOurErrorHandler(given) ? "inert" : "error" };
  if (given.length > 4) return { kind: "inert" };
  const mark = markOf(given);
  if (mark !== undefined) return mark;
  const { length, name: own } = unwrapped(given);
  if (name === "serveStatic" || own === "serveStatic") return { kind: "answers" };
  if (length === 0) return { kind: "unclear" };
  if (length > 2) return { kind: "passes" };
  return MAKERS.has(own) ? { kind: "answers", uncalled: own } : { kind: "answers" };
}

/**
 * What `createRbac` returns to be called, by the names of the functions: aliases keep them, and wrappers of one's own
 * mostly have them. A name is no proof, and decides the words of an advice only.
 */
const MAKERS: ReadonlySet<string> = new Set([
  "requirePermission",
  "publicRoute",
  "oauthRouter",
  "webhookRouter",
]);

function isOurErrorHandler(given: AnyFunction): boolean {
  return (
    Object.hasOwn(given, METADATA_KEY) &&
    read(read(given, METADATA_KEY), "kind") === "error-handler"
  );
}

/** The metadata of our own middleware, if it has the shape that this version or another would give it. */
function markOf(
  given: AnyFunction,
): Extract<Handle, { kind: "guard" | "public" | "router" }> | undefined {
  if (!Object.hasOwn(given, METADATA_KEY)) return undefined;
  const data = read(given, METADATA_KEY);
  if (read(data, "kind") === "routes") {
    const routes = read(data, "routes");
    const stack = openRoutes(routes);
    const alone = openAlone(routes);
    return stack && { kind: "router", stack, ...(alone && { alone }) };
  }
  if (read(data, "kind") === "public") {
    const reason = read(data, "reason");
    return typeof reason === "string" && reason.trim() !== ""
      ? { kind: "public", reason }
      : undefined;
  }
  if (read(data, "kind") !== "guard") return undefined;
  const guard = guardOf(data);
  return guard && { kind: "guard", guard };
}

function guardOf(data: unknown): RouteGuard | undefined {
  const all = namesOf(read(data, "all"));
  const any = namesOf(read(data, "any"));
  if ((all === undefined) === (any === undefined)) return undefined;
  return {
    ...(all && { all }),
    ...(any && { any }),
    ...(read(data, "list") === true && { list: true }),
    ...(read(data, "deferred") === true && { deferred: true }),
    ...(read(data, "resource") === true && { resource: true }),
  };
}

function namesOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const names: unknown[] = [...value];
  return names.every((name) => typeof name === "string") ? names : undefined;
}

/** Wrappers with other parameters than what they wrap keep that as `__original` (shimmer, OpenTelemetry). */
export function unwrapped(given: AnyFunction): AnyFunction {
  let found = given;
  for (let depth = 0; depth < 8; depth++) {
    const inner = read(found, "__original");
    if (!isFunction(inner) || inner === found) break;
    found = inner;
  }
  return found;
}
