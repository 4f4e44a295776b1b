import type { ServerResponse } from "node:http";
import type { Awaitable } from "../containment/awaitable.ts";

/**
 * Waits for work, and no longer than somebody waits for the response: if it closes before the work is done, `leave`
 * says what comes of it, and how the work ends later is nobody's concern.
 */
export function untilClosed<X>(
  res: ServerResponse,
  work: PromiseLike<X>,
  leave: () => Awaitable<X>,
): Promise<X> {
  return new Promise((resolve, reject) => {
    const close = (): void => {
      res.off("close", close);
      resolve(leave());
    };
    // A response that has closed already says so no more.
    if (res.closed || res.destroyed) resolve(leave());
    else res.once("close", close);
    work.then(
      (value) => {
        res.off("close", close);
        resolve(value);
      },
      (thrown: unknown) => {
        res.off("close", close);
        reject(thrown);
      },
    );
  });
}
