import { ProblemList } from "../../src/problems/problem-list.ts";
import type { Comparison } from "../../src/rules/comparison.ts";
import type { ConditionForm } from "../../src/rules/parse-condition.ts";
import { parseCondition } from "../../src/rules/parse-condition.ts";

/** What a condition without mistakes is read as. */
export function comparisons(when: unknown, form?: ConditionForm): readonly Comparison[] {
  const problems = new ProblemList();
  const read = parseCondition(when, ["when"], problems, form);
  problems.throwIfAny();
  return read;
}
