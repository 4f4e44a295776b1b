import type { Awaitable } from "../containment/awaitable.ts";
import { isPromiseLike } from "../containment/awaitable.ts";

const UNASKED = Symbol("unasked");

/** Something that is asked for once. Who asks meanwhile shares the answer; a failed attempt is not kept. */
export class Once<V> {
  #held: Awaitable<V> | typeof UNASKED = UNASKED;

  /** @param one handed to `find` with `other`, so that asking takes no closure */
  ask<A, B>(find: (one: A, other: B) => Awaitable<V>, one: A, other: B): Awaitable<V> {
    if (this.#held !== UNASKED) return this.#held;
    const found = find(one, other);
    if (!isPromiseLike(found)) {
      this.#held = found;
      return found;
    }
    const value = Promise.resolve(found).then(
      (settled) => {
        this.#held = settled;
        return settled;
      },
      (thrown: unknown) => {
        this.#held = UNASKED;
        throw thrown;
      },
    );
    this.#held = value;
    return value;
  }

  /** For reading after the fact; a promise still under way counts as nothing. */
  get known(): V | undefined {
    const value = this.#held;
    return value === UNASKED || isPromiseLike(value) ? undefined : value;
  }
}
