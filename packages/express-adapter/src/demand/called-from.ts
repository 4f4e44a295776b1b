/** The place in a line of a stack: `at run (file:///app/routes.ts:12:3)` and `at /app/routes.ts:12:3`. */
const PLACE = /^\s*at (?:.*? \()?(?:async )?(.+:\d+):\d+\)?$/;

/**
 * Where the app called one of our functions, as `file:line`; undefined where the runtime does not say. For people who
 * look for a route, in warnings and logs: never in an answer.
 *
 * @param called the function that the app called, which is under way: the place is its caller's
 */
export function calledFrom(called: (...args: never[]) => unknown): string | undefined {
  const at: { stack?: unknown } = {};
  Error.captureStackTrace(at, called);
  // Whatever `Error.prepareStackTrace` of the app makes of it.
  if (typeof at.stack !== "string") return undefined;
  const line = at.stack.split("\n").find((text) => PLACE.test(text));
  return line === undefined ? undefined : PLACE.exec(line)?.[1];
}

/** Something of the app's as warnings and logs name it: with the place where it was made, if that is known. */
export function namedAt(name: string, place: string | undefined): string {
  return place === undefined ? name : `${name} at ${place}`;
}
