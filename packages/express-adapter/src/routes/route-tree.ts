import type { Shape } from "./path-pattern.ts";
import type { RouteGuard } from "./route-report.ts";

/** What a mounted function is, as far as looking at it tells. */
export type Handle =
  | { readonly kind: "guard"; readonly guard: RouteGuard }
  | { readonly kind: "public"; readonly reason: string }
  /** Four parameters: it runs when something before it has failed, and may go on as if nothing had. */
  | { readonly kind: "error" }
  /** More than four parameters, which Express never calls. */
  | { readonly kind: "inert" }
  /**
   * It takes no `next`, or serves files: it ends requests. `uncalled`: by its name, one of ours that was to be called.
   * `open`: one of ours that is open on purpose, and why.
   */
  | { readonly kind: "answers"; readonly uncalled?: string; readonly open?: string }
  /** It takes `next`: what comes after it is reached. */
  | { readonly kind: "passes" }
  /** Rest parameters: it may do either. */
  | { readonly kind: "unclear" }
  /** `alone`: what it is in a route: of one of ours that answers its own path and no other. */
  | { readonly kind: "router"; readonly stack: Stack; readonly alone?: Handle }
  /** There are or may be routes in it, which cannot be seen. */
  | { readonly kind: "hidden"; readonly why: string };

/** One path that a layer was given. */
export interface Pattern {
  readonly text: string;
  readonly shape: Shape;
}

/** A router's or an app's layers, in order. */
export interface Stack {
  readonly layers: readonly Layer[];
}

export type Layer = UseLayer | RouteLayer;

interface Matched {
  /** Any of them leads to the layer. */
  readonly patterns: readonly Pattern[];
  /** A `router.param` callback may skip the layer with `next("route")`. */
  readonly skippable: boolean;
}

export interface UseLayer extends Matched {
  readonly kind: "use";
  readonly handle: Handle;
  /** The router has forgotten the path: `patterns` holds one that only stands for it. */
  readonly forgotten: boolean;
  /** See `Piece`. */
  readonly swallowsSlash: boolean;
}

export interface RouteLayer extends Matched {
  readonly kind: "route";
  readonly steps: readonly Step[];
}

/** One function of a route. */
export interface Step {
  /** Lower case; undefined for `.all`. */
  readonly method: string | undefined;
  readonly handle: Handle;
}
