import type { PolicyModel } from "../definition/model.ts";

/** Where each role stands among a policy's: those of the policy it was derived from first, then its own. */
export class RolePlaces {
  readonly #own: ReadonlyMap<unknown, number>;
  readonly #before: RolePlaces | undefined;
  readonly #size: number;

  /** @param own the policy's own roles, counted from 0 */
  constructor(own: ReadonlyMap<unknown, number>, before?: RolePlaces) {
    this.#own = own;
    this.#before = before;
    this.#size = own.size + (before === undefined ? 0 : before.#size);
  }

  static of({ roles }: PolicyModel): RolePlaces {
    return new RolePlaces(new Map([...roles.keys()].map((name, at) => [name, at])));
  }

  /** Undefined for a name that is no role, or no name at all. */
  of(name: unknown): number | undefined {
    const place = this.#own.get(name);
    const before = this.#before;
    if (before === undefined) return place;
    return place === undefined ? before.of(name) : before.#size + place;
  }
}
