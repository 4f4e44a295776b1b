import { types } from "node:util";
import { inspect } from "./inspect.ts";
import { withoutStack } from "./without-stack.ts";

/** What Express and the apps' own error handlers read of an error. */
const READ_BY_HANDLERS = [
  "name",
  "message",
  "stack",
  "code",
  "cause",
  "status",
  "statusCode",
  "headers",
  "expose",
];

/**
 * The thrown value as an Error. Express takes `next(undefined)`, `next(null)` and `next(0)` for "go on" and
 * `next("route")` for "skip the rest of this route", so nothing but an Error may be handed to it.
 * Never throws. An Error that cannot be read is replaced: an error handler that read it would throw what it throws.
 */
export function toError(thrown: unknown): Error {
  return inspect(() => readable(asError(thrown)), undefined) ?? unreadable();
}

/** The thrown value where it may go on as it is: error handlers may be waiting for an object of the app's own. */
export function toThrowable(thrown: unknown): object {
  if (typeof thrown !== "object" || thrown === null) return toError(thrown);
  return inspect(() => readable(thrown), undefined) ?? unreadable();
}

function readable<X extends object>(thrown: X): X {
  for (const name of READ_BY_HANDLERS) Reflect.get(thrown, name);
  return thrown;
}

/** Without the value as its cause: whoever logs a cause looks at it. */
function unreadable(): Error {
  return withoutStack(new Error("Something was thrown that throws again when it is looked at."));
}

function asError(thrown: unknown): Error {
  // `instanceof` alone is false for errors of another realm, which is what Jest makes of Node's own.
  if (thrown instanceof Error || types.isNativeError(thrown)) return thrown;
  const kind = thrown === null ? "null" : Array.isArray(thrown) ? "array" : typeof thrown;
  const message = `Something that is not an Error was thrown (${kind}); see cause.`;
  return withoutStack(new Error(message, { cause: thrown }));
}

/** Gives an error the status that Express's own and most other error handlers read. */
export function withStatus<E extends Error>(error: E, status: number): E {
  return having(having(error, "status", status), "statusCode", status);
}

/** Gives an error a cause, which logs show and neither Express's page nor JSON does. */
export function withCause<E extends Error>(error: E, cause: unknown): E {
  return having(error, "cause", cause);
}

function having<E extends Error>(error: E, name: string, value: unknown): E {
  if (!(name in error) && Object.isExtensible(error)) {
    Object.defineProperty(error, name, { value, configurable: true, writable: true });
  }
  return error;
}
