import { describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { conditionTruth } from "./condition-truth.ts";

const opposite = { true: "false", false: "true", unknown: "unknown" } as const;
type Truth = keyof typeof opposite;

/** Kinds of row values that are no single value: nothing can be said of them by $eq, $in or an order. */
const NO_SCALARS: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["an array", ["a"]],
  ["an empty array", []],
  ["an object", { a: 1 }],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["a bigint", 5n],
  ["a symbol", Symbol("a")],
  ["a function", () => "a"],
  ["a Date", new Date(0)],
  ["a String object", new String("a")],
];

describe("$eq and $ne", () => {
  it.each<[unknown, string | number | boolean, Truth]>([
    ["a", "a", "true"],
    ["a", "b", "false"],
    ["a", "A", "false"],
    ["a ", "a", "false"],
    ["", "", "true"],
    ["é", "e\u0301", "false"],
    [5, 5, "true"],
    [5, "5", "false"],
    ["5", 5, "false"],
    [0, -0, "true"],
    [-0, 0, "true"],
    [0, "", "false"],
    [0, false, "false"],
    [1, true, "false"],
    ["true", true, "false"],
    [true, true, "true"],
    [false, true, "false"],
    [0.1 + 0.2, 0.3, "false"],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, "true"],
  ])("%j = %j is %s", (value, operand, expected) => {
    expect(conditionTruth({ v: operand }, { v: value })).toBe(expected);
    expect(conditionTruth({ v: { $eq: operand } }, { v: value })).toBe(expected);
    expect(conditionTruth({ v: { $ne: operand } }, { v: value })).toBe(opposite[expected]);
  });

  it.each(NO_SCALARS)("cannot be said of %s", (_, value) => {
    expect(conditionTruth({ v: { $eq: "a" } }, { v: value })).toBe("unknown");
    expect(conditionTruth({ v: { $ne: "a" } }, { v: value })).toBe("unknown");
  });

  it("compares strings of a million characters", () => {
    const long = "x".repeat(1_000_000);
    expect(conditionTruth({ v: { $eq: "x" } }, { v: long })).toBe("false");
    expect(conditionTruth({ v: principal("long") }, { v: long }, { long: `${long}` })).toBe("true");
    expect(
      conditionTruth({ v: { $lt: principal("long") } }, { v: long }, { long: `${long}y` }),
    ).toBe("true");
  });
});

describe("literal null", () => {
  it.each<[string, unknown, "true" | "false"]>([
    ["undefined", undefined, "true"],
    ["null", null, "true"],
    ["an empty string", "", "false"],
    ["zero", 0, "false"],
    ["false", false, "false"],
    ["NaN", Number.NaN, "false"],
    ["an empty array", [], "false"],
    ["an object", {}, "false"],
  ])("asks whether the field is there, and is never unknown: %s", (_, value, isNull) => {
    for (const row of [{ v: value }, Object.freeze({ v: value })]) {
      expect(conditionTruth({ v: null }, row)).toBe(isNull);
      expect(conditionTruth({ v: { $eq: null } }, row)).toBe(isNull);
      expect(conditionTruth({ v: { $exists: false } }, row)).toBe(isNull);
      expect(conditionTruth({ v: { $ne: null } }, row)).toBe(opposite[isNull]);
      expect(conditionTruth({ v: { $exists: true } }, row)).toBe(opposite[isNull]);
    }
  });

  it("is true of a field that is not there at all", () => {
    expect(conditionTruth({ v: null }, {})).toBe("true");
    expect(conditionTruth({ v: { $exists: true } }, {})).toBe("false");
  });
});

describe("$in and $nin", () => {
  it.each<[unknown, Truth]>([
    ["a", "true"],
    [5, "true"],
    ["b", "false"],
    ["5", "false"],
    [false, "false"],
    [undefined, "unknown"],
    [null, "unknown"],
    [["a"], "unknown"],
    [{}, "unknown"],
    [Number.NaN, "unknown"],
    [5n, "unknown"],
  ])("%s within ['a', 5] is %s", (value, expected) => {
    expect(conditionTruth({ v: { $in: ["a", 5] } }, { v: value })).toBe(expected);
    expect(conditionTruth({ v: { $nin: ["a", 5] } }, { v: value })).toBe(opposite[expected]);
  });

  it.each<[unknown, unknown, Truth]>([
    ["a", "me", "true"],
    ["me", "me", "true"],
    ["b", "me", "false"],
    ["a", undefined, "true"],
    ["b", undefined, "unknown"],
    ["b", null, "unknown"],
    ["b", ["b"], "unknown"],
    ["b", Number.NaN, "unknown"],
  ])("%j within ['a', principal('x')] with x = %j is %s", (value, x, expected) => {
    const list = ["a", principal("x")];
    expect(conditionTruth({ v: { $in: list } }, { v: value }, { x })).toBe(expected);
    expect(conditionTruth({ v: { $nin: list } }, { v: value }, { x })).toBe(opposite[expected]);
  });

  it.each<[unknown, unknown, Truth]>([
    [1, [1, 2], "true"],
    [3, [1, 2], "false"],
    ["1", [1, 2], "false"],
    [1, [1, null], "true"],
    [3, [1, null], "unknown"],
    [3, new Array(1), "unknown"],
    [3, [{}], "unknown"],
    [1, [], "false"],
    ["", [], "false"],
    // Nothing is in an empty list, whatever kind of value it is.
    [[1], [], "false"],
    [Number.NaN, [], "false"],
    [undefined, [], "unknown"],
    [null, [], "unknown"],
    [undefined, [1], "unknown"],
    [1, undefined, "unknown"],
    [1, null, "unknown"],
    [1, 1, "unknown"],
    [1, "1", "unknown"],
    [1, new Set([1]), "unknown"],
    [1, { 0: 1, length: 1 }, "unknown"],
  ])("%s within principal('ids') = %s is %s", (value, ids, expected) => {
    const row = { v: value };
    expect(conditionTruth({ v: { $in: principal("ids") } }, row, { ids })).toBe(expected);
    expect(conditionTruth({ v: { $nin: principal("ids") } }, row, { ids })).toBe(
      opposite[expected],
    );
  });
});

describe("$gt, $gte, $lt and $lte", () => {
  it.each<[unknown, string | number, readonly Truth[]]>([
    [2, 1, ["true", "true", "false", "false"]],
    [1, 1, ["false", "true", "false", "true"]],
    [0, 1, ["false", "false", "true", "true"]],
    [-0, 0, ["false", "true", "false", "true"]],
    [Number.MIN_VALUE, 0, ["true", "true", "false", "false"]],
    ["b", "a", ["true", "true", "false", "false"]],
    ["a", "a", ["false", "true", "false", "true"]],
    ["", "a", ["false", "false", "true", "true"]],
    // By UTF-16 code unit, as in SQL's "C" collation for ASCII: digits, capitals, small letters.
    ["10", "9", ["false", "false", "true", "true"]],
    ["Z", "a", ["false", "false", "true", "true"]],
    ["ä", "z", ["true", "true", "false", "false"]],
    ["\u{1F600}", "\uFF5E", ["false", "false", "true", "true"]],
    ["2024-01-02T00:00:00Z", "2024-01-01T00:00:00Z", ["true", "true", "false", "false"]],
  ])("%j against %j", (value, bound, expected) => {
    const truths = ["$gt", "$gte", "$lt", "$lte"].map((operator) =>
      conditionTruth({ v: { [operator]: bound } }, { v: value }),
    );
    expect(truths).toEqual(expected);
  });

  it.each<[string, unknown, unknown]>([
    ["text against a number", "5", 1],
    ["a number against text", 5, "1"],
    ["true against a number", true, 0],
    ["a Date against a number", new Date(5), 1],
    ["a Date against text", new Date(5), "1"],
    ["a bigint", 5n, 1],
    ["NaN", Number.NaN, 1],
    ["Infinity", Number.POSITIVE_INFINITY, 1],
    ["an array of one", [5], 1],
    ["an object with valueOf", { valueOf: () => 5 }, 1],
    ["null", null, 1],
    ["nothing", undefined, 1],
    ["a bound that is missing", 5, undefined],
    ["a bound that is null", 5, null],
    ["a bound that is an array", 5, [1]],
    ["a bound that is NaN", 5, Number.NaN],
    ["a boolean against a boolean", true, false],
  ])("cannot order %s", (_, value, bound) => {
    for (const operator of ["$gt", "$gte", "$lt", "$lte"]) {
      const when = { v: { [operator]: principal("bound") } };
      expect(conditionTruth(when, { v: value }, { bound })).toBe("unknown");
    }
  });
});

describe("$all", () => {
  it.each<[unknown, Truth]>([
    [["a", "b"], "true"],
    [["b", "x", "a", "a"], "true"],
    [["a"], "false"],
    [[], "false"],
    [["a", ["b"]], "false"],
    [["A", "B"], "false"],
    ["ab", "unknown"],
    [{ 0: "a", 1: "b", length: 2 }, "unknown"],
    [new Set(["a", "b"]), "unknown"],
    [null, "unknown"],
    [undefined, "unknown"],
  ])("%s holds 'a' and 'b': %s", (value, expected) => {
    expect(conditionTruth({ v: { $all: ["a", "b"] } }, { v: value })).toBe(expected);
  });

  it.each<[unknown, unknown, Truth]>([
    [["u1", "u2"], "u1", "true"],
    [["u2"], "u1", "false"],
    [["1"], 1, "false"],
    [["u1"], undefined, "unknown"],
    [["u1"], null, "unknown"],
    [[null, undefined], null, "unknown"],
    [[["u1"]], ["u1"], "unknown"],
    [[Number.NaN], Number.NaN, "unknown"],
    [undefined, "u1", "unknown"],
  ])("%s holds principal('id') = %j: %s", (value, id, expected) => {
    expect(conditionTruth({ v: { $all: [principal("id")] } }, { v: value }, { id })).toBe(expected);
  });

  it("is false when a known element is not there, whatever the unknown one", () => {
    const when = { v: { $all: ["a", principal("gone")] } };
    expect(conditionTruth(when, { v: ["b"] })).toBe("false");
    expect(conditionTruth(when, { v: ["a"] })).toBe("unknown");
  });
});
