import type { Findings } from "./chain.ts";
import { beforeLast, chainOf } from "./chain.ts";
import type { Root } from "./express-internals.ts";
import { httpMethods } from "./http-methods.ts";
import { RECORD_FIRST } from "./mount-records.ts";
import { onTheWay } from "./on-the-way.ts";
import { wayOf } from "./path-pattern.ts";
import type { RouteReport } from "./route-report.ts";
import type { Handle, Layer, Pattern, RouteLayer, Stack, Step, UseLayer } from "./route-tree.ts";

const FORGOTTEN = `Its mount path is not known. ${RECORD_FIRST}`;
const MAY_ROUTE =
  "A function mounted at a path may be a router in disguise. Mount the router itself, or guard the path.";

/** One layer on the way down, by one of its paths. */
interface Stage {
  readonly stack: Stack;
  readonly index: number;
  readonly layer: Layer;
  readonly pattern: Pattern;
}

/** What would be said of a row if nothing stood before it. */
type Bare = ReturnType<typeof beforeLast>;

/** A row, and whether it is of a function that `use` mounted: a route has a handler, before which a guard goes. */
export interface WalkedRow {
  readonly report: RouteReport;
  readonly mounted: boolean;
}

/** Every row, in order of registration. */
export function walkRoutes({ stack, isApp }: Root): readonly WalkedRow[] {
  return [...walk(stack, [], isApp)];
}

function* walk(stack: Stack, above: readonly Stage[], isApp: boolean): Generator<WalkedRow> {
  for (const [index, layer] of stack.layers.entries()) {
    for (const pattern of layer.patterns) {
      const stages = [...above, { stack, index, layer, pattern }];
      if (layer.kind === "route") {
        for (const { method, methods, chain } of rowsOf(layer)) {
          const outer = findings(stages, methods, isApp);
          yield { report: report(method, stages, outer, beforeLast(chain)), mounted: false };
        }
      } else if (layer.handle.kind === "router") {
        yield* walk(layer.handle.stack, stages, isApp);
      } else {
        const bare = bareOf(layer, layer.handle);
        if (bare === undefined) continue;
        const outer = findings(stages, httpMethods(), isApp);
        yield { report: report("ALL", stages, outer, bare), mounted: true };
      }
    }
  }
}

/** What a function mounted by `use` comes to; undefined for what is no end of a request. */
function bareOf({ patterns, forgotten }: UseLayer, handle: Handle): Bare | undefined {
  if (handle.kind === "answers" || handle.kind === "hidden") return beforeLast([handle]);
  if (handle.kind !== "passes" && handle.kind !== "unclear") return undefined;
  const isMiddleware = patterns.every(({ shape }) => shape.kind === "everything");
  if (isMiddleware) return undefined;
  return beforeLast([{ kind: "hidden", why: forgotten ? FORGOTTEN : MAY_ROUTE }]);
}

interface Row {
  readonly method: string;
  /** The methods of the requests that it is about. */
  readonly methods: readonly string[];
  readonly chain: readonly Handle[];
}

function rowsOf(layer: RouteLayer): readonly Row[] {
  const { steps } = layer;
  const keys = [...new Set(steps.map(({ method }) => method))];
  return keys.flatMap((method): Row[] => {
    if (!steps.some((step, index) => step.method === method && answersIn(steps, step, index))) {
      return [];
    }
    if (method === undefined) {
      // An error handler of one method stands, for that method, between the functions of all.
      const chain = steps
        .filter((step) => step.method === undefined || step.handle.kind === "error")
        .map(({ handle }) => handle);
      return [{ method: "ALL", methods: httpMethods(), chain }];
    }
    const servesHead = method === "get" && !keys.includes("head");
    const methods = servesHead ? ["get", "head"] : [method];
    return [{ method: method.toUpperCase(), methods, chain: chainOf(layer, method) }];
  });
}

function isWork({ kind }: Handle): boolean {
  return kind !== "guard" && kind !== "public" && kind !== "error" && kind !== "inert";
}

/** Whether a function of a route is one that rows are about: none of ours, and no middleware of a later one. */
function answersIn(steps: readonly Step[], { method, handle }: Step, index: number): boolean {
  if (!isWork(handle)) return false;
  if (method !== undefined || handle.kind !== "passes") return true;
  return !steps.some(
    (later, at) => at > index && later.method !== undefined && isWork(later.handle),
  );
}

/** What stands before a row in each router on the way down to it, outermost first. */
function findings(
  stages: readonly Stage[],
  methods: readonly string[],
  isApp: boolean,
): readonly Findings[] {
  const pieces = stages.map(({ layer, pattern: { shape } }) => ({
    shape,
    role: layer.kind === "route" ? ("route" as const) : ("mount" as const),
    swallowsSlash: layer.kind === "use" && layer.swallowsSlash,
  }));
  return stages.map(({ stack, index }, depth) =>
    onTheWay(stack.layers.slice(0, index), wayOf(pieces.slice(depth)), {
      methods,
      isRootApp: isApp && depth === 0,
    }),
  );
}

function report(
  method: string,
  stages: readonly Stage[],
  outer: readonly Findings[],
  own: Bare,
): RouteReport {
  const guards = [...outer.flatMap((level) => level.guards), ...own.guards];
  const row = (status: RouteReport["status"], reason?: string): RouteReport => ({
    method,
    path: pathOf(stages),
    status,
    guards,
    ...(reason === undefined ? {} : { reason }),
  });

  // Where a row is not known to be, only what stands before that place can be said to guard it.
  const lost = stages.findIndex(({ layer }) => layer.kind === "use" && layer.forgotten);
  if (lost !== -1) {
    const before = outer.slice(0, lost + 1).some((level) => level.guards.length > 0);
    return before ? row("guarded") : row("opaque", FORGOTTEN);
  }
  if (guards.length > 0) return row("guarded");
  const open = own.open ?? outer.findLast((level) => level.open !== undefined)?.open;
  if (open !== undefined) return row("public", open);
  // The innermost says most.
  const doubt = [...outer.flatMap((level) => level.doubts), ...own.doubts].at(-1);
  const untold = own.untold ?? doubt;
  return untold === undefined ? row("unguarded", own.mistake) : row("opaque", untold);
}

function pathOf(stages: readonly Stage[]): string {
  const path = stages.reduce((prefix, { layer, pattern: { text, shape } }) => {
    if (layer.kind === "use" && layer.forgotten) return `${prefix}/(unknown)`;
    return shape.kind === "everything" || text === "/" ? prefix : withoutSlash(prefix) + text;
  }, "");
  return path === "" ? "/" : path;
}

function withoutSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}
