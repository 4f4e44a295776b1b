import type { PolicyModel } from "./model.ts";

/** Whatever has a model at hand, or can make it. */
export interface ModelSource {
  get(): PolicyModel;
}

/** Makes a model, the same each time. */
export interface ModelRecipe {
  make(): PolicyModel;
}

/** Twenty roles of ten permissions are some 150 KB as a model. */
const MAX_RESTORED = 32;

/** The models that are kept for being asked lately, of all policies that share it: at most 32, the oldest go first. */
export class RestoredModels {
  readonly #kept = new Set<RestorableModel>();

  keep(model: RestorableModel): void {
    // One that was forgotten and made again is the newest, wherever it stood before.
    this.#kept.delete(model);
    this.#kept.add(model);
    const [oldest] = this.#kept;
    if (this.#kept.size <= MAX_RESTORED || oldest === undefined) return;
    this.#kept.delete(oldest);
    oldest.forget();
  }
}

/**
 * A model that is made when it is needed and may be forgotten at any time after: an app with a policy for each of a
 * thousand workspaces asks most of them nothing that takes more than the answers worked out before.
 *
 * Roles and rules are made anew with it: whoever compares them by identity gets the model once and stays with it.
 */
export class RestorableModel implements ModelSource {
  readonly #recipe: ModelRecipe;
  readonly #restored: RestoredModels;
  #model: PolicyModel | undefined;

  constructor(recipe: ModelRecipe, restored: RestoredModels) {
    this.#recipe = recipe;
    this.#restored = restored;
  }

  get(): PolicyModel {
    if (this.#model !== undefined) return this.#model;
    const model = this.#recipe.make();
    this.#model = model;
    this.#restored.keep(this);
    return model;
  }

  forget(): void {
    this.#model = undefined;
  }
}
