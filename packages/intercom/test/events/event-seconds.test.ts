import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventSeconds } from "../../src/events/event-seconds.ts";

describe("the seconds of events", () => {
  test("each gets its own second, or the next free one before it", () => {
    const seconds = new EventSeconds();
    const taken = [1_000, 1_000, 1_000, 1_005, 1_001, 1_001].map((second) => seconds.take(second));
    expect(taken).toEqual([1_000, 999, 998, 1_005, 1_001, 997]);
  });

  test("five minutes back and no further", () => {
    const seconds = new EventSeconds();
    const taken = Array.from({ length: 302 }, () => seconds.take(1_000));
    expect(taken.slice(298)).toEqual([702, 701, undefined, undefined]);
    expect(seconds.take(1_001)).toBe(1_001);
    expect(seconds.take(1_001)).toBeUndefined();
  });

  test("no time is no second", () => {
    expect(new EventSeconds().take(Number.NaN)).toBeUndefined();
  });

  test("none is taken twice, whatever comes when", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 5 }), { maxLength: 400 }), (steps) => {
        const seconds = new EventSeconds();
        let now = 10_000;
        const taken = steps.flatMap((step) => {
          now += step;
          return seconds.take(now) ?? [];
        });
        expect(new Set(taken).size).toBe(taken.length);
      }),
    );
  });
});
