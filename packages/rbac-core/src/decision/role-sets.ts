import type { PolicyModel, RoleModel } from "../definition/model.ts";
import { PrincipalInvalidError } from "../errors.ts";
import { kindOf } from "../problems/describe-value.ts";
import { RoleSet } from "./role-set.ts";

/** How many sets of roles are kept before all are forgotten and worked out anew. */
export const MAX_SETS = 4096;

/**
 * The role sets of a policy as an automaton: each role name of a principal leads from one set to the next, so that
 * finding the set costs one look-up a role and allocates nothing. Role names are read at every check: a role taken
 * from a principal is gone at the next one. Unknown names lead nowhere and are not kept.
 */
export class RoleSets {
  readonly #model: PolicyModel;
  readonly #roles: readonly RoleModel[];
  readonly #positions: ReadonlyMap<string, number>;
  readonly #sets = new Map<string, RoleSet>();
  #none: RoleSet;

  constructor(model: PolicyModel) {
    this.#model = model;
    this.#roles = [...model.roles.values()];
    this.#positions = new Map(this.#roles.map(({ name }, position) => [name, position]));
    this.#none = this.#setOf([]);
  }

  /** How many sets are kept now: never more than `MAX_SETS`, however many principals were seen. */
  get size(): number {
    return this.#sets.size;
  }

  /** Throws `ERR_RBAC_PRINCIPAL_INVALID` when an element is not a string. */
  find(names: readonly unknown[]): RoleSet {
    let set = this.#none;
    for (let at = 0; at < names.length; at++) {
      const name = names[at];
      set = set.next.get(name) ?? this.#step(set, name, at);
    }
    return set;
  }

  #step(set: RoleSet, name: unknown, at: number): RoleSet {
    if (typeof name !== "string") {
      throw new PrincipalInvalidError(
        `principal.roles[${at}] must be a string, and is ${kindOf(name)}. Role names are never coerced.`,
      );
    }
    const position = this.#positions.get(name);
    if (position === undefined) return set;
    const held = set.held.includes(position)
      ? set.held
      : [...set.held, position].sort((a, b) => a - b);
    const next = this.#setOf(held);
    set.next.set(name, next);
    return next;
  }

  #setOf(held: readonly number[]): RoleSet {
    const key = held.join();
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    if (this.#sets.size >= MAX_SETS) {
      this.#sets.clear();
      this.#none = this.#setOf([]);
    }
    const set = new RoleSet(held, this.#roles, this.#model.exclusive);
    this.#sets.set(key, set);
    return set;
  }
}
