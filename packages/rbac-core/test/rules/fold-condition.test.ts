import { describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { foldDenial, foldGrant } from "../../src/rules/fold-condition.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { comparisons } from "./comparisons.ts";

function rule(when: object): Rule {
  return {
    path: "roles.agent.can[0]",
    role: "agent",
    inverted: false,
    named: true,
    permissions: [0],
    when: comparisons(when),
  };
}

const eq = { ownerId: principal("ownerId") };
const among = { team: { $in: principal("teams") } };
const outside = { team: { $nin: principal("teams") } };
const half = { teams: ["a", null] };

describe("a comparison without anything unknown", () => {
  it.each<[string, object, object, unknown]>([
    ["a value", { n: 1 }, {}, { field: "n", operator: "$eq", value: 1 }],
    ["null", { n: null }, {}, { field: "n", operator: "$eq", value: null }],
    ["an attribute", eq, { ownerId: "u1" }, { field: "ownerId", operator: "$eq", value: "u1" }],
    ["a list", among, { teams: ["a"] }, { field: "team", operator: "$in", value: ["a"] }],
  ])("%s: is the same of a grant and of a denial", (_, when, who, folded) => {
    expect(foldGrant(rule(when), who)).toEqual([folded]);
    expect(foldDenial(rule(when), who)).toEqual([folded]);
  });
});

describe("what the principal does not have", () => {
  it.each<[string, object, object, unknown, unknown]>([
    ["a missing attribute", eq, {}, "never", "always"],
    ["a missing list", among, {}, "never", "always"],
    [
      "in a list with a hole",
      among,
      half,
      { field: "team", operator: "$in", value: ["a"] },
      "always",
    ],
    [
      "outside a list with a hole",
      outside,
      half,
      "never",
      { field: "team", operator: "$nin", value: ["a"] },
    ],
    [
      "in an empty list",
      among,
      { teams: [] },
      "never",
      { field: "team", operator: "$exists", value: false },
    ],
    [
      "outside an empty list",
      outside,
      { teams: [] },
      { field: "team", operator: "$exists", value: true },
      "always",
    ],
  ])(
    "%s: keeps a grant from granting, a denial from letting pass",
    (_, when, who, grant, denial) => {
      expect(foldGrant(rule(when), who)).toEqual([grant]);
      expect(foldDenial(rule(when), who)).toEqual([denial]);
    },
  );
});
