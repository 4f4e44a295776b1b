import { describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

type Allowed = "yes" | "no";

/** Is the action allowed where `when` is a grant's condition, and where it is that of a denial beside a plain grant? */
function answers(when: unknown, row: object, x?: unknown): readonly [Allowed, Allowed] {
  const rule = { permission: "contacts:read", when };
  const policy = loosePolicy({
    permissions: { contacts: ["read"] },
    roles: { granted: { can: [rule] }, denied: { can: ["contacts:read"], cannot: [rule] } },
  });
  const ask = (role: string, refusal: string): Allowed => {
    const who = x === undefined ? { id: "1", roles: [role] } : { id: "1", roles: [role], x };
    const { allowed, code } = policy.decide(who, "contacts:read", row);
    expect(code).toBe(allowed ? "granted" : refusal);
    return allowed ? "yes" : "no";
  };
  return [ask("granted", "condition_not_met"), ask("denied", "explicitly_denied")];
}

const X = principal("x");

/** What is said of `v`; the row; allowed by it as a grant; allowed despite it as a denial. */
type Line = readonly [kind: string, row: object, grant: Allowed, denial: Allowed];
const LITERALS: readonly (readonly [operator: string, v: unknown, lines: readonly Line[]])[] = [
  [
    "$eq",
    { $eq: "a" },
    [
      ["present, true", { v: "a" }, "yes", "no"],
      ["present, false", { v: "b" }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: ["a"] }, "no", "no"],
      ["an object", { v: { a: "a" } }, "no", "no"],
      ["another type", { v: 5 }, "no", "yes"],
    ],
  ],
  [
    "$ne",
    { $ne: "a" },
    [
      ["present, true", { v: "b" }, "yes", "no"],
      ["present, false", { v: "a" }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: ["b"] }, "no", "no"],
      ["an object", { v: { a: "b" } }, "no", "no"],
      ["another type", { v: 5 }, "yes", "no"],
    ],
  ],
  [
    "$in",
    { $in: ["a", "b"] },
    [
      ["present, true", { v: "b" }, "yes", "no"],
      ["present, false", { v: "c" }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: ["a", "b"] }, "no", "no"],
      ["an object", { v: { a: "a" } }, "no", "no"],
      ["another type", { v: 5 }, "no", "yes"],
    ],
  ],
  [
    "$nin",
    { $nin: ["a", "b"] },
    [
      ["present, true", { v: "c" }, "yes", "no"],
      ["present, false", { v: "b" }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: ["c"] }, "no", "no"],
      ["an object", { v: { a: "c" } }, "no", "no"],
      ["another type", { v: 5 }, "yes", "no"],
    ],
  ],
  [
    "$gt",
    { $gt: 10 },
    [
      ["present, true", { v: 11 }, "yes", "no"],
      ["present, false", { v: 10 }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: [11] }, "no", "no"],
      ["an object", { v: { a: 11 } }, "no", "no"],
      ["another type", { v: "11" }, "no", "no"],
    ],
  ],
  [
    "$gte",
    { $gte: 10 },
    [
      ["present, true", { v: 10 }, "yes", "no"],
      ["present, false", { v: 9 }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: [11] }, "no", "no"],
      ["an object", { v: { a: 11 } }, "no", "no"],
      ["another type", { v: "11" }, "no", "no"],
    ],
  ],
  [
    "$lt",
    { $lt: 10 },
    [
      ["present, true", { v: 9 }, "yes", "no"],
      ["present, false", { v: 10 }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: [9] }, "no", "no"],
      ["an object", { v: { a: 9 } }, "no", "no"],
      ["another type", { v: "9" }, "no", "no"],
    ],
  ],
  [
    "$lte",
    { $lte: 10 },
    [
      ["present, true", { v: 10 }, "yes", "no"],
      ["present, false", { v: 11 }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an array", { v: [9] }, "no", "no"],
      ["an object", { v: { a: 9 } }, "no", "no"],
      ["another type", { v: false }, "no", "no"],
    ],
  ],
  [
    "$all",
    { $all: ["a", "b"] },
    [
      ["present, true", { v: ["b", "c", "a"] }, "yes", "no"],
      ["present, false", { v: ["a", "c"] }, "no", "yes"],
      ["missing", {}, "no", "no"],
      ["null", { v: null }, "no", "no"],
      ["an empty array", { v: [] }, "no", "yes"],
      ["an object", { v: { a: "a", b: "b" } }, "no", "no"],
      ["another type", { v: "a,b" }, "no", "no"],
    ],
  ],
  [
    "$exists: true",
    { $exists: true },
    [
      ["present", { v: "a" }, "yes", "no"],
      ["present and falsy", { v: false }, "yes", "no"],
      ["missing", {}, "no", "yes"],
      ["null", { v: null }, "no", "yes"],
      ["an array", { v: [] }, "yes", "no"],
      ["an object", { v: {} }, "yes", "no"],
      ["another type", { v: 0 }, "yes", "no"],
    ],
  ],
  [
    "$exists: false",
    { $exists: false },
    [
      ["present", { v: "a" }, "no", "yes"],
      ["present and falsy", { v: false }, "no", "yes"],
      ["missing", {}, "yes", "no"],
      ["null", { v: null }, "yes", "no"],
      ["an array", { v: [] }, "no", "yes"],
      ["an object", { v: {} }, "no", "yes"],
      ["another type", { v: 0 }, "no", "yes"],
    ],
  ],
  [
    "$eq: null",
    { $eq: null },
    [
      ["present", { v: "a" }, "no", "yes"],
      ["present and falsy", { v: "" }, "no", "yes"],
      ["missing", {}, "yes", "no"],
      ["null", { v: null }, "yes", "no"],
      ["an array", { v: [null] }, "no", "yes"],
      ["an object", { v: {} }, "no", "yes"],
      ["another type", { v: 0 }, "no", "yes"],
    ],
  ],
  [
    "$ne: null",
    { $ne: null },
    [
      ["present", { v: "a" }, "yes", "no"],
      ["present and falsy", { v: "" }, "yes", "no"],
      ["missing", {}, "no", "yes"],
      ["null", { v: null }, "no", "yes"],
      ["an array", { v: [null] }, "yes", "no"],
      ["an object", { v: {} }, "yes", "no"],
      ["another type", { v: 0 }, "yes", "no"],
    ],
  ],
];

/** The same with the principal's attribute `x` in the condition: what is said of `v`; the row; the values of `x`. */
type ReferenceLine = readonly [kind: string, x: unknown, grant: Allowed, denial: Allowed];
const REFERENCES: readonly (readonly [
  operator: string,
  v: unknown,
  row: object,
  lines: readonly ReferenceLine[],
])[] = [
  [
    "$eq: x",
    { $eq: X },
    { v: "a" },
    [
      ["equal", "a", "yes", "no"],
      ["different", "b", "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", ["a"], "no", "no"],
      ["an object", { a: "a" }, "no", "no"],
      ["another type", 5, "no", "yes"],
    ],
  ],
  [
    "$ne: x",
    { $ne: X },
    { v: "a" },
    [
      ["different", "b", "yes", "no"],
      ["equal", "a", "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", ["b"], "no", "no"],
      ["an object", { a: "b" }, "no", "no"],
      ["another type", 5, "yes", "no"],
    ],
  ],
  [
    "$gt: x",
    { $gt: X },
    { v: 10 },
    [
      ["less", 9, "yes", "no"],
      ["equal", 10, "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", [9], "no", "no"],
      ["another type", "9", "no", "no"],
    ],
  ],
  [
    "$gte: x",
    { $gte: X },
    { v: 10 },
    [
      ["equal", 10, "yes", "no"],
      ["more", 11, "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", [9], "no", "no"],
      ["another type", "9", "no", "no"],
    ],
  ],
  [
    "$lt: x",
    { $lt: X },
    { v: 10 },
    [
      ["more", 11, "yes", "no"],
      ["equal", 10, "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", [11], "no", "no"],
      ["another type", "11", "no", "no"],
    ],
  ],
  [
    "$lte: x",
    { $lte: X },
    { v: 10 },
    [
      ["equal", 10, "yes", "no"],
      ["less", 9, "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", [11], "no", "no"],
      ["a boolean", true, "no", "no"],
    ],
  ],
  [
    "$in: [z, x]",
    { $in: ["z", X] },
    { v: "a" },
    [
      ["equal", "a", "yes", "no"],
      ["different", "b", "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", ["a"], "no", "no"],
    ],
  ],
  [
    "$in: [a, x], the literal found",
    { $in: ["a", X] },
    { v: "a" },
    [
      ["different", "b", "yes", "no"],
      ["missing", undefined, "yes", "no"],
      ["null", null, "yes", "no"],
      ["an array", ["b"], "yes", "no"],
    ],
  ],
  [
    "$nin: [z, x]",
    { $nin: ["z", X] },
    { v: "a" },
    [
      ["different", "b", "yes", "no"],
      ["equal", "a", "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", ["b"], "no", "no"],
    ],
  ],
  [
    "$nin: [a, x], the literal found",
    { $nin: ["a", X] },
    { v: "a" },
    [
      ["missing", undefined, "no", "yes"],
      ["null", null, "no", "yes"],
    ],
  ],
  [
    "$in: x",
    { $in: X },
    { v: "a" },
    [
      ["a list with it", ["b", "a"], "yes", "no"],
      ["a list without it", ["b"], "no", "yes"],
      ["an empty list", [], "no", "yes"],
      ["a list with it and null", [null, "a"], "yes", "no"],
      ["a list with null", [null, "b"], "no", "no"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["no list", "a", "no", "no"],
      ["an object", { 0: "a", length: 1 }, "no", "no"],
    ],
  ],
  [
    "$nin: x",
    { $nin: X },
    { v: "a" },
    [
      ["a list without it", ["b"], "yes", "no"],
      ["a list with it", ["b", "a"], "no", "yes"],
      ["an empty list", [], "yes", "no"],
      ["a list with it and null", [null, "a"], "no", "yes"],
      ["a list with null", [null, "b"], "no", "no"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["no list", "b", "no", "no"],
    ],
  ],
  [
    "$in: x, the field missing",
    { $in: X },
    {},
    [
      ["a list", ["a"], "no", "no"],
      ["an empty list", [], "no", "no"],
    ],
  ],
  [
    "$nin: x, the field missing",
    { $nin: X },
    {},
    [
      ["a list", ["a"], "no", "no"],
      ["an empty list", [], "no", "no"],
    ],
  ],
  [
    "$all: [x]",
    { $all: [X] },
    { v: ["a", "b"] },
    [
      ["an element", "a", "yes", "no"],
      ["no element", "c", "no", "yes"],
      ["missing", undefined, "no", "no"],
      ["null", null, "no", "no"],
      ["an array", ["a"], "no", "no"],
      ["another type", 5, "no", "yes"],
    ],
  ],
  [
    "$all: [c, x], the literal absent",
    { $all: ["c", X] },
    { v: ["a", "b"] },
    [
      ["an element", "a", "no", "yes"],
      ["missing", undefined, "no", "yes"],
      ["null", null, "no", "yes"],
    ],
  ],
];

describe("the truth table of conditions", () => {
  it("CASL-06 every operator, of a field present, missing, null, array, object or of another type", () => {
    for (const [operator, v, lines] of LITERALS) {
      for (const [kind, row, grant, denial] of lines) {
        expect([operator, kind, ...answers({ v }, row)]).toEqual([operator, kind, grant, denial]);
      }
    }
    expect(LITERALS.flatMap(([, , lines]) => lines)).toHaveLength(13 * 7);
  });

  it("CASL-06 every operator, of a reference present, missing, null, array or of another type", () => {
    for (const [operator, v, row, lines] of REFERENCES) {
      for (const [kind, x, grant, denial] of lines) {
        const found = answers({ v }, row, x);
        expect([operator, kind, ...found]).toEqual([operator, kind, grant, denial]);
      }
    }
  });

  it("CASL-06 { $exists: true, $eq: true } is false, not unknown, of a missing field", () => {
    const when = { v: { $exists: true, $eq: true } };
    expect(answers(when, {})).toEqual(["no", "yes"]);
    expect(answers(when, { v: null })).toEqual(["no", "yes"]);
    expect(answers(when, { v: true })).toEqual(["yes", "no"]);
  });
});
