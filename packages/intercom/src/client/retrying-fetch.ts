import { setTimeout as wait } from "node:timers/promises";
import { readAnswer } from "./read-answer.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { unusableAnswer } from "./unusable-answer.ts";

export interface RetryRules {
  /** How many more times a read is asked for. */
  readonly retries: number;
  /** A read whose next attempt would have to wait longer is not asked for again. */
  readonly maxWaitMs: number;
  /** A longer answer is not read. */
  readonly maxBytes: number;
}

/** The POSTs of Intercom's API that change nothing. */
const READING_POSTS = /\/(?:(?:contacts|conversations|tickets|calls)\/search|companies\/list)$/;

function isRead(method: string, url: string): boolean {
  if (method === "GET" || method === "HEAD") return true;
  return method === "POST" && READING_POSTS.test(new URL(url).pathname);
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function isRedirect({ type, status }: Response): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400);
}

/**
 * A `fetch` for the SDK, whose own retries repeat writes as well. Reads are asked for again on 408, 429 and 5xx, after
 * the wait that the answer asks for; nothing else is. Attempts, waits and bodies all end with the request's signal, so
 * within the call's one deadline.
 *
 * No redirect is followed, for it would take a token's answers from elsewhere, send a write elsewhere or make a read of
 * it. Rejects with `unusableAnswer`.
 */
export function createRetryingFetch(rules: RetryRules): typeof fetch {
  const { retries, maxWaitMs, maxBytes } = rules;
  return async (input, init = {}) => {
    const { method = "GET", signal } = init;
    const url = input instanceof Request ? input.url : String(input);
    const attempts = isRead(method, url) ? retries : 0;
    try {
      for (let attempt = 0; ; attempt++) {
        const response = await fetch(input, { ...init, redirect: "manual" });
        if (isRedirect(response)) {
          await response.body?.cancel();
          throw unusableAnswer({ what: "redirect", status: response.status });
        }
        const last = attempt >= attempts || !isPassing(response.status);
        if (last) return await readAnswer(response, maxBytes);
        const delay = retryDelayMs(response, attempt, Date.now());
        if (delay > maxWaitMs) return await readAnswer(response, maxBytes);
        await response.body?.cancel();
        await wait(delay, undefined, signal ? { signal } : {});
      }
    } catch (error) {
      // Node 20 rejects with the signal's reason, a string, which the SDK then does not know for its own timeout.
      if (signal?.aborted) throw new DOMException("The request was aborted.", "AbortError");
      throw error;
    }
  };
}
