import type { RouteGuard } from "./route-report.ts";
import type { Handle, RouteLayer, Step } from "./route-tree.ts";

/** What certainly runs before something, and what can be said against it. */
export interface Findings {
  readonly guards: readonly RouteGuard[];
  /** Guards that may be missed: why. */
  readonly doubts: readonly string[];
  /** The reason of a `publicRoute`, or of a function that is open itself. */
  readonly open: string | undefined;
}

/** The functions of a route that a request of this method runs, in order. */
export function chainOf({ steps }: RouteLayer, method: string): readonly Handle[] {
  const own = ownMethod(steps, method);
  return steps
    .filter((step) => step.method === undefined || step.method === own)
    .map(({ handle }) => handle);
}

/** A `HEAD` request runs what `GET` does, unless the route has a `head` of its own. */
function ownMethod(steps: readonly Step[], method: string): string {
  return method === "head" && !steps.some((step) => step.method === "head") ? "get" : method;
}

export const SWALLOWED =
  "An error handler between the guard and it may go on after the guard was skipped or failed. Put error handlers last.";

/** What a chain does to protect its own last function, which is the one that answers. */
export function beforeLast(chain: readonly Handle[]): Findings & {
  /** Why nothing can be said of it, should no guard stand before it elsewhere. */
  readonly untold: string | undefined;
  /** What is wrong, should nothing protect it. */
  readonly mistake: string | undefined;
} {
  const last = chain.findLastIndex(({ kind }) => kind !== "error" && kind !== "inert");
  const guards: RouteGuard[] = [];
  const doubts: string[] = [];
  let open: string | undefined;
  let untold: string | undefined;
  let mistake: string | undefined;
  let stopped: Handle["kind"] | undefined;
  for (const [index, handle] of chain.entries()) {
    if (handle.kind === "router")
      untold ??= "A router inside a route is not followed. Mount it with use.";
    if (handle.kind === "hidden") untold ??= handle.why;
    if (handle.kind === "answers" && handle.uncalled !== undefined) {
      mistake ??= `${handle.uncalled} is not called: mount what it returns.`;
    }
    if (index >= last) {
      if (handle.kind === "answers" && stopped === undefined) open ??= handle.open;
      if (handle.kind === "guard") mistake ??= "A guard after the handler protects nothing.";
      continue;
    }
    if (handle.kind === "guard") {
      if (stopped === undefined) guards.push(handle.guard);
      else if (stopped === "unclear") {
        untold ??=
          "A function with rest parameters before the guard may answer in its place. Put the guard first.";
      } else if (stopped === "answers") {
        mistake ??= "A function before the guard takes no next, so it answers first.";
      }
    } else if (handle.kind === "public") open ??= handle.reason;
    else if (handle.kind === "error") {
      if (guards.splice(0).length > 0) doubts.push(SWALLOWED);
    } else if (handle.kind !== "passes" && handle.kind !== "inert") stopped ??= handle.kind;
  }
  return { guards, doubts, open, untold, mistake };
}

/** What a layer protects of those after it that the same request may reach. */
export interface Screen {
  readonly guards: readonly RouteGuard[];
  /** Why the guards may be passed by. */
  readonly doubt: string | undefined;
  /** It is there for others. Of a route with a handler, what it does not certainly cover it was not meant to. */
  readonly isGate: boolean;
}

export const NO_SCREEN: Screen = { guards: [], doubt: undefined, isGate: false };

/** A route as a screen, for the requests of one method. */
export function screenOf(chain: readonly Handle[], path: string): Screen {
  const first = chain.findIndex(({ kind }) => kind === "guard");
  if (first === -1) return NO_SCREEN;
  const isMark = ({ kind }: Handle) => kind === "guard" || kind === "public" || kind === "inert";
  const before = chain.slice(0, first).filter((handle) => !isMark(handle));
  if (before.some(({ kind }) => kind === "answers")) return NO_SCREEN;

  const last = chain.findLast(({ kind }) => kind !== "error" && kind !== "inert");
  const isGate = last?.kind === "guard";
  const doubtful = (doubt: string) => (isGate ? { guards: [], doubt, isGate } : NO_SCREEN);
  if (before.some(({ kind }) => kind !== "error")) {
    return doubtful(
      `What stands before the guard of the route ${path} may skip it with next("route"). Put the guard first.`,
    );
  }
  if (chain.slice(first).some(({ kind }) => kind === "error")) return doubtful(SWALLOWED);
  const end = chain.findIndex((handle, index) => index > first && !isMark(handle));
  const guards = chain
    .slice(first, end === -1 ? undefined : end)
    .flatMap((handle) => (handle.kind === "guard" ? [handle.guard] : []));
  return { guards, doubt: undefined, isGate };
}
