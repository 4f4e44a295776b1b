import { setTimeout as wait } from "node:timers/promises";
import { retryDelayMs } from "./retry-delay.ts";

export interface RetryRules {
  /** How many more times a read is asked for. */
  readonly retries: number;
  /** A read whose next attempt would have to wait longer is not asked for again. */
  readonly maxWaitMs: number;
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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The answer with its body read. The SDK stops its clock when the head has come, and would wait for ever for a body
 * that does not; and it takes a failed answer whose body is no JSON for no answer at all.
 */
async function readWhole(response: Response): Promise<Response> {
  if (response.body === null) return response;
  const { status, statusText, headers, url } = response;
  const bytes = await response.arrayBuffer();
  const kept = response.ok || isJson(new TextDecoder().decode(bytes)) ? bytes : null;
  const whole = new Response(kept, { status, statusText, headers });
  return Object.defineProperty(whole, "url", { value: url });
}

/**
 * A `fetch` for the SDK, whose own retries repeat writes as well. Reads are asked for again on 408, 429 and 5xx, after
 * the wait that the answer asks for; nothing else is. Attempts, waits and bodies all end with the request's signal, so
 * within the call's one deadline.
 */
export function createRetryingFetch({ retries, maxWaitMs }: RetryRules): typeof fetch {
  return async (input, init = {}) => {
    const { method = "GET", signal } = init;
    const url = input instanceof Request ? input.url : String(input);
    const attempts = isRead(method, url) ? retries : 0;
    try {
      for (let attempt = 0; ; attempt++) {
        const response = await fetch(input, init);
        if (attempt >= attempts || !isPassing(response.status)) return await readWhole(response);
        const delay = retryDelayMs(response, attempt, Date.now());
        if (delay > maxWaitMs) return await readWhole(response);
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
