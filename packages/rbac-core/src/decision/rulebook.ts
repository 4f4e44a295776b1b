import { CustomRolesRecipe } from "../definition/custom-roles-recipe.ts";
import type { PolicyModel } from "../definition/model.ts";
import type { Source } from "../definition/restorable.ts";
import { Restorable, Restored } from "../definition/restorable.ts";
import { AnswerTable, LOOK, YES } from "./answer-table.ts";
import { Engine } from "./engine.ts";
import { positionOf } from "./position-of.ts";
import { RolePlaces } from "./role-places.ts";

type Catalogue = Pick<PolicyModel, "permissions" | "positions">;

/** What a rulebook keeps. */
interface Parts {
  readonly catalogue: Catalogue;
  readonly answers: AnswerTable;
  readonly source: Source<Engine>;
  readonly restored: Restored;
}

/**
 * A policy's rules in two forms: the answers that follow from roles alone, always at hand, and the engine for all that
 * takes more, which a policy of stored roles makes when it is first asked and may forget.
 */
export class Rulebook {
  readonly catalogue: Catalogue;
  readonly #answers: AnswerTable;
  readonly #source: Source<Engine>;
  /** Shared with every policy derived from this one. */
  readonly #restored: Restored;

  private constructor({ catalogue, answers, source, restored }: Parts) {
    this.catalogue = catalogue;
    this.#answers = answers;
    this.#source = source;
    this.#restored = restored;
  }

  static of(model: PolicyModel): Rulebook {
    const engine = new Engine(model);
    return new Rulebook({
      catalogue: model,
      answers: new AnswerTable(model),
      source: { get: () => engine },
      restored: new Restored(),
    });
  }

  /** @param model this one's with custom roles, as `addCustomRoles` made it without problems */
  withRoles(model: PolicyModel): Rulebook {
    // A text that was written so would be what somebody's toJSON makes of the roles: the model is kept instead.
    if ("toJSON" in Array.prototype) return Rulebook.of(model);
    const source = this.#source;
    const recipe = new CustomRolesRecipe({ get: () => source.get().model }, model);
    const places = new RolePlaces(recipe.names, this.#answers.places);
    return new Rulebook({
      catalogue: this.catalogue,
      answers: new AnswerTable(model, places),
      source: new Restorable({ make: () => new Engine(recipe.make()) }, this.#restored),
      restored: this.#restored,
    });
  }

  /** Take it once a question: one that was forgotten and made again has other roles and rules. */
  get engine(): Engine {
    return this.#source.get();
  }

  /** Throws `ERR_RBAC_PERMISSION_UNKNOWN`. */
  position(permission: unknown): number {
    return positionOf(this.catalogue, permission);
  }

  /** The answer alone. Without a row it stands in the table, unless the rules have to be looked at. */
  allows(who: unknown, position: number, resource: unknown): boolean {
    if (resource === undefined) {
      const answer = this.#answers.of(who, position);
      if (answer !== LOOK) return answer === YES;
    }
    return this.#source.get().outcome(who, position, resource).allowed;
  }
}
