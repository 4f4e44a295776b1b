import { ProblemList } from "../../src/problems/problem-list.ts";
import { compileCondition } from "../../src/rules/compile-condition.ts";
import { parseCondition } from "../../src/rules/parse-condition.ts";
import type { Truth } from "../../src/rules/truth.ts";
import { FALSE, TRUE } from "../../src/rules/truth.ts";

type NamedTruth = "true" | "false" | "unknown";

export function nameOf(truth: Truth): NamedTruth {
  return truth === TRUE ? "true" : truth === FALSE ? "false" : "unknown";
}

/** What a condition says of a row, asked by `who`. */
export function conditionTruth(when: unknown, row: object, who: object = {}): NamedTruth {
  const problems = new ProblemList();
  const comparisons = parseCondition(when, ["when"], problems);
  problems.throwIfAny();
  return nameOf(compileCondition(comparisons)(row, who));
}
