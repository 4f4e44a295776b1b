import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { inspect } from "../containment/inspect.ts";
import { classifyFunction, isFunction, unwrapped } from "./classify-handle.ts";
import { httpMethods } from "./http-methods.ts";
import { mountPatterns, routePatterns } from "./layer-patterns.ts";
import { mountRecords, RECORD_FIRST } from "./mount-records.ts";
import { read } from "./read.ts";
import type { Handle, Layer, Pattern, Stack, Step } from "./route-tree.ts";

/** What describes the routes of a thing: its layers, and whether it is an app. */
export interface Root {
  readonly stack: Stack;
  readonly isApp: boolean;
}

/**
 * Reads an app or router of Express 4 or 5 into plain data. Nothing is called but `layer.match`, which runs no
 * handler.
 *
 * Throws `ERR_RBAC_OPTION_INVALID` for anything else.
 */
export function readRoutes(where: string, app: unknown): Root {
  try {
    const handle = inner(app, []);
    if (handle?.kind === "router") return { stack: handle.stack, isApp: isApp(app) };
  } catch (cause) {
    // A getter or a proxy that throws while it is looked at.
    throw new OptionInvalidError(`${where}: app cannot be read.`, { cause });
  }
  throw new OptionInvalidError(
    `${where}: app must be an Express app or router, not ${inspect(() => kindOf(app), "a revoked proxy")}.`,
  );
}

function isApp(value: unknown): boolean {
  return isFunction(value) && isFunction(read(value, "handle")) && isFunction(read(value, "set"));
}

/** The router itself, or that of an app: `_router` in Express 4, where reading `router` throws; `router` in 5. */
function routerOf(value: unknown): object | undefined {
  const candidates = isApp(value) ? [read(value, "_router"), read(value, "router")] : [value];
  return candidates.find(
    (candidate): candidate is object =>
      isFunction(candidate) && Array.isArray(read(candidate, "stack")),
  );
}

/** What is inside a router or an app; undefined if the value is neither. */
function inner(value: unknown, above: readonly unknown[]): Handle | undefined {
  const router = routerOf(value);
  if (router === undefined) {
    // Express 4 makes an app's router when the first layer is added.
    return isApp(value) ? { kind: "router", stack: { layers: [] } } : undefined;
  }
  const layers = layersOf(router);
  if (layers === undefined) {
    return {
      kind: "hidden",
      why: "Its layers are not those of an Express router. Guard the path that it is mounted at.",
    };
  }
  return above.includes(read(router, "stack"))
    ? { kind: "hidden", why: "A router is mounted below itself, without end. Guard the path." }
    : { kind: "router", stack: readStack(router, layers, above) };
}

/** The layers of a router, or undefined if it is none of Express: others have a `stack` too. */
function layersOf(router: object): readonly object[] | undefined {
  if (!isFunction(read(router, "route"))) return undefined;
  const stack = read(router, "stack");
  const layers: unknown[] = Array.isArray(stack) ? [...stack] : [];
  const isLayer = (layer: unknown): layer is object =>
    typeof layer === "object" && layer !== null && isFunction(read(layer, "match"));
  return layers.every(isLayer) ? layers : undefined;
}

/** @param above the stacks on the way here: what wraps a router shows the same array */
function readStack(router: object, layers: readonly object[], above: readonly unknown[]): Stack {
  const within = [...above, read(router, "stack")];
  const skippers = paramCallbacks(router);
  const skippable = (patterns: readonly Pattern[]) =>
    patterns.some(
      ({ shape }) =>
        shape.kind === "segments" &&
        shape.segments.some((segment) => segment.kind === "param" && skippers.has(segment.name)),
    );
  return {
    layers: layers.map((layer): Layer => {
      const route = read(layer, "route");
      if (route !== undefined) {
        const patterns = routePatterns(layer, router);
        const steps = stepsOf(route, within);
        return { kind: "route", patterns, skippable: skippable(patterns), steps };
      }
      const { patterns, forgotten } = mountPatterns(layer, router);
      return {
        kind: "use",
        patterns,
        forgotten,
        skippable: skippable(patterns),
        swallowsSlash: read(layer, "regexp") instanceof RegExp,
        handle: handleOf(layer, within),
      };
    }),
  };
}

/** The names that `router.param` was given callbacks for. */
function paramCallbacks(router: object): ReadonlySet<string> {
  const params = read(router, "params");
  return new Set(typeof params === "object" && params !== null ? Object.keys(params) : []);
}

const FORGOTTEN_APP = `Express hides a mounted app. ${RECORD_FIRST}`;

function handleOf(layer: unknown, above: readonly unknown[]): Handle {
  const handle = read(layer, "handle");
  const name = read(layer, "name");
  if (!isFunction(handle)) return { kind: "hidden", why: "It cannot be read. Guard the path." };
  // Express takes anything with four parameters for an error handler, and with more for nothing.
  if (handle.length > 3) return classifyFunction(handle, name);
  if (name === "mounted_app" && typeof layer === "object" && layer !== null) {
    const app = mountRecords().get(layer)?.app;
    return inner(app, above) ?? { kind: "hidden", why: FORGOTTEN_APP };
  }
  // A wrapper shows what was in an app when it was wrapped, and no router that came later.
  return inner(unwrapped(handle), above) ?? inner(handle, above) ?? classifyFunction(handle, name);
}

function stepsOf(route: unknown, above: readonly unknown[]): readonly Step[] {
  const stack = read(route, "stack");
  if (!Array.isArray(stack)) return [];
  const layers: unknown[] = [...stack];
  const steps = layers.map((layer) => ({
    method: methodOf(read(layer, "method")),
    function: read(layer, "handle"),
    handle: inRoute(handleOf(layer, above)),
  }));
  return folded(steps);
}

function inRoute(handle: Handle): Handle {
  return handle.kind === "router" ? (handle.alone ?? handle) : handle;
}

function methodOf(method: unknown): string | undefined {
  return typeof method === "string" ? method.toLowerCase() : undefined;
}

/** `app.all` adds its functions once for each method there is, where `router.all` adds them once for all. */
function folded(steps: readonly (Step & { readonly function: unknown })[]): readonly Step[] {
  const first = steps[0]?.method;
  const chains = new Map<string | undefined, unknown[]>();
  for (const step of steps) {
    chains.set(step.method, [...(chains.get(step.method) ?? []), step.function]);
  }
  const chain = chains.get(first) ?? [];
  // A step of `router.all` among them stands somewhere between theirs, which one chain could not say.
  const isAll =
    first !== undefined &&
    !chains.has(undefined) &&
    httpMethods().every((method) => {
      const other = chains.get(method);
      return other?.length === chain.length && other.every((step, index) => step === chain[index]);
    });
  if (!isAll) return steps;
  return steps
    .filter(({ method }) => method === first)
    .map(({ handle }) => ({ method: undefined, handle }));
}
