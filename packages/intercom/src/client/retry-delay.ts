const FIRST_BACK_OFF_MS = 250;

/** As much of an answer as says when to come back. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** How long an answer asks to be left alone, in milliseconds from `now`: by `Retry-After`, or on 429 `X-RateLimit-Reset`. */
export function askedDelayMs({ status, headers }: AnswerHead, now: number): number | undefined {
  const after = headers.get("retry-after");
  if (after !== null) {
    const seconds = Number(after);
    const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after) - now;
    if (!Number.isNaN(ms)) return Math.max(0, Math.ceil(ms));
  }
  // Intercom sends it with every answer; about a failure of the server it says nothing.
  const reset = status === 429 ? headers.get("x-ratelimit-reset") : null;
  const seconds = reset === null ? Number.NaN : Number(reset);
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds * 1000 - now)) : undefined;
}

/** How long to wait before the next attempt, the first of which is number 0: as asked, or longer each time. */
export function retryDelayMs(answer: AnswerHead, attempt: number, now: number): number {
  return askedDelayMs(answer, now) ?? FIRST_BACK_OFF_MS * 2 ** attempt;
}
