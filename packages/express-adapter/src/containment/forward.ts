import type { Next } from "./middleware.ts";
import { toError } from "./to-error.ts";

/**
 * Waits for what goes on after a middleware has returned, and hands `next` what it throws. Never rejects: Express 4
 * looks at no promise, so that a rejection would end the process.
 */
export async function forward(work: PromiseLike<unknown>, next: Next): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    // Outside of what is swallowed: a request that nobody answers or hands on would hang.
    const error = toError(thrown);
    try {
      next(error);
    } catch {
      // `next` itself throws, which Express's never does: nobody is left to tell.
    }
  }
}
