/** Whatever has something at hand, or can make it. */
export interface Source<T> {
  get(): T;
}

/** Makes the same each time. */
export interface Recipe<T> {
  make(): T;
}

/** Twenty roles of ten permissions are some forty kilobytes, with their verdicts. */
const MAX_RESTORED = 256;

/** What was restored lately, of all policies that share it: at most 256, the oldest go first. */
export class Restored {
  readonly #kept = new Set<{ forget(): void }>();

  keep(restored: { forget(): void }): void {
    // One that was forgotten and made again is the newest, wherever it stood before.
    this.#kept.delete(restored);
    this.#kept.add(restored);
    const [oldest] = this.#kept;
    if (this.#kept.size <= MAX_RESTORED || oldest === undefined) return;
    this.#kept.delete(oldest);
    oldest.forget();
  }
}

/**
 * Something that is made when it is needed and may be forgotten at any time after: an app with a policy for each of a
 * thousand workspaces asks most of them nothing that takes more than the answers worked out before.
 *
 * It is another each time it was made: whoever compares parts of it by identity gets it once and stays with it.
 */
export class Restorable<T> implements Source<T> {
  readonly #recipe: Recipe<T>;
  readonly #restored: Restored;
  #made: T | undefined;

  constructor(recipe: Recipe<T>, restored: Restored) {
    this.#recipe = recipe;
    this.#restored = restored;
  }

  get(): T {
    return this.#made ?? this.#make();
  }

  #make(): T {
    const made = this.#recipe.make();
    this.#made = made;
    this.#restored.keep(this);
    return made;
  }

  forget(): void {
    this.#made = undefined;
  }
}
