import { describe, expect, it } from "vitest";
import { GrantSearch } from "../../src/decision/grant-search.ts";
import type { Indexed } from "../../src/rules/field-path.ts";
import { comparisons } from "../rules/comparisons.ts";
import { noting } from "../rules/noting.ts";
import { loosePolicy } from "./loose-policy.ts";

const permission = "contacts:read";
const who = { id: "1", roles: ["agent"] };

function deciding(grants: readonly object[], row: object): string | undefined {
  const can = grants.map((when) => ({ permission, when }));
  const policy = loosePolicy({ permissions: { contacts: ["read"] }, roles: { agent: { can } } });
  const { rule, allowed } = policy.decide(who, permission, row);
  expect(policy.can(who, permission, row)).toBe(allowed);
  return allowed ? rule : undefined;
}

const teams = [1, 2, 3, 4, 5, 6].map((team) => ({ team }));

describe("grants that want one value each of the same field", () => {
  it.each([
    [{ team: 1 }, 0],
    [{ team: 4 }, 3],
    [{ team: 6 }, 5],
  ])("%j meets the grant that wants it", (row, at) => {
    expect(deciding(teams, row)).toBe(`roles.agent.can[${at}]`);
  });

  it.each<[object]>([
    [{ team: 7 }],
    [{ team: "1" }],
    [{ team: [1] }],
    [{ team: null }],
    [{}],
    [Object.create({ team: 1 })],
    [{ __proto__: { team: 1 } }],
  ])("%o meets none", (row) => {
    expect(deciding(teams, row)).toBeUndefined();
  });

  it("of two that want the same value the first is named", () => {
    expect(deciding([...teams, { team: 3 }], { team: 3 })).toBe("roles.agent.can[2]");
  });

  it("keeps the order among others: before, between and after", () => {
    const open = { status: "open" };
    const grants = [open, ...teams, { status: "closed" }, ...teams];
    expect(deciding(grants, { team: 1, status: "open" })).toBe("roles.agent.can[0]");
    expect(deciding(grants, { team: 1, status: "closed" })).toBe("roles.agent.can[1]");
    expect(deciding(grants, { team: 9, status: "closed" })).toBe("roles.agent.can[7]");
    expect(deciding([...teams, open], { team: 9, status: "open" })).toBe("roles.agent.can[6]");
  });

  it("tells true from 1 from its string, and 0 from -0 not", () => {
    const values = [true, 1, "1", "true", 0].map((v) => ({ v }));
    expect([true, 1, "1", "true", 0, -0].map((v) => deciding(values, { v }))).toEqual(
      [0, 1, 2, 3, 4, 4].map((at) => `roles.agent.can[${at}]`),
    );
  });

  it("a value at the end of a path, or among two conditions, is asked like any other", () => {
    const nested = [1, 2, 3, 4, 5].map((id) => ({ "team.id": id }));
    expect(deciding(nested, { team: { id: 4 } })).toBe("roles.agent.can[3]");
    const pairs = [1, 2, 3, 4, 5].map((team) => ({ team, open: true }));
    expect(deciding(pairs, { team: 4, open: true })).toBe("roles.agent.can[3]");
    expect(deciding(pairs, { team: 4, open: false })).toBeUndefined();
  });

  it("answers for ten thousand of them", () => {
    const many = Array.from({ length: 10_000 }, (_, team) => ({ team }));
    expect(deciding(many, { team: 9_999 })).toBe("roles.agent.can[9999]");
    expect(deciding(many, { team: 10_000 })).toBeUndefined();
  });
});

/** Which of the grants a row meets first, by its place; a grant without a condition is `undefined`. */
function search(grants: readonly (object | undefined)[]): GrantSearch<number> {
  return GrantSearch.of(
    grants.map((when, matched) => ({
      matched,
      rule: {
        path: `roles.agent.can[${matched}]`,
        role: "agent",
        inverted: false,
        named: true,
        permissions: [0],
        ...(when === undefined ? {} : { when: comparisons(when) }),
      },
    })),
  );
}

/** How often a row that meets none of the grants is asked whether it has a team. */
function asked(grants: readonly object[]): number {
  const row = noting<Indexed>({ team: -1 });
  expect(search(grants).find(row.object, {})).toBeUndefined();
  return row.asked.filter((what) => what === "own team").length;
}

describe("how often a row is asked for one property", () => {
  const wanting = (count: number): object[] =>
    Array.from({ length: count }, (_, team) => ({ team }));

  it("once for a thousand grants that want one value each", () => {
    expect(asked(wanting(1_000))).toBe(1);
    expect(asked([...wanting(1_000), { open: true }, ...wanting(1_000)])).toBe(2);
  });

  it("once a grant, up to three of them", () => {
    expect([1, 2, 3, 4, 5].map((count) => asked(wanting(count)))).toEqual([1, 2, 3, 1, 1]);
  });

  it.each<[string, readonly object[]]>([
    ["lists", [1, 2, 3, 4, 5].map((team) => ({ team: { $in: [team] } }))],
    ["a value and another condition", [1, 2, 3, 4, 5].map((team) => ({ team, open: true }))],
    ["more than a value", [1, 2, 3, 4, 5].map((team) => ({ team: { $gt: team } }))],
    ["attributes", ["a", "b", "c", "d", "e"].map(($principal) => ({ team: { $principal } }))],
  ])("once a grant of %s", (_, grants) => {
    expect(asked(grants)).toBe(5);
  });
});

describe("grants that are no look-up, four or more of them together", () => {
  it.each<[string, readonly (object | undefined)[], Indexed, number | undefined]>([
    ["of anything but a value", [1, 2, 3, 4, 5].map((n) => ({ n: { $ne: n } })), { n: 1 }, 1],
    ["of more than a value", [1, 2, 3, 4, 5].map((n) => ({ n: { $gt: n } })), { n: 2 }, 0],
    ["of null", [{ n: null }, { n: null }, { n: null }, { n: null }], { n: 1 }, undefined],
    ["of null that is met", [{ n: 1 }, { n: null }, { n: 2 }, { n: 3 }, { n: 4 }], {}, 1],
    ["of everything", [undefined, undefined, undefined, undefined], {}, 0],
    ["of everything after a value", [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }, undefined], {}, 4],
    ["of values of two fields", [{ a: 1 }, { b: 1 }, { a: 2 }, { b: 2 }, { a: 3 }], { b: 2 }, 3],
    ["none at all", [], {}, undefined],
  ])("%s", (_, grants, row, met) => {
    expect(search(grants).find(row, {})).toBe(met);
  });
});

describe("a polluted prototype", () => {
  it("lends no grant a field and a value to be looked up by", () => {
    const grants = [1, 2, 3, 4].map((n) => ({ n: { $gt: n } }));
    let met: (number | undefined)[];
    for (const [key, value] of Object.entries({ field: "team", value: 1 })) {
      Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
    }
    // Nothing is expected meanwhile: what compares values defines properties.
    try {
      const found = search(grants);
      met = [found.find({ team: 1, n: 0 }, {}), found.find({ team: 2, n: 9 }, {})];
    } finally {
      Reflect.deleteProperty(Object.prototype, "field");
      Reflect.deleteProperty(Object.prototype, "value");
    }
    expect(met).toEqual([undefined, 0]);
  });
});
