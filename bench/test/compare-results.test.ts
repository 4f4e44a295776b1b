import { describe, expect, it } from "vitest";
import { compare, comparisonLines } from "../src/harness/compare-results.ts";
import { results, row, side } from "./results.ts";

describe("a comparison with the checked-in results", () => {
  it("is clean when every row is there and none is dearer by more than 15 %", () => {
    const comparison = compare(results([row("a", 1)]), results([row("a", 1.14)]), ["q"]);
    expect(comparison).toMatchObject({ regressions: [], incomparable: [] });
    expect(comparisonLines(comparison).at(-1)).toBe("No regression.");
  });

  it("names a stable row that is dearer", () => {
    const comparison = compare(results([row("a", 1)]), results([row("a", 1.2)]), ["q"]);
    expect(comparison.regressions).toEqual([{ row: "a", side: "rbac", before: 1, after: 1.2 }]);
    expect(comparisonLines(comparison)).toContain("  a, rbac: 1 before, 1.2 now");
  });

  it("holds a row that is not stable to nothing, and says so", () => {
    const noisy = (ratio: number) => results([row("a", ratio, { stable: false })]);
    const comparison = compare(noisy(1), noisy(3), ["q"]);
    expect(comparison).toMatchObject({ regressions: [], skipped: ["a"] });
    expect(comparisonLines(comparison)).toContain("Too noisy to hold to a limit: a");
  });

  it("sees something where there was nothing", () => {
    const none = (value: number) =>
      results([row("a", 0, { sides: [side("rbac", "ours", value)] })]);
    expect(compare(none(0), none(88), ["q"]).regressions).toHaveLength(1);
    expect(compare(none(0), none(0), ["q"]).regressions).toHaveLength(0);
  });

  it("compares ratios with ratios, and values with values", () => {
    const { ratio: _, ...valued } = side("rbac", "ours", 1);
    const before = results([row("a", 1)]);
    const after = results([row("a", 1, { sides: [{ ...valued, ratios: [] }] })]);
    expect(compare(before, after, ["q"]).held).toEqual([
      { row: "a", side: "rbac", before: 10, after: 10 },
    ]);
  });

  it.each([
    ["a row without a counterpart", results([row("a", 1), row("b", 1)]), "b: not run"],
    ["a new row", results([]), "a: not among the results"],
    ["another Node major", results([row("a", 1)], "24.1.0"), "the results are of Node 24.1.0"],
    [
      "a side without a counterpart",
      results([row("a", 1, { sides: [side("other", "ours", 1)] })]),
      "a, other: not run",
    ],
  ])("is never clean with %s", (_what, baseline, why) => {
    const comparison = compare(baseline, results([row("a", 1)]), ["q"]);
    expect(comparison.incomparable.join()).toContain(why);
    const lines = comparisonLines(comparison);
    expect(lines).toContain("Not a clean comparison:");
    expect(lines).not.toContain("No regression.");
  });

  it("looks at nothing but the questions that were asked", () => {
    expect(compare(results([row("a", 1)]), results([row("a", 9)]), ["another"])).toEqual({
      regressions: [],
      held: [],
      incomparable: [],
      skipped: [],
    });
  });
});
