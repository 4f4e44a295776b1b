import { exclusiveClash } from "../definition/exclusive.ts";
import type { PolicyModel, RoleModel } from "../definition/model.ts";
import { DecisionBook } from "./decision-book.ts";
import type { Verdict } from "./verdict.ts";
import { ROLES_EXCLUSIVE, verdictOf } from "./verdict.ts";

/**
 * One set of roles, whatever the order a principal names them in. What follows from it is worked out when first
 * asked: most sets are only passed through on the way to a larger one.
 */
export class RoleSet {
  /** Positions of the held roles among the policy's, ascending. */
  readonly held: readonly number[];
  /** The set with one more role. */
  readonly next: Map<unknown, RoleSet> = new Map();
  readonly decisions: DecisionBook = new DecisionBook();
  readonly #verdicts: (Verdict | undefined)[] = [];
  readonly #all: readonly RoleModel[];
  readonly #exclusions: PolicyModel["exclusive"];
  #effective: readonly RoleModel[] | undefined;
  #exclusive: { readonly clash: readonly string[] | undefined } | undefined;

  constructor(
    held: readonly number[],
    all: readonly RoleModel[],
    exclusions: PolicyModel["exclusive"],
  ) {
    this.held = held;
    this.#all = all;
    this.#exclusions = exclusions;
  }

  /** Held and inherited roles, in the policy's order. */
  get effective(): readonly RoleModel[] {
    if (this.#effective === undefined) {
      const inherited = new Set(this.#roles().flatMap(({ lineage }) => lineage));
      this.#effective = this.#all.filter((role) => inherited.has(role));
    }
    return this.#effective;
  }

  /** Two roles that exclude each other, if they are among these. */
  get exclusive(): readonly string[] | undefined {
    this.#exclusive ??= { clash: exclusiveClash(this.#roles(), this.#exclusions) };
    return this.#exclusive.clash;
  }

  verdict(permission: number): Verdict {
    return this.#verdicts[permission] ?? this.#workOut(permission);
  }

  #workOut(permission: number): Verdict {
    const verdict =
      this.exclusive === undefined
        ? verdictOf(this.effective.flatMap(({ rulesFor }) => rulesFor.get(permission) ?? []))
        : ROLES_EXCLUSIVE;
    this.#verdicts[permission] = verdict;
    return verdict;
  }

  #roles(): RoleModel[] {
    return this.held.flatMap((position) => this.#all[position] ?? []);
  }
}
