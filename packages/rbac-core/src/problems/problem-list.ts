import { PolicyDefinitionError } from "../errors.ts";
import type { Problem, ProblemCode } from "../types/problem.ts";
import type { Place } from "./problem-path.ts";
import { formatPlace } from "./problem-path.ts";

/** More than anybody reads; a hostile document can hold a mistake in every other character. */
const MAX_PROBLEMS = 200;

/**
 * Gathers every mistake of one definition, so that its author sees them all at once. Throws as soon as there are 200.
 */
export class ProblemList {
  readonly #problems: Problem[] = [];

  add(code: ProblemCode, place: Place, message: string, suggestion?: string): void {
    const path = formatPlace(place);
    // A value that could not be copied is already reported: that it then has the wrong type is no news.
    if (code === "type_invalid" && this.#problems.some((problem) => problem.path === path)) return;
    this.#problems.push(
      Object.freeze(
        suggestion === undefined ? { code, path, message } : { code, path, message, suggestion },
      ),
    );
    if (this.#problems.length >= MAX_PROBLEMS) this.throwNow();
  }

  get all(): readonly Problem[] {
    return this.#problems;
  }

  throwIfAny(): void {
    if (this.#problems.length > 0) this.throwNow();
  }

  throwNow(): never {
    throw new PolicyDefinitionError(Object.freeze([...this.#problems]));
  }
}
