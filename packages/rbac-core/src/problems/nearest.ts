import { quote } from "./describe-value.ts";

/**
 * Edit distance with transpositions, cut off above `limit`: only cells within `limit` of the diagonal can be at most
 * that far apart.
 */
function distance(a: string, b: string, limit: number): number {
  const far = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return far;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  if (start === a.length && start === b.length) return 0;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length - start + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length - start; row++) {
    const current: number[] = Array(last.length).fill(far);
    current[0] = row;
    let least = row;
    const end = Math.min(last.length - 1, row + limit);
    for (let column = Math.max(1, row - limit); column <= end; column++) {
      const here = start + column - 1;
      const there = start + row - 1;
      let best = Math.min(
        (last[column] ?? far) + 1,
        (current[column - 1] ?? far) + 1,
        (last[column - 1] ?? far) + (a[there] === b[here] ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[there] === b[here - 1] && a[there - 1] === b[here]) {
        best = Math.min(best, (beforeLast[column - 2] ?? far) + 1);
      }
      current[column] = best;
      least = Math.min(least, best);
    }
    if (least > limit) return far;
    beforeLast = last;
    last = current;
  }
  return last.at(-1) ?? far;
}

/** A guess is worth only so much time: a hostile document can misspell thousands of names against thousands. */
const MAX_CANDIDATES = 1000;
const MAX_NAME = 64;

/** The known name that was probably meant, or undefined when none is close. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > MAX_NAME) return undefined;
  const wanted = name.toLowerCase();
  const limit = Math.max(2, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  let left = MAX_CANDIDATES;
  for (const candidate of known) {
    if (bestDistance === 0 || left-- === 0) break;
    const found = distance(wanted, candidate.toLowerCase(), bestDistance - 1);
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}

/** `Did you mean "contacts:read"?`, or undefined. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const found = nearest(name, known);
  return found === undefined ? undefined : `Did you mean ${quote(found)}?`;
}
