import { describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { ProblemList } from "../../src/problems/problem-list.ts";
import type { ConditionForm } from "../../src/rules/parse-condition.ts";
import { ConditionParser, parseCondition } from "../../src/rules/parse-condition.ts";
import { callsOf } from "./calls-of.ts";

function parse(when: unknown, form: ConditionForm = "definition") {
  const problems = new ProblemList();
  const read = parseCondition(when, ["when"], problems, form);
  return { read, problems: problems.all.map(({ code, path }) => [code, path]) };
}

describe("ConditionParser", () => {
  it("examines a field once, and again only where something was wrong with it", () => {
    const problems = new ProblemList();
    const parser = new ConditionParser("definition", problems);
    // Into its steps.
    const examined = (when: object): number =>
      callsOf(String.prototype, "split", () => parser.parse(when, []));
    const counts = [{ a: 1 }, { a: 2, b: 2 }, { "a..b": 1 }, { "a..b": 1 }, { b: 3 }].map(examined);
    expect(counts).toEqual([1, 1, 1, 1, 0]);
    expect(problems.all.map(({ path }) => path)).toEqual(['["a..b"]', '["a..b"]']);
  });
});

describe("parseCondition", () => {
  it.each<[string, object, string]>([
    ["a value that cannot be compared", { a: [1] }, "when.a"],
    ["an operand that an operator does not take", { a: { $exists: 1 } }, "when.a.$exists"],
    ["an order of booleans", { a: { $gt: true } }, "when.a.$gt"],
  ])("leaves out %s, once it has reported it", (_, when, path) => {
    expect(parse({ ...when, b: 2 })).toEqual({
      read: [{ field: "b", operator: "$eq", operand: 2 }],
      problems: [["operand_invalid", path]],
    });
  });

  it("leaves the same out of a list", () => {
    expect(parse({ a: { $in: [1, null, 2] } })).toEqual({
      read: [{ field: "a", operator: "$in", operand: [1, 2] }],
      problems: [["operand_invalid", "when.a.$in[1]"]],
    });
  });

  it("takes a reference beside an operator for an operator that does not exist", () => {
    expect(parse({ a: { $principal: "id", $ne: 1 } })).toEqual({
      read: [{ field: "a", operator: "$ne", operand: 1 }],
      problems: [["operator_unknown", "when.a.$principal"]],
    });
  });

  it("takes what has more than a reference in it for no operand", () => {
    expect(parse({ a: { $eq: { $principal: "id", $ne: 1 } } })).toEqual({
      read: [],
      problems: [["operand_invalid", "when.a.$eq"]],
    });
    expect(parse({ a: { $eq: { $unknown: true, $ne: 1 } } }, "bound")).toEqual({
      read: [],
      problems: [["operand_invalid", "when.a.$eq"]],
    });
  });

  it.each<[string, object, ConditionForm]>([
    ["a reference", principal("tags"), "definition"],
    ["what was unknown", { $unknown: true }, "bound"],
  ])("$all takes an array, and not %s in its place", (_, $all, form) => {
    expect(parse({ a: { $all } }, form)).toEqual({
      read: [],
      problems: [["operand_invalid", "when.a.$all"]],
    });
    expect(parse({ a: { $in: $all } }, form).problems).toEqual([]);
  });
});
