import { describe, expect, it } from "vitest";
import { compileComparison, compileCondition } from "../../src/rules/compile-condition.ts";
import { FALSE, TRUE, UNKNOWN } from "../../src/rules/truth.ts";
import { callsOf } from "./calls-of.ts";
import { comparisons } from "./comparisons.ts";

describe("compileCondition", () => {
  it("asks one comparison by itself, and goes through the list of two", () => {
    const walks = (when: object): number => {
      const test = compileCondition(comparisons(when));
      return callsOf(Array.prototype, Symbol.iterator, () => test({ team: 2, open: true }, {}));
    };
    expect([walks({ team: 2 }), walks({ team: 2, open: true })]).toEqual([0, 1]);
  });

  it("copies a list for every row only where the principal is in it", () => {
    const copies = (when: object): number => {
      const test = compileCondition(comparisons(when));
      return callsOf(Array.prototype, "map", () =>
        expect(test({ team: 2 }, { team: 2 })).toBe(TRUE),
      );
    };
    expect(copies({ team: { $in: [1, 2] } })).toBe(0);
    expect(copies({ team: { $in: [1, { $principal: "team" }] } })).toBe(1);
  });
});

describe("compileComparison", () => {
  it("$all of an attribute is unknown where the principal has no such list", () => {
    const operand = { $principal: "tags" };
    const test = compileComparison({ field: "tags", operator: "$all", operand });
    const row = { tags: ["a", "b"] };
    expect(test(row, { tags: ["a"] })).toBe(TRUE);
    expect(test(row, { tags: ["c"] })).toBe(FALSE);
    expect(test(row, {})).toBe(UNKNOWN);
    expect(test(row, { tags: "a" })).toBe(UNKNOWN);
  });

  it.each(["$eq", "$ne", "$in", "$nin", "$gt", "$gte", "$lt", "$lte"])(
    "%s of what was unknown when it was bound is unknown of every row",
    (operator) => {
      const [comparison] = comparisons({ n: { [operator]: { $unknown: true } } }, "bound");
      if (comparison === undefined) throw new Error("One comparison was written.");
      const test = compileComparison(comparison);
      expect([{ n: 1 }, { n: "1" }, { n: null }, {}].map((row) => test(row, {}))).toEqual(
        Array(4).fill(UNKNOWN),
      );
    },
  );
});
