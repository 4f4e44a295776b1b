/** More decisions than this many seconds apart from their own time are not told of. */
const FURTHEST = 300;

/**
 * A second for each event. Intercom takes two events of one contact, name and second for the same one, whatever else
 * they say, and drops the later: so a second that is taken is taken by one event only, and one that comes in the same
 * second gets the one before.
 */
export class EventSeconds {
  readonly #taken = new Set<number>();
  #newest = 0;

  /** Undefined when the last minutes are full. */
  take(second: number): number | undefined {
    this.#forget(second);
    for (let free = second; free > second - FURTHEST; free--) {
      if (this.#taken.has(free)) continue;
      this.#taken.add(free);
      return free;
    }
    return undefined;
  }

  #forget(second: number): void {
    if (second <= this.#newest) return;
    this.#newest = second;
    // Whoever comes late, with a clock behind, may look as far back as that.
    for (const taken of this.#taken) {
      if (taken < second - 2 * FURTHEST) this.#taken.delete(taken);
    }
  }
}
