import { describe, expect, it } from "vitest";
import type { BoundCondition, RowConditions } from "../../src/index.ts";
import { matchesCondition, principal } from "../../src/index.ts";
import { loosePolicy } from "../decision/loose-policy.ts";

type Rules = readonly unknown[];
const who = {
  id: "u1",
  roles: ["agent"],
  teamIds: [1, 2],
  mixed: [1, null],
  nulls: [null],
  none: [],
  flag: true,
};

/** Values of `v` a row may have, typed as a column or not; and one that has no `v`. */
const VALUES = [
  1,
  2,
  3,
  "a",
  "b",
  "u1",
  "1",
  true,
  null,
  undefined,
  [],
  [1],
  ["a", "u1"],
  {},
  Number.NaN,
];
const rows: readonly object[] = [
  {},
  ...VALUES.map((v) => ({ v })),
  ...VALUES.map((v) => ({ v, w: 1 })),
  ...VALUES.map((v) => ({ v, w: 2 })),
];

function policyOf(can: Rules, cannot: Rules, more: object = {}) {
  return loosePolicy({
    permissions: { notes: ["read"] },
    roles: { agent: { can, cannot } },
    ...more,
  });
}

/** The conditions, once they were found to keep exactly the rows that `filter` keeps. */
function conditionsOf(can: Rules, cannot: Rules, more: object = {}): RowConditions {
  const policy = policyOf(can, cannot, more);
  const conditions = policy.conditionsFor(who, "notes:read");
  expect(rows.filter((row) => keeps(conditions, row))).toEqual(
    policy.filter(who, "notes:read", rows),
  );
  const text = JSON.stringify(conditions);
  expect(JSON.parse(text)).toEqual(conditions);
  return conditions;
}

function keeps(conditions: RowConditions, row: object): boolean {
  return conditions.kind === "some"
    ? matchesCondition(conditions.condition, row)
    : conditions.kind === "all";
}

const some = (condition: BoundCondition): RowConditions => ({ kind: "some", condition });
const when = (v: unknown, w?: unknown) => ({
  permission: "notes:read",
  when: w === undefined ? { v } : { v, w },
});
const gone = principal("gone");

describe("conditionsFor a grant", () => {
  it.each<[string, unknown, RowConditions]>([
    ["a literal", "a", some({ field: "v", operator: "$eq", value: "a" })],
    ["a null", null, some({ field: "v", operator: "$eq", value: null })],
    ["another than null", { $ne: null }, some({ field: "v", operator: "$ne", value: null })],
    ["$exists", { $exists: false }, some({ field: "v", operator: "$exists", value: false })],
    ["an order", { $lte: 2 }, some({ field: "v", operator: "$lte", value: 2 })],
    ["a reference", principal("id"), some({ field: "v", operator: "$eq", value: "u1" })],
    ["a missing reference", gone, { kind: "none" }],
    ["$ne of a missing reference", { $ne: gone }, { kind: "none" }],
    ["an order of a missing reference", { $gt: gone }, { kind: "none" }],
    [
      "a reference to a boolean",
      principal("flag"),
      some({ field: "v", operator: "$eq", value: true }),
    ],
    ["$gt a boolean", { $gt: principal("flag") }, { kind: "none" }],
    ["$gte a boolean", { $gte: principal("flag") }, { kind: "none" }],
    ["$lt a boolean", { $lt: principal("flag") }, { kind: "none" }],
    ["$lte a boolean", { $lte: principal("flag") }, { kind: "none" }],
    [
      "an order of a reference",
      { $gte: principal("id") },
      some({ field: "v", operator: "$gte", value: "u1" }),
    ],
    ["an order of a reference to a list", { $gt: principal("teamIds") }, { kind: "none" }],
    ["$in", { $in: ["a", 1] }, some({ field: "v", operator: "$in", value: ["a", 1] })],
    [
      "$in, one element missing",
      { $in: ["a", gone] },
      some({ field: "v", operator: "$in", value: ["a"] }),
    ],
    ["$in, all elements missing", { $in: [gone] }, { kind: "none" }],
    ["$nin", { $nin: ["a", 1] }, some({ field: "v", operator: "$nin", value: ["a", 1] })],
    ["$nin, one element missing", { $nin: ["a", gone] }, { kind: "none" }],
    [
      "$in a list",
      { $in: principal("teamIds") },
      some({ field: "v", operator: "$in", value: [1, 2] }),
    ],
    [
      "$in a list with null",
      { $in: principal("mixed") },
      some({ field: "v", operator: "$in", value: [1] }),
    ],
    ["$in a list of null", { $in: principal("nulls") }, { kind: "none" }],
    ["$in an empty list", { $in: principal("none") }, { kind: "none" }],
    ["$in no list", { $in: principal("id") }, { kind: "none" }],
    ["$in a missing list", { $in: gone }, { kind: "none" }],
    [
      "$nin a list",
      { $nin: principal("teamIds") },
      some({ field: "v", operator: "$nin", value: [1, 2] }),
    ],
    ["$nin a list with null", { $nin: principal("mixed") }, { kind: "none" }],
    [
      "$nin an empty list",
      { $nin: principal("none") },
      some({ field: "v", operator: "$exists", value: true }),
    ],
    ["$nin a missing list", { $nin: gone }, { kind: "none" }],
    [
      "$all",
      { $all: ["a", principal("id")] },
      some({ field: "v", operator: "$all", value: ["a", "u1"] }),
    ],
    ["$all, one element missing", { $all: ["a", gone] }, { kind: "none" }],
  ])("%s", (_, v, expected) => {
    expect(conditionsOf([when(v)], [])).toEqual(expected);
  });

  it("several comparisons are all demanded", () => {
    expect(conditionsOf([when({ $gte: 1, $lt: 3 }, 1)], [])).toEqual(
      some({
        and: [
          { field: "v", operator: "$gte", value: 1 },
          { field: "v", operator: "$lt", value: 3 },
          { field: "w", operator: "$eq", value: 1 },
        ],
      }),
    );
    expect(conditionsOf([when("a", gone)], [])).toEqual({ kind: "none" });
  });

  it("several grants are alternatives, of which an impossible one is left out", () => {
    expect(conditionsOf([when("a"), when(gone), when({ $in: [1] }, 1)], [])).toEqual(
      some({
        or: [
          { field: "v", operator: "$eq", value: "a" },
          {
            and: [
              { field: "v", operator: "$in", value: [1] },
              { field: "w", operator: "$eq", value: 1 },
            ],
          },
        ],
      }),
    );
    expect(conditionsOf([when("a"), when(gone)], [])).toEqual(
      some({ field: "v", operator: "$eq", value: "a" }),
    );
  });

  it("one of a field takes no row, because a list says no fields", () => {
    const field = { permission: "notes:read", fields: ["v"] };
    expect(conditionsOf([when("a"), field], [])).toEqual(
      some({ field: "v", operator: "$eq", value: "a" }),
    );
    expect(conditionsOf([field], [])).toEqual({ kind: "none" });
  });

  it("an unconditional one takes every row", () => {
    expect(conditionsOf(["notes:read"], [])).toEqual({ kind: "all" });
    expect(conditionsOf([when("a"), "notes:read", when(gone)], [])).toEqual({ kind: "all" });
  });
});

describe("conditionsFor a denial", () => {
  it.each<[string, unknown, RowConditions]>([
    ["a literal", "a", some({ not: { field: "v", operator: "$eq", value: "a" } })],
    ["a null", null, some({ not: { field: "v", operator: "$eq", value: null } })],
    ["$exists", { $exists: true }, some({ not: { field: "v", operator: "$exists", value: true } })],
    ["a reference", principal("id"), some({ not: { field: "v", operator: "$eq", value: "u1" } })],
    ["a missing reference", gone, { kind: "none" }],
    ["$ne of a missing reference", { $ne: gone }, { kind: "none" }],
    ["an order of a missing reference", { $lt: gone }, { kind: "none" }],
    ["$in, one element missing", { $in: ["a", gone] }, { kind: "none" }],
    [
      "$nin, one element missing",
      { $nin: ["a", gone] },
      some({ not: { field: "v", operator: "$nin", value: ["a"] } }),
    ],
    ["$nin, all elements missing", { $nin: [gone] }, { kind: "none" }],
    [
      "$in a list",
      { $in: principal("teamIds") },
      some({ not: { field: "v", operator: "$in", value: [1, 2] } }),
    ],
    ["$in a list with null", { $in: principal("mixed") }, { kind: "none" }],
    [
      "$in an empty list",
      { $in: principal("none") },
      some({ not: { field: "v", operator: "$exists", value: false } }),
    ],
    ["$in a missing list", { $in: gone }, { kind: "none" }],
    [
      "$nin a list",
      { $nin: principal("teamIds") },
      some({ not: { field: "v", operator: "$nin", value: [1, 2] } }),
    ],
    [
      "$nin a list with null",
      { $nin: principal("mixed") },
      some({ not: { field: "v", operator: "$nin", value: [1] } }),
    ],
    ["$nin a list of null", { $nin: principal("nulls") }, { kind: "none" }],
    ["$nin an empty list", { $nin: principal("none") }, { kind: "none" }],
    ["$all", { $all: ["a"] }, some({ not: { field: "v", operator: "$all", value: ["a"] } })],
    [
      "$all, one element missing",
      { $all: ["a", gone] },
      some({ not: { field: "v", operator: "$all", value: ["a"] } }),
    ],
    ["$all, all elements missing", { $all: [gone] }, { kind: "none" }],
  ])("%s", (_, v, expected) => {
    expect(conditionsOf(["notes:read"], [when(v)])).toEqual(expected);
  });

  it("a row passes by any comparison that is false, and never by an unknown one", () => {
    expect(conditionsOf(["notes:read"], [when("a", gone)])).toEqual(
      some({ not: { field: "v", operator: "$eq", value: "a" } }),
    );
    expect(conditionsOf(["notes:read"], [when("a", 1)])).toEqual(
      some({
        not: {
          and: [
            { field: "v", operator: "$eq", value: "a" },
            { field: "w", operator: "$eq", value: 1 },
          ],
        },
      }),
    );
  });

  it("several denials must each let the row pass, beside a grant that takes it", () => {
    expect(conditionsOf([when({ $exists: true })], [when("a"), when(2, 1)])).toEqual(
      some({
        and: [
          { field: "v", operator: "$exists", value: true },
          { not: { field: "v", operator: "$eq", value: "a" } },
          {
            not: {
              and: [
                { field: "v", operator: "$eq", value: 2 },
                { field: "w", operator: "$eq", value: 1 },
              ],
            },
          },
        ],
      }),
    );
    expect(conditionsOf(["notes:read"], [when("a"), when(gone)])).toEqual({ kind: "none" });
    expect(conditionsOf(["*"], ["notes:read"])).toEqual({ kind: "none" });
  });
});

describe("conditionsFor a tenant", () => {
  const tenant = (attribute: string) => ({ tenant: { row: "w", principal: attribute } });
  const home = { field: "w", operator: "$eq", value: 1 } as const;

  it("the row's workspace comes first", () => {
    const own = { ...who, home: 1 };
    const policy = policyOf(["notes:read"], [when("a")], tenant("home"));
    expect(policy.conditionsFor(own, "notes:read")).toEqual(
      some({ and: [home, { not: { field: "v", operator: "$eq", value: "a" } }] }),
    );
    expect(policyOf(["notes:read"], [], tenant("home")).conditionsFor(own, "notes:read")).toEqual(
      some(home),
    );
  });

  it.each(["gone", "teamIds", "nulls"])(
    "without a workspace in %s no row is allowed",
    (attribute) => {
      expect(conditionsOf(["notes:read"], [], tenant(attribute))).toEqual({ kind: "none" });
    },
  );
});

describe("conditionsFor, all in all", () => {
  it("`none` is the answer wherever every row is refused", () => {
    const policy = policyOf([{ permission: "notes:read", fields: ["title"] }], []);
    expect(policy.conditionsFor(who, "notes:read").kind).toBe("none");
    expect(policy.conditionsFor(null, "notes:read").kind).toBe("none");
    const open = policyOf(["*"], []);
    expect(open.withScopes({ "notes:read": ["r"] }).conditionsFor(who, "notes:read").kind).toBe(
      "none",
    );
    expect(open.withRoles([], { ceiling: [] }).conditionsFor(who, "notes:read").kind).toBe("none");
    const guarded = policyOf(["*"], [{ permission: "notes:read", fields: ["title"] }]);
    expect(guarded.conditionsFor(who, "notes:read").kind).toBe("none");
  });

  it("`none` throws at whoever reads its condition unseen, and is frozen", () => {
    const none = policyOf([], []).conditionsFor(who, "notes:read");
    expect(() => Object(none).condition).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_GUARD_MISUSED" }),
    );
    expect(Object.isFrozen(none)).toBe(true);
    expect(Object.keys(none)).toEqual(["kind"]);
    expect(JSON.stringify(none)).toBe('{"kind":"none"}');
  });

  it("what it returns is the caller's: changing it changes nothing", () => {
    const policy = policyOf([when({ $in: ["a", "b"] })], []);
    const conditions = policy.conditionsFor(who, "notes:read");
    const { value } = Object(conditions).condition;
    value.push("c");
    expect(policy.can(who, "notes:read", { v: "c" })).toBe(false);
    expect(policy.conditionsFor(who, "notes:read")).toEqual(
      some({ field: "v", operator: "$in", value: ["a", "b"] }),
    );
  });

  it("hostile values are values: nothing in them becomes an operator", () => {
    const policy = policyOf([when(principal("input"))], []);
    for (const input of ["$ne", "'; drop table notes; --", '{"$ne":null}']) {
      expect(policy.conditionsFor({ ...who, input }, "notes:read")).toEqual(
        some({ field: "v", operator: "$eq", value: input }),
      );
    }
    for (const input of [{ $ne: null }, [{ $ne: null }], { $exists: true }]) {
      expect(policy.conditionsFor({ ...who, input }, "notes:read").kind).toBe("none");
    }
  });
});

describe("matchesCondition", () => {
  const yes: BoundCondition = { field: "a", operator: "$eq", value: 1 };
  const no: BoundCondition = { field: "a", operator: "$eq", value: 2 };
  const unknown: BoundCondition = { field: "b", operator: "$eq", value: 1 };

  it.each<[string, BoundCondition, boolean]>([
    ["true", yes, true],
    ["false", no, false],
    ["unknown", unknown, false],
    ["not true", { not: yes }, false],
    ["not false", { not: no }, true],
    ["not unknown", { not: unknown }, false],
    ["true and unknown", { and: [yes, unknown] }, false],
    ["not (true and unknown)", { not: { and: [yes, unknown] } }, false],
    ["not (false and unknown)", { not: { and: [unknown, no] } }, true],
    ["true or unknown", { or: [unknown, yes] }, true],
    ["false or unknown", { or: [no, unknown] }, false],
    ["not (false or unknown)", { not: { or: [no, unknown] } }, false],
    ["not (false or false)", { not: { or: [no, no] } }, true],
    ["all of nothing", { and: [] }, true],
    ["any of nothing", { or: [] }, false],
  ])("%s", (_, condition, expected) => {
    expect(matchesCondition(condition, { a: 1 })).toBe(expected);
  });
});
