import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScopeSearch } from "../../src/scopes/least-scopes.ts";
import { leastScopes } from "../../src/scopes/least-scopes.ts";

const SCOPES = ["A", "B", "C", "D", "E", "F", "G"];
const PERMISSIONS = ["a", "b", "c", "d", "e"].flatMap((name) => [`${name}:read`, `${name}:write`]);

/** Which scopes open each permission; the first `needed` of them are needed. */
const searches = fc
  .record({
    lists: fc.array(fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1, maxLength: 4 }), {
      minLength: PERMISSIONS.length,
      maxLength: PERMISSIONS.length,
    }),
    order: fc.shuffledSubarray(PERMISSIONS, { minLength: PERMISSIONS.length }),
    needed: fc.integer({ min: 0, max: PERMISSIONS.length }),
  })
  .map(({ lists, order, needed }): ScopeSearch => {
    const table = order.map((permission, at) => [permission, lists[at] ?? []] as const);
    const opens = SCOPES.map((scope) => {
      const opened = table.filter(([, scopes]) => scopes.includes(scope));
      return [scope, opened.map(([permission]) => permission)] as const;
    });
    return { needed: new Map(table.slice(0, needed)), opens: new Map(opens) };
  });

function subsets(scopes: readonly string[]): string[][] {
  const masks = Array.from({ length: 2 ** scopes.length }, (_, mask) => mask);
  return masks.map((mask) => scopes.filter((_, at) => Math.floor(mask / 2 ** at) % 2 === 1));
}

function coversAll({ needed }: ScopeSearch, chosen: readonly string[]): boolean {
  return [...needed.values()].every((scopes) => scopes.some((scope) => chosen.includes(scope)));
}

/** Writes beyond need weigh more than all reads, and a read more than all scopes. */
function weight({ needed, opens }: ScopeSearch, chosen: readonly string[]): number {
  const opened = new Set(chosen.flatMap((scope) => opens.get(scope) ?? []));
  const excess = [...opened].filter((permission) => !needed.has(permission));
  const writes = excess.filter((permission) => permission.endsWith(":write")).length;
  return writes * 10_000 + (excess.length - writes) * 100 + chosen.length;
}

const run = { seed: 20261121, numRuns: 1_000 };

describe("leastScopes", () => {
  it("covers what is needed, and weighs what the lightest of all subsets weighs", () => {
    let alternatives = 0;
    fc.assert(
      fc.property(searches, (search) => {
        const chosen = leastScopes(search);
        expect(coversAll(search, chosen)).toBe(true);
        const covering = subsets(SCOPES).filter((subset) => coversAll(search, subset));
        const lightest = Math.min(...covering.map((subset) => weight(search, subset)));
        expect(weight(search, chosen)).toBe(lightest);
        if (chosen.length > 1) alternatives += 1;
      }),
      run,
    );
    expect(alternatives).toBeGreaterThan(300);
  });

  it("has no scope that could be left out", () => {
    fc.assert(
      fc.property(searches, (search) => {
        const chosen = leastScopes(search);
        for (const scope of chosen) {
          const rest = chosen.filter((other) => other !== scope);
          expect(coversAll(search, rest), `without ${scope}`).toBe(false);
        }
      }),
      run,
    );
  });

  it("answers at once where each of forty permissions has names that mean the same", () => {
    const names = Array.from({ length: 40 }, (_, at) => `p${at}:read`);
    const needed = new Map(names.map((name) => [name, [`Read ${name}`, `read_${name}`]]));
    const opens = new Map(
      names.flatMap((name) => [
        [`Read ${name}`, [name]],
        [`read_${name}`, [name]],
      ]),
    );
    expect(leastScopes({ needed, opens })).toEqual(names.map((name) => `Read ${name}`));
  });

  it("asks for nothing when nothing is needed", () => {
    expect(leastScopes({ needed: new Map(), opens: new Map([["A", ["a:read"]]]) })).toEqual([]);
  });
});
