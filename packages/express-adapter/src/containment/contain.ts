import type { Next } from "./middleware.ts";
import { toError } from "./to-error.ts";

/**
 * Runs the whole of a middleware. Express hands what a middleware throws to `next` as it is, so that a thrown
 * `undefined` would open the route: nothing but an Error leaves here, whatever a request, a response or a callback
 * throws, and from wherever.
 */
export function contain(next: Next, run: () => void | Promise<void>): void | Promise<void> {
  try {
    return run();
  } catch (thrown) {
    return fail(next, thrown);
  }
}

/** The way out of a middleware for what it throws. */
export function fail(next: Next, thrown: unknown): void | Promise<void> {
  try {
    return next(toError(thrown));
  } catch (again) {
    throw toError(again);
  }
}
