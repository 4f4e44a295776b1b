import { describe, expect, it } from "vitest";
import { RolePlaces } from "../../src/decision/role-places.ts";

describe("RolePlaces", () => {
  it("counts through a policy, one derived from it, and one derived from that", () => {
    const base = new RolePlaces(
      new Map([
        ["agent", 0],
        ["owner", 1],
      ]),
    );
    const second = new RolePlaces(new Map([["night", 0]]), base);
    const third = new RolePlaces(new Map([["weekend", 0]]), second);
    const names = ["agent", "owner", "night", "weekend", "ghost", undefined];
    const places = [base, second, third].map((each) => names.map((name) => each.of(name)));
    expect(places).toEqual([
      [0, 1, undefined, undefined, undefined, undefined],
      [0, 1, 2, undefined, undefined, undefined],
      [0, 1, 2, 3, undefined, undefined],
    ]);
  });
});
