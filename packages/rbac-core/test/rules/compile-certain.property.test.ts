import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProblemList } from "../../src/problems/problem-list.ts";
import { compileCertain } from "../../src/rules/compile-certain.ts";
import { compileCondition } from "../../src/rules/compile-condition.ts";
import type { Indexed } from "../../src/rules/field-path.ts";
import { parseCondition } from "../../src/rules/parse-condition.ts";
import { TRUE } from "../../src/rules/truth.ts";
import { SEED, UNDER_MUTATION } from "../proof/seed.ts";

const FIELDS = ["a", "b", "c.d"] as const;
const scalar = fc.constantFrom("x", "x", "1", 1, 1, 0, -0, true);
const reference = fc.constantFrom(...FIELDS).map(($principal) => ({ $principal }));
const operand = fc.oneof(scalar, reference);
const order = fc.oneof(fc.constantFrom("x", "1", 1, 0), reference);
const list = fc.array(operand, { minLength: 1, maxLength: 4 });

const comparison = fc.oneof(
  operand.map(($eq) => ({ $eq })),
  operand.map(($ne) => ({ $ne })),
  fc.constant({ $eq: null }),
  list.map(($in) => ({ $in })),
  reference.map(($in) => ({ $in })),
  list.map(($nin) => ({ $nin })),
  reference.map(($nin) => ({ $nin })),
  order.map(($gte) => ({ $gte })),
  fc.boolean().map(($exists) => ({ $exists })),
  list.map(($all) => ({ $all })),
);
const condition = fc.dictionary(fc.constantFrom(...FIELDS), comparison, { minKeys: 1, maxKeys: 2 });

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  {
    weight: 3,
    arbitrary: fc.array(fc.oneof(scalar, fc.constantFrom(null, undefined, Number.NaN))),
  },
  fc.constantFrom(null, undefined, Number.NaN, { d: 1 }, ["x"]),
  scalar.map((d) => ({ d })),
);
const own: fc.Arbitrary<Indexed> = fc.record(
  { a: value, b: value, c: value },
  { requiredKeys: [] },
);
/** Own properties, and in every fifth case others inherited from an object above. */
const object: fc.Arbitrary<Indexed> = fc.oneof(
  { weight: 4, arbitrary: own },
  fc.tuple(own, own).map(([above, self]) => Object.assign(Object.create(above), self)),
);

describe("compileCertain", () => {
  it("is true exactly where the three-valued condition is", () => {
    const numRuns = UNDER_MUTATION ? 2_000 : 20_000;
    let certain = 0;
    fc.assert(
      fc.property(condition, object, object, (when, row, who) => {
        const problems = new ProblemList();
        const comparisons = parseCondition(when, ["when"], problems);
        problems.throwIfAny();
        const holds = compileCertain(comparisons)(row, who);
        expect(holds).toBe(compileCondition(comparisons)(row, who) === TRUE);
        if (holds) certain += 1;
      }),
      { seed: SEED, numRuns },
    );
    // Of mostly false conditions, it would say little that they are equal.
    expect(certain).toBeGreaterThan(numRuns / 20);
  });
});
