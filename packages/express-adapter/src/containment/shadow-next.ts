import type { IncomingMessage } from "node:http";
import type { Next } from "./middleware.ts";

/**
 * Express keeps its `next` on the request as well, where `res.render` and `res.sendFile` take it from, and where any
 * callback that is given a request finds it: a fence takes its place.
 *
 * @param fence what stands in its place; told what it would have called
 * @returns puts things back. If another shadow has been laid over this one by then, that one stays.
 */
export function shadowNext(
  req: IncomingMessage,
  fence: (former: Next, error: unknown) => void,
): () => void {
  const former: unknown = Reflect.get(req, "next");
  if (typeof former !== "function") return nothing;
  const onward: Next = (error) => {
    Reflect.apply(former, undefined, [error]);
  };
  const shadow: Next = (error) => fence(onward, error);
  Reflect.set(req, "next", shadow);
  return () => {
    if (Reflect.get(req, "next") === shadow) Reflect.set(req, "next", former);
  };
}

function nothing(): void {
  // There is no `next` on a request that no Express router holds.
}
