import type { IncomingMessage } from "node:http";
import type { Next } from "../containment/middleware.ts";

/**
 * Express keeps its `next` on the request as well, where `res.render` and `res.sendFile` take it from: it is given
 * the same fence as the `next` that a hook is handed. It stays there, as the hook may call it late.
 *
 * @param fence what stands in its place; told what it would have called
 */
export function shadowNext(
  req: IncomingMessage,
  fence: (former: Next, error: unknown) => void,
): void {
  const former: unknown = Reflect.get(req, "next");
  if (typeof former !== "function") return;
  const onward: Next = (error) => {
    Reflect.apply(former, undefined, [error]);
  };
  const shadow: Next = (error) => fence(onward, error);
  Reflect.set(req, "next", shadow);
}
