import { Refusal } from "./refusal.ts";
import { unixNow } from "./workspace.ts";

/** Intercom spreads 10,000 requests a minute over windows of ten seconds. */
const USUAL_LIMIT = 1667;
const WINDOW_SECONDS = 10;

/** Counts requests for the headers; refuses only when a limit was asked for. */
export class RateLimit {
  readonly #limit: number;
  readonly #refuses: boolean;
  #windowEnd = 0;
  #count = 0;

  constructor(limit: number | undefined) {
    this.#limit = limit ?? USUAL_LIMIT;
    this.#refuses = limit !== undefined;
  }

  /** Counts a request and returns the headers of its answer. */
  count(): Record<string, string> {
    const now = unixNow();
    if (now >= this.#windowEnd) {
      this.#windowEnd = (Math.floor(now / WINDOW_SECONDS) + 1) * WINDOW_SECONDS;
      this.#count = 0;
    }
    this.#count += 1;
    return {
      "X-RateLimit-Limit": String(this.#limit),
      "X-RateLimit-Remaining": String(Math.max(0, this.#limit - this.#count)),
      "X-RateLimit-Reset": String(this.#windowEnd),
    };
  }

  /** @throws Refusal 429 when the window is used up. */
  check(): void {
    if (!this.#refuses || this.#count <= this.#limit) return;
    const message = `Exceeded rate limit of ${this.#limit} in 10_seconds`;
    throw new Refusal(429, "rate_limit_exceeded", message);
  }

  reset(): void {
    this.#windowEnd = 0;
  }
}
