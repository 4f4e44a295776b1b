import { ProblemList } from "../problems/problem-list.ts";
import type { PolicyModel } from "./model.ts";
import { packRoles, unpackRoles } from "./pack-roles.ts";
import { growModel, NOTHING_ELSE } from "./parse-definition.ts";
import type { Recipe, Source } from "./restorable.ts";

/**
 * All that has to be kept of custom roles that were read and checked: their names and one short text. Nothing of the
 * model it is made from stays referenced, and the base only as far as the base itself keeps its model.
 */
export class CustomRolesRecipe implements Recipe<PolicyModel> {
  /** The custom roles in order, with their places: the one map of their names that a policy needs to keep. */
  readonly names: ReadonlyMap<string, number>;
  readonly #base: Source<PolicyModel>;
  readonly #roles: string;
  /** Positions below a ceiling of these roles' own; undefined where the base's holds. */
  readonly #ceiling: readonly number[] | undefined;

  /** @param model what `addCustomRoles` made of this base, without problems */
  constructor(base: Source<PolicyModel>, model: PolicyModel) {
    const parent = base.get();
    const roles = [...model.roles.values()].filter(({ name }) => !parent.roles.has(name));
    this.names = new Map(roles.map(({ name }, at) => [name, at]));
    this.#base = base;
    this.#roles = packRoles(roles, model);
    this.#ceiling =
      model.ceiling === undefined || model.ceiling === parent.ceiling
        ? undefined
        : [...model.ceiling];
  }

  make(): PolicyModel {
    const base = this.#base.get();
    const roles = unpackRoles(this.#roles, this.names.keys(), base);
    const problems = new ProblemList();
    const model = growModel(base, { ...NOTHING_ELSE, roles }, false, problems);
    problems.throwIfAny();
    const ceiling = this.#ceiling === undefined ? base.ceiling : new Set(this.#ceiling);
    return Object.freeze(ceiling === undefined ? model : { ...model, ceiling });
  }
}
