import type { ClaimTimes, NotificationClaim, SeenNotifications } from "@intercom-rbac/core";

interface Running extends ClaimTimes {
  readonly ended: Promise<boolean>;
}

/** However many run out one by one, they are looked for no more often, unless there is no room. */
const SWEEP_MS = 60_000;

/**
 * Which notifications were handled, in the memory of this process, each for as long as it could be replayed. Bounded,
 * and forgets none for the sake of another: a replay that is not known to be one would be taken.
 */
export class MemorySeenNotifications implements SeenNotifications {
  readonly #most: number;
  readonly #now: () => number;
  /** What was handled is its `until` alone. */
  readonly #seen = new Map<string, Running | number>();
  /** Nothing that is remembered runs out before. */
  #nextEnd = Number.POSITIVE_INFINITY;

  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  async claim(id: string, { heldUntil, until }: ClaimTimes): Promise<NotificationClaim> {
    const now = this.#now();
    const full = this.#seen.size >= this.#most;
    if (now >= this.#nextEnd + (full ? 0 : SWEEP_MS)) this.#forget(now);
    const known = this.#seen.get(id);
    if (typeof known === "number" && now < known) return { kind: "handled" };
    if (typeof known === "object" && now < Math.min(known.until, known.heldUntil)) {
      return { kind: "running", ended: known.ended };
    }
    if (known === undefined && this.#seen.size >= this.#most) return { kind: "full" };
    return this.#claimed(id, { heldUntil, until });
  }

  #claimed(id: string, times: ClaimTimes): NotificationClaim {
    let tell: (handled: boolean) => void = () => undefined;
    const ended = new Promise<boolean>((resolve) => {
      tell = resolve;
    });
    const running: Running = { ...times, ended };
    this.#seen.set(id, running);
    this.#nextEnd = Math.min(this.#nextEnd, times.until);
    return {
      kind: "claimed",
      end: async (handled) => {
        if (this.#seen.get(id) === running) {
          if (handled) this.#seen.set(id, times.until);
          else this.#seen.delete(id);
        }
        tell(handled);
      },
    };
  }

  #forget(now: number): void {
    let next = Number.POSITIVE_INFINITY;
    for (const [id, known] of this.#seen) {
      const until = typeof known === "number" ? known : known.until;
      if (until <= now) this.#seen.delete(id);
      else next = Math.min(next, until);
    }
    this.#nextEnd = next;
  }
}
