import { inspect } from "./inspect.ts";

/**
 * An error that this package made, on its way to Express, whose own error page prints `stack` into the answer unless
 * `NODE_ENV` is "production". Name and message say what is wrong, and the stack would show nothing but this package.
 * What a handler's own call throws keeps its stack, which shows that call.
 */
export function withoutStack<E extends Error>(error: E): E {
  inspect(() => {
    const value = `${error.name}: ${error.message}`;
    Object.defineProperty(error, "stack", { value, configurable: true, writable: true });
  }, undefined);
  return error;
}
