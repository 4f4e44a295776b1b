import { describe, expect, it } from "vitest";
import { formatNumber } from "../src/harness/format.ts";
import { median, spread } from "../src/harness/statistics.ts";
import { orderOf, timed } from "../src/harness/timed.ts";

describe("statistics", () => {
  it("take the middle, or the mean of the two in the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });

  it("leave the numbers in their order", () => {
    const values = [3, 1, 2];
    expect(spread(values)).toEqual({ min: 1, median: 2, max: 3 });
    expect(values).toEqual([3, 1, 2]);
  });

  it("are printed in three figures", () => {
    expect([0.7149, 10.66, 1234.5].map(formatNumber)).toEqual(["0.715", "10.7", "1,235"]);
  });
});

describe("the order of a round", () => {
  it("begins with another side each time, and goes backwards every other time", () => {
    expect([0, 1, 2, 3].map((round) => orderOf(["a", "b", "c"], round).join(""))).toEqual([
      "abc",
      "acb",
      "cab",
      "cba",
    ]);
  });
});

describe("timed", () => {
  const workload = { cases: [1, 2, 3], expected: (one: number) => one > 1, checks: 3, allowed: 2 };
  const fast = { blockMs: 1, rounds: 3, warmUpMs: 1 };
  const right = {
    name: "right",
    kind: "floor" as const,
    ask: (one: number) => one > 1,
    block: (times: number) => times * 2,
  };

  it("gives each side's median and its ratio to the floor", async () => {
    const other = { ...right, name: "other", kind: "peer" as const };
    const samples = await timed("row", workload, [right, other], fast);
    expect(samples).toMatchObject([
      { row: "row", side: "right", ratio: 1 },
      { row: "row", side: "other" },
    ]);
    for (const { value } of samples) expect(value).toBeGreaterThan(0);
  });

  it("aborts when a side answers a case wrongly", async () => {
    const wrong = { ...right, name: "wrong", ask: () => true };
    await expect(timed("row", workload, [right, wrong], fast)).rejects.toThrow(
      "wrong answers true",
    );
  });

  it("aborts when a block counts something else than it was verified with", async () => {
    const wrong = { ...right, name: "wrong", block: (times: number) => times * 3 };
    await expect(timed("row", workload, [right, wrong], fast)).rejects.toThrow("wrong: 3 allowed");
  });
});
