/** What to find scopes for. */
export interface ScopeSearch {
  /** Each permission that is needed, with the scopes to choose from, the preferred one first. None is empty. */
  readonly needed: ReadonlyMap<string, readonly string[]>;
  /** All that each of those scopes opens, needed or not. */
  readonly opens: ReadonlyMap<string, readonly string[]>;
}

/** Compared in order: what is opened beyond need and does more than read, what is and only reads, how many scopes. */
export type ScopeCost = readonly [powers: number, reads: number, scopes: number];

interface Candidate {
  readonly scope: string;
  readonly covers: ReadonlySet<string>;
  readonly excess: ReadonlySet<string>;
}

function isLess(a: ScopeCost, b: ScopeCost): boolean {
  const differing = a.findIndex((value, at) => value !== b[at]);
  return differing !== -1 && (a[differing] ?? 0) < (b[differing] ?? 0);
}

function isWithin(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].every((name) => b.has(name));
}

function costOf(chosen: readonly Candidate[]): ScopeCost {
  const excess = new Set(chosen.flatMap((candidate) => [...candidate.excess]));
  const reads = [...excess].filter((permission) => permission.endsWith(":read")).length;
  return [excess.size - reads, reads, chosen.length];
}

function candidatesOf({ needed, opens }: ScopeSearch): readonly Candidate[] {
  const scopes = [...new Set([...needed.values()].flat())];
  return scopes.map((scope) => {
    const covers = [...needed].filter(([, choices]) => choices.includes(scope));
    return {
      scope,
      covers: new Set(covers.map(([permission]) => permission)),
      excess: new Set((opens.get(scope) ?? []).filter((permission) => !needed.has(permission))),
    };
  });
}

/** Whatever it is chosen for, the other one does as well, and opens nothing that it does not. */
function isOutdone(candidate: Candidate, at: number, all: readonly Candidate[]): boolean {
  return all.some((other, otherAt) => {
    if (other === candidate || !isWithin(candidate.covers, other.covers)) return false;
    if (!isWithin(other.excess, candidate.excess)) return false;
    const same =
      other.covers.size === candidate.covers.size && other.excess.size === candidate.excess.size;
    return !same || otherAt < at;
  });
}

/**
 * The scopes with which each permission has one, that open the least else of all such sets, and are as few as that
 * allows. No smaller answer exists: every choice is looked at that could be better.
 */
export function leastScopes(search: ScopeSearch): readonly string[] {
  const candidates = candidatesOf(search).filter(
    (candidate, at, all) => !isOutdone(candidate, at, all),
  );
  const choices = [...search.needed.keys()]
    .map((permission) => candidates.filter(({ covers }) => covers.has(permission)))
    // What leaves no choice comes first, so that little is left to choose.
    .sort((a, b) => a.length - b.length);
  let best: readonly Candidate[] = [];
  let bestCost: ScopeCost = [Number.POSITIVE_INFINITY, 0, 0];

  function choose(from: number, chosen: readonly Candidate[]): void {
    const cost = costOf(chosen);
    if (!isLess(cost, bestCost)) return;
    const open = choices.findIndex(
      (options, at) => at >= from && !options.some((option) => chosen.includes(option)),
    );
    if (open === -1) {
      best = chosen;
      bestCost = cost;
      return;
    }
    for (const candidate of choices[open] ?? []) choose(open + 1, [...chosen, candidate]);
  }

  choose(0, []);
  return best.map(({ scope }) => scope);
}
