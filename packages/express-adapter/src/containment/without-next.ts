import type { IncomingMessage } from "node:http";
import { GuardMisusedError } from "@intercom-rbac/core";
import type { Awaitable } from "./awaitable.ts";
import { isPromiseLike } from "./awaitable.ts";
import { shadowNext } from "./shadow-next.ts";

/**
 * Runs a callback of the app while `req.next` leads nowhere: what Express takes for "go on" would open the route
 * before it was decided on. If the callback calls it all the same, whatever it gives or throws is
 * `ERR_RBAC_GUARD_MISUSED`.
 *
 * @param name of the callback, for the message
 */
export function withoutNext<X>(
  req: IncomingMessage,
  name: string,
  run: () => Awaitable<X>,
): Awaitable<X> {
  let over = false;
  let misused: GuardMisusedError | undefined;
  const restore = shadowNext(req, (former, error) => {
    if (!over) misused ??= misuse(name);
    // Kept by a callback and called late. An error may still travel; "go on" has no time at which it is right.
    else if (error instanceof Error) former(error);
  });
  const end = (): void => {
    over = true;
    restore();
    if (misused !== undefined) throw misused;
  };
  let given: Awaitable<X>;
  try {
    given = run();
    if (isPromiseLike(given)) {
      return Promise.resolve(given).then(
        (value) => {
          end();
          return value;
        },
        (thrown: unknown) => {
          end();
          throw thrown;
        },
      );
    }
  } catch (thrown) {
    end();
    throw thrown;
  }
  end();
  return given;
}

export function misuse(name: string): GuardMisusedError {
  return new GuardMisusedError(
    `${name} called req.next(), which would have let the request pass before it was decided on. Return what was asked for, or throw.`,
  );
}
