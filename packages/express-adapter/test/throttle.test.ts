import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createThrottle, ONCE } from "../src/record/throttle.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("lets each thing be told once in the interval", () => {
  const mayTell = createThrottle(1000);
  expect([mayTell("a"), mayTell("a"), mayTell("b")]).toEqual([true, false, true]);
  vi.advanceTimersByTime(999);
  expect(mayTell("a")).toBe(false);
  vi.advanceTimersByTime(1);
  expect([mayTell("a"), mayTell("a")]).toEqual([true, false]);
});

test("keeps a thousand things and then forgets them all", () => {
  const mayTell = createThrottle(ONCE);
  for (let n = 0; n < 1000; n += 1) expect(mayTell(`${n}`)).toBe(true);
  expect(mayTell("0")).toBe(false);
  expect(mayTell("one more")).toBe(true);
  expect(mayTell("0")).toBe(true);
});
