import { describe, expect, it } from "vitest";
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
