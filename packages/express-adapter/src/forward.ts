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
    try {
      next(toError(thrown));
    } catch {
      // `next` itself throws, which Express's never does: nobody is left to tell.
    }
  }
}
