/**
 * The property of a middleware that says what it is. An enumerable string key and not a symbol: instrumentation
 * that wraps middleware copies only those. Its value is data, so that two builds or versions understand each other.
 */
export const METADATA_KEY = "@intercom-rbac/express:middleware";

/** What a guard demands, as an audit of an app's routes reports it. */
export interface GuardMetadata {
  readonly kind: "guard";
  readonly all?: readonly string[];
  readonly any?: readonly string[];
  readonly list?: true;
  readonly deferred?: true;
  readonly resource?: true;
}

/** A route that is open on purpose, and why. */
export interface PublicMetadata {
  readonly kind: "public";
  readonly reason: string;
}

/**
 * Routes that a middleware mounted by `use` answers itself, below the path that it is mounted at; every other request
 * passes it. All are open on purpose.
 */
export interface RoutesMetadata {
  readonly kind: "routes";
  readonly routes: readonly OpenRoute[];
}

export interface OpenRoute {
  /** Upper case. */
  readonly method: string;
  /** `/callback`, without parameters. */
  readonly path: string;
  /** Why it is open. */
  readonly reason: string;
}

/** An error handler that answers or hands the error on, and never lets a request go on without it. */
interface ErrorHandlerMetadata {
  readonly kind: "error-handler";
}

/** Names the middleware and attaches its metadata, which nothing can then change or remove. */
export function describe<M extends object>(
  middleware: M,
  name: string,
  metadata: GuardMetadata | PublicMetadata | RoutesMetadata | ErrorHandlerMetadata,
): M {
  Object.defineProperty(middleware, "name", { value: name, configurable: true });
  Object.defineProperty(middleware, METADATA_KEY, {
    value: Object.freeze(metadata),
    enumerable: true,
  });
  return middleware;
}
