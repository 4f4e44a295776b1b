import { describe, expect, it } from "vitest";
import { definePolicy, isRbacError, principal, readSnapshot } from "../../src/index.ts";
import { loosePolicy } from "./loose-policy.ts";

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return isRbacError(error) ? error.message : `untyped: ${String(error)}`;
  }
  return "nothing was refused";
}

/** What is said of one condition, without the frame around every list of problems. */
function conditionMessage(when: unknown): string {
  const message = messageOf(() =>
    loosePolicy({
      permissions: { c: ["r"] },
      roles: { a: { can: [{ permission: "c:r", when }] } },
    }),
  );
  return message.split("\n")[1]?.trim() ?? message;
}

const policy = definePolicy({
  permissions: { c: ["r"], d: ["w"] },
  roles: { a: { can: ["c:r"] } },
});
const can = (who: unknown, options?: unknown) => () =>
  policy.can(who as never, "c:r", undefined, options as never);

describe("messages say what, where and of what kind", () => {
  const own = " Give own properties: { id: string, roles: string[] }.";
  it.each<[string, () => unknown, string]>([
    ["a principal", can(7), `the principal must be an object, and is a number.${own}`],
    ["an id", can({ id: 7, roles: [] }), `principal.id must be a string, and is a number.${own}`],
    [
      "roles",
      can({ id: "7", roles: "a" }),
      `principal.roles must be an array of strings, and is a string.${own}`,
    ],
    [
      "scopes",
      can({ id: "7", roles: [], scopes: "s" }),
      `principal.scopes must be an array of strings, and is a string.${own}`,
    ],
    [
      "fields",
      can({ id: "7", roles: [] }, { fields: "name" }),
      "options.fields must be an array of strings, and is a string.",
    ],
    [
      "elements of fields",
      can({ id: "7", roles: [] }, { fields: [1] }),
      "options.fields must be an array of strings, and is an array of something else.",
    ],
    [
      "a permission like no other",
      () => policy.can(null, "zzzzzzzzzz:q" as never),
      '"zzzzzzzzzz:q" is no permission of this policy.',
    ],
  ])("%s", (_name, call, message) => {
    expect(messageOf(call)).toBe(message);
  });

  const at = "roles.a.can[0].when";
  it.each<[unknown, string]>([
    [
      { f: { $exists: 1 } },
      `${at}.f.$exists: $exists takes true or false, and this is a number. [operand_invalid]`,
    ],
    [
      { f: { $gt: true } },
      `${at}.f.$gt: $gt orders numbers or strings, and this is a boolean. [operand_invalid]`,
    ],
    [
      { f: { $all: "x" } },
      `${at}.f.$all: $all takes an array, and this is a string. [operand_invalid]`,
    ],
    [
      { f: { $in: [] } },
      `${at}.f.$in: $in of an empty array says nothing. Leave it out. [operand_invalid]`,
    ],
    [
      { f: { $eq: [1] } },
      `${at}.f.$eq: this must be a string, number, boolean or principal("…"), and is an array. Compare with several values by $in. [operand_invalid]`,
    ],
    [
      { f: { $eq: { $principal: "id", also: 1 } } },
      `${at}.f.$eq: this must be a string, number, boolean or principal("…"), and is an object. [operand_invalid]`,
    ],
    [
      { f: { $eq: principal("a..b") } },
      `${at}.f.$eq.$principal: "a..b" is no field. A field is a name, or up to 8 names joined by dots. [field_invalid]`,
    ],
    [
      { f: { $eq: { $principal: 1 } } },
      `${at}.f.$eq.$principal: this must name a field, and is a number. [field_invalid]`,
    ],
  ])("the condition %j", (when, message) => {
    expect(conditionMessage(when)).toBe(message);
  });
});

describe("which rule is named", () => {
  const when = { f: 1 };
  const named = definePolicy({
    permissions: { c: ["r"] },
    roles: {
      a: {
        can: [{ permission: "c:r", when }, "c:r", { permission: "c:r", when }],
        cannot: [{ permission: "c:r", when: { closed: true } }],
      },
      b: { can: [{ permission: "c:r", fields: ["x"], when }] },
      c: { extends: ["b"], cannot: [{ permission: "c:r", fields: ["y"] }] },
    },
  });

  it("the unconditional grant before conditional ones", () => {
    const row = { f: 1, closed: false };
    expect(named.decide({ id: "1", roles: ["a"] }, "c:r", row).rule).toBe("roles.a.can[1]");
  });

  it("by explain, without fields: the grant of some does not cover the whole, the denial of some may concern it", () => {
    const { considered } = named.explain({ id: "1", roles: ["c"] }, "c:r", { f: 1 });
    expect(considered.map(({ rule, outcome }) => [rule, outcome])).toEqual([
      ["roles.c.cannot[0]", "unknown"],
      ["roles.b.can[0]", "failed"],
    ]);
  });

  it("and no condition is offered that would leave a field uncovered", () => {
    const who = { id: "1", roles: ["b"] };
    expect(named.explain(who, "c:r", { f: 2 }, { fields: ["z"] }).wouldAllow).toEqual([]);
    expect(named.explain(who, "c:r", { f: 2 }, { fields: ["x"] }).wouldAllow).toEqual([
      { kind: "condition", rule: "roles.b.can[0]" },
    ]);
  });
});

describe("a boolean attribute", () => {
  it("is compared by $eq in a snapshot as in the policy", () => {
    const flagged = definePolicy({
      permissions: { c: ["r"] },
      roles: { a: { can: [{ permission: "c:r", when: { beta: principal("beta") } }] } },
      tenant: { row: "home", principal: "home" },
    });
    const who = { id: "1", roles: ["a"], beta: true, home: false };
    const row = { beta: true, home: false };
    expect(flagged.can(who, "c:r", row)).toBe(true);
    expect(readSnapshot(JSON.stringify(flagged.snapshotFor(who))).can("c:r", row)).toBe(true);
  });
});
