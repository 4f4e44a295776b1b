import type { Findings, Screen } from "./chain.ts";
import { chainOf, NO_SCREEN, SWALLOWED, screenOf } from "./chain.ts";
import { RECORD_FIRST } from "./mount-records.ts";
import type { Coverage, Shape, Way } from "./path-pattern.ts";
import { clashes, covers } from "./path-pattern.ts";
import type { RouteGuard } from "./route-report.ts";
import type { Layer, RouteLayer, UseLayer } from "./route-tree.ts";

/** What the layers before a way, in the same router, put on it. */
export function onTheWay(
  earlier: readonly Layer[],
  way: Way,
  { methods, isRootApp }: { readonly methods: readonly string[]; readonly isRootApp: boolean },
): Findings {
  const guards: RouteGuard[] = [];
  const doubts: string[] = [];
  let open: string | undefined;
  for (const [index, layer] of earlier.entries()) {
    if (layer.kind === "use" && layer.handle.kind === "error") {
      if (!meets(layer, way)) continue;
      if (guards.splice(0).length > 0) doubts.push(SWALLOWED);
      continue;
    }
    const coverage = coverageOf(layer, way);
    if (coverage === "no") continue;
    if (layer.kind === "use" && layer.handle.kind === "public") {
      // On the whole app it would open everything after it: there it speaks of the next layer alone.
      const isNext = index === earlier.length - 1;
      const isWide = isRootApp && layer.patterns.some(({ shape }) => shape.kind === "everything");
      if (coverage === "yes" && (isNext || !isWide)) open = layer.handle.reason;
      continue;
    }
    const screen = layer.kind === "route" ? routeScreen(layer, methods) : useScreen(layer);
    if (coverage === "maybe") {
      if (screen.isGate) doubts.push(screen.doubt ?? missed(layer));
    } else if (screen.doubt !== undefined) doubts.push(screen.doubt);
    else if (layer.skippable && screen.guards.length > 0) doubts.push(skipped(layer));
    else guards.push(...screen.guards);
  }
  return { guards, doubts, open };
}

function useScreen({ handle }: UseLayer): Screen {
  return handle.kind === "guard"
    ? { guards: [handle.guard], doubt: undefined, isGate: true }
    : NO_SCREEN;
}

/** What a route puts on each of these methods. */
function routeScreen(layer: RouteLayer, methods: readonly string[]): Screen {
  const path = textOf(layer);
  const screens = methods.map((method) => screenOf(chainOf(layer, method), path));
  const isOpen = ({ guards, doubt }: Screen) => guards.length === 0 && doubt === undefined;
  const [first, ...others] = screens;
  if (first === undefined || screens.some(isOpen)) return NO_SCREEN;
  const isGate = screens.every((screen) => screen.isGate);
  const guards = first.guards.filter((guard) =>
    others.every((screen) => screen.guards.some((other) => sameGuard(guard, other))),
  );
  const doubt = screens.find((screen) => screen.doubt !== undefined)?.doubt;
  const differ = `The guards of the route ${path} differ by method. Guard it itself.`;
  return { guards, doubt: guards.length === 0 ? (doubt ?? differ) : doubt, isGate };
}

function sameGuard(one: RouteGuard, other: RouteGuard): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Of several paths one that covers is enough. But a special one beside it may match first, and with a part of the URL
 * that makes the router pass the layer by.
 */
function coverageOf({ kind, patterns }: Layer, way: Way): Coverage {
  const each = patterns.map(({ shape }) => covers({ shape, exact: kind === "route" }, way));
  if (each.every((coverage) => coverage === "no")) return "no";
  const special = patterns.length > 1 && patterns.some(({ shape }) => shape.kind === "special");
  if (each.includes("yes") && !special) return "yes";
  return special || each.includes("maybe") ? "maybe" : "no";
}

/** Whether the layer may run for a URL of the way. Only what is certain rules it out. */
function meets({ patterns }: UseLayer, { known }: Way): boolean {
  const cannot = (shape: Shape) => shape.kind === "segments" && clashes(shape.segments, known);
  return !patterns.every(({ shape }) => cannot(shape));
}

function missed(layer: Layer): string {
  return layer.kind === "use" && layer.forgotten
    ? `A guard before it is mounted at a path that is not known. ${RECORD_FIRST}`
    : `The guard at ${textOf(layer)} may miss requests that reach it. Guard it itself, or mount that guard without a path.`;
}

function skipped(layer: Layer): string {
  return `A param callback may skip the guard at ${textOf(layer)} with next("route"). Guard it itself.`;
}

function textOf({ patterns }: Layer): string {
  return patterns.map(({ text }) => text).join(", ");
}
