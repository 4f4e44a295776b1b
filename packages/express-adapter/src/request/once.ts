import type { Awaitable } from "../containment/awaitable.ts";
import { isPromiseLike } from "../containment/awaitable.ts";

/** Something that is asked for once. Who asks meanwhile shares the answer; a failed attempt is not kept. */
export class Once<V> {
  #held: { readonly value: Awaitable<V> } | undefined;

  ask(find: () => Awaitable<V>): Awaitable<V> {
    if (this.#held !== undefined) return this.#held.value;
    const found = find();
    if (!isPromiseLike(found)) {
      this.#held = { value: found };
      return found;
    }
    const value = Promise.resolve(found).then(
      (settled) => {
        this.#held = { value: settled };
        return settled;
      },
      (thrown: unknown) => {
        this.#held = undefined;
        throw thrown;
      },
    );
    this.#held = { value };
    return value;
  }

  /** For reading after the fact; a promise still under way counts as nothing. */
  get known(): V | undefined {
    const value = this.#held?.value;
    return isPromiseLike(value) ? undefined : value;
  }
}
