import { describe, expect, it } from "vitest";
import { compileCondition } from "../../src/rules/compile-condition.ts";
import { FALSE, not, TRUE, truthOf, UNKNOWN } from "../../src/rules/truth.ts";
import { conditionTruth } from "./condition-truth.ts";

describe("three-valued logic", () => {
  it("turns a boolean into a truth", () => {
    expect([truthOf(true), truthOf(false)]).toEqual([TRUE, FALSE]);
  });

  it("keeps unknown unknown under NOT", () => {
    expect([not(TRUE), not(FALSE), not(UNKNOWN)]).toEqual([FALSE, TRUE, UNKNOWN]);
  });

  it("holds without comparisons", () => {
    expect(compileCondition([])({}, {})).toBe(TRUE);
  });

  // `a: 1` is true of { a: 1 }, false of { a: 2 } and unknown of {}: so is `b: 1`.
  it.each([
    [{ a: 1, b: 1 }, "true"],
    [{ a: 1, b: 2 }, "false"],
    [{ a: 1 }, "unknown"],
    [{ a: 2, b: 1 }, "false"],
    [{ a: 2, b: 2 }, "false"],
    [{ a: 2 }, "false"],
    [{ b: 1 }, "unknown"],
    [{ b: 2 }, "false"],
    [{}, "unknown"],
  ])("several fields mean AND: %j is %s", (row, expected) => {
    expect(conditionTruth({ a: 1, b: 1 }, row)).toBe(expected);
  });

  it.each([
    [{ n: 5 }, "true"],
    [{ n: 1 }, "false"],
    [{ n: 9 }, "false"],
    [{ n: "5" }, "unknown"],
    [{}, "unknown"],
  ])("several operators on a field mean AND: 3 <= n < 7 of %j is %s", (row, expected) => {
    expect(conditionTruth({ n: { $gte: 3, $lt: 7 } }, row)).toBe(expected);
  });

  it.each([
    [{}, "false"],
    [{ s: null }, "false"],
    [{ s: "a" }, "true"],
    [{ s: "b" }, "false"],
  ])("false beats unknown: { $exists: true, $eq: 'a' } of %j is %s", (row, expected) => {
    expect(conditionTruth({ s: { $exists: true, $eq: "a" } }, row)).toBe(expected);
    expect(conditionTruth({ s: { $eq: "a", $exists: true } }, row)).toBe(expected);
  });

  it("asks three comparisons and more", () => {
    const when = { a: 1, b: 1, c: 1 };
    expect(conditionTruth(when, { a: 1, b: 1, c: 1 })).toBe("true");
    expect(conditionTruth(when, { a: 1, c: 1 })).toBe("unknown");
    expect(conditionTruth(when, { b: 1, c: 2 })).toBe("false");
  });
});
