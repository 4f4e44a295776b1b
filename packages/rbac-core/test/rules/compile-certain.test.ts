import { describe, expect, it } from "vitest";
import { principal } from "../../src/index.ts";
import { compileCertain } from "../../src/rules/compile-certain.ts";
import type { Indexed } from "../../src/rules/field-path.ts";
import { callsOf } from "./calls-of.ts";
import { comparisons } from "./comparisons.ts";
import { elementsRead, noting } from "./noting.ts";

function certain(when: unknown, row: Indexed, who: Indexed): boolean {
  return compileCertain(comparisons(when))(row, who);
}

const who = { team: 2, teams: [1, 2] };

describe("the four commonest comparisons of a grant", () => {
  it.each<[string, unknown]>([
    ["equal to a value", 2],
    ["among values", { $in: [1, 2] }],
    ["equal to an attribute", principal("team")],
    ["among an attribute", { $in: principal("teams") }],
  ])("%s: a row without the property is done with once it says so", (_, team) => {
    expect(certain({ team }, { team: 2 }, who)).toBe(true);
    expect(certain({ team }, { team: 3 }, who)).toBe(false);
    // Whether it is false or unknown takes another question, which a grant does not need.
    const row = noting<Indexed>({});
    expect(certain({ team }, row.object, who)).toBe(false);
    expect(row.asked).toEqual(["own team"]);
  });

  it.each<[string, unknown, string]>([
    ["equal to an attribute", principal("team"), "own team"],
    ["among an attribute", { $in: principal("teams") }, "own teams"],
  ])("%s: so is a principal without the attribute", (_, team, asked) => {
    const nobodys = noting<Indexed>({});
    expect(certain({ team }, { team: 2 }, nobodys.object)).toBe(false);
    expect(nobodys.asked).toEqual([asked]);
  });

  it("reads a principal's list as far as it goes, and no further than the match", () => {
    for (const [team, elements] of [
      [3, ["get 0", "get 1"]],
      [1, ["get 0"]],
    ] as const) {
      const teams = noting([1, 2]);
      certain({ team: { $in: principal("teams") } }, { team }, { teams: teams.object });
      expect(elementsRead(teams)).toEqual(elements);
    }
  });
});

describe("how many comparisons there are", () => {
  it("one is asked by itself, two through the list of them", () => {
    const lists = (when: object): number => {
      const holds = compileCertain(comparisons(when));
      return callsOf(Array.prototype, "every", () => holds({ team: 2, open: true }, who));
    };
    expect([lists({ team: 2 }), lists({ team: 2, open: true })]).toEqual([0, 1]);
  });

  it("none holds of every row", () => {
    expect(compileCertain([])({}, {})).toBe(true);
  });
});
