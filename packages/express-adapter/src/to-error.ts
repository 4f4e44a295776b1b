import { types } from "node:util";

/**
 * The thrown value as an Error. Express takes `next(undefined)`, `next(null)` and `next(0)` for "go on" and
 * `next("route")` for "skip the rest of this route", so nothing but an Error may be handed to it.
 */
export function toError(thrown: unknown): Error {
  // `instanceof` alone is false for errors of another realm, which is what Jest makes of Node's own.
  if (thrown instanceof Error || types.isNativeError(thrown)) return thrown;
  const kind = thrown === null ? "null" : Array.isArray(thrown) ? "array" : typeof thrown;
  return new Error(`Something that is not an Error was thrown (${kind}); see cause.`, {
    cause: thrown,
  });
}

/** Gives an error the status that Express's own and most other error handlers read. */
export function withStatus(error: Error, status: number): Error {
  for (const name of ["status", "statusCode"]) {
    if (!(name in error) && Object.isExtensible(error)) {
      Object.defineProperty(error, name, { value: status, configurable: true, writable: true });
    }
  }
  return error;
}
