import { isRbacError } from "@intercom-rbac/core";
import { inspect } from "./inspect.ts";

/**
 * An error that this package made, on its way to Express, whose own error page prints `stack` into the answer unless
 * `NODE_ENV` is "production". Name and message say what is wrong, and the stack would show nothing but this package.
 */
export function withoutStack<E extends Error>(error: E): E {
  inspect(() => {
    const value = `${error.name}: ${error.message}`;
    Object.defineProperty(error, "stack", { value, configurable: true, writable: true });
  }, undefined);
  return error;
}

/** What was thrown, without its stack if it is one of our own errors; every other is the app's and stays as it is. */
export function oursWithoutStack<X extends object>(thrown: X): X {
  if (isRbacError(thrown)) withoutStack(thrown);
  return thrown;
}
