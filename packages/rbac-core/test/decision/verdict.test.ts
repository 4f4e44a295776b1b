import { describe, expect, it } from "vitest";
import { verdictOf } from "../../src/decision/verdict.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { comparisons } from "../rules/comparisons.ts";

function rule(more: Partial<Rule> = {}): Rule {
  return {
    path: "roles.agent.can[0]",
    role: "agent",
    inverted: false,
    named: true,
    permissions: [0],
    ...more,
  };
}

const when = comparisons({ open: true });

describe("a verdict that refuses whatever the row", () => {
  it.each<[string, readonly Rule[], string]>([
    ["no rule", [], "permission_missing"],
    ["a denial of everything", [rule(), rule({ inverted: true })], "explicitly_denied"],
    ["conditional denials alone", [rule({ inverted: true, when })], "permission_missing"],
  ])("says nothing else: %s", (_, rules, code) => {
    const { whole, ...verdict } = verdictOf(rules);
    expect(verdict).toMatchObject({
      refused: { allowed: false, code },
      granted: undefined,
      grants: [],
      firstWhole: undefined,
      denials: [],
      fieldLimited: false,
      rowDecides: false,
    });
    expect(whole.find({}, {})).toBeUndefined();
  });
});

describe("the row decides alone", () => {
  it.each<[string, readonly Rule[], boolean]>([
    ["where grants have conditions and nothing else", [rule({ when })], true],
    ["beside a grant of some fields", [rule({ when }), rule({ fields: ["name"] })], true],
    ["not where a grant has no condition", [rule(), rule({ when })], false],
    ["not where something is denied", [rule({ when }), rule({ when, inverted: true })], false],
    ["not where every grant is of fields", [rule({ when, fields: ["name"] })], false],
  ])("%s", (_, rules, expected) => {
    expect(verdictOf(rules).rowDecides).toBe(expected);
  });
});
