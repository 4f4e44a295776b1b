import { expect, it } from "vitest";
import { retryDelayMs } from "../../src/client/retry-delay.ts";

/** 2026-01-05T12:00:00Z */
const NOW = 1_767_614_400_000;

it.each<[number, Record<string, string>, number, number]>([
  [429, { "Retry-After": "3" }, 0, 3000],
  [500, { "Retry-After": "0.5" }, 0, 500],
  [503, { "Retry-After": "Mon, 05 Jan 2026 12:00:09 GMT" }, 0, 9000],
  [503, { "Retry-After": "Mon, 05 Jan 2026 11:59:00 GMT" }, 0, 0],
  [429, { "Retry-After": "-5" }, 0, 0],
  [429, { "Retry-After": "2", "X-RateLimit-Reset": "1767614410" }, 0, 2000],
  [429, { "X-RateLimit-Reset": "1767614410" }, 0, 10_000],
  [429, { "X-RateLimit-Reset": "1767614300" }, 0, 0],
  [429, { "Retry-After": "soon", "X-RateLimit-Reset": "1767614410" }, 0, 10_000],
  [429, { "Retry-After": "soon", "X-RateLimit-Reset": "later" }, 0, 250],
  [500, { "X-RateLimit-Reset": "1767614410" }, 0, 250],
  [500, {}, 0, 250],
  [500, {}, 1, 500],
  [500, {}, 2, 1000],
])("after %i with %j, attempt %i waits %i ms", (status, headers, attempt, ms) => {
  expect(retryDelayMs({ status, headers: new Headers(headers) }, attempt, NOW)).toBe(ms);
});
