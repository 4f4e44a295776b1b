/** What may be done with a notification. */
export type Claim =
  /** It is this caller's, who says how it ended. Until then nobody else gets it. */
  | { readonly kind: "claimed"; readonly end: (handled: boolean) => void }
  /** Another delivery of it is being handled: resolves to whether it was. */
  | { readonly kind: "running"; readonly ended: Promise<boolean> }
  | { readonly kind: "handled" }
  /** There is no place to remember it in. */
  | { readonly kind: "full" };

interface Remembered {
  /** Milliseconds since 1970. From then on it would be refused as too old. */
  readonly until: number;
  /** Undefined once it was handled. */
  readonly ended: Promise<boolean> | undefined;
}

/**
 * Which notifications were handled, each for as long as it could be replayed. Bounded, and forgets none for the sake of
 * another: a replay that is not known to be one would be taken.
 */
export class SeenNotifications {
  readonly #most: number;
  readonly #seen = new Map<string, Remembered>();
  /** Nothing that is remembered runs out before. */
  #nextEnd = Number.POSITIVE_INFINITY;

  constructor(most: number) {
    this.#most = most;
  }

  claim(id: string, until: number, now: number): Claim {
    if (now >= this.#nextEnd) this.#forget(now);
    const known = this.#seen.get(id);
    if (known !== undefined) {
      return known.ended === undefined
        ? { kind: "handled" }
        : { kind: "running", ended: known.ended };
    }
    if (this.#seen.size >= this.#most) return { kind: "full" };
    let tell: (handled: boolean) => void = () => undefined;
    const ended = new Promise<boolean>((resolve) => {
      tell = resolve;
    });
    const running: Remembered = { until, ended };
    this.#seen.set(id, running);
    this.#nextEnd = Math.min(this.#nextEnd, until);
    return {
      kind: "claimed",
      end: (handled) => {
        if (this.#seen.get(id) === running) {
          if (handled) this.#seen.set(id, { until, ended: undefined });
          else this.#seen.delete(id);
        }
        tell(handled);
      },
    };
  }

  #forget(now: number): void {
    let next = Number.POSITIVE_INFINITY;
    for (const [id, { until }] of this.#seen) {
      if (until <= now) this.#seen.delete(id);
      else next = Math.min(next, until);
    }
    this.#nextEnd = next;
  }
}
