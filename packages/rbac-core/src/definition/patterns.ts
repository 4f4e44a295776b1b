import { quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";
import type { PolicyModel } from "./model.ts";

/** What keeps a text from being `resource:action`. */
function flawOf(pattern: string): string | undefined {
  if (pattern.includes(",")) return "a comma";
  const parts = pattern.split(":");
  if (parts.length !== 2) return parts.length === 1 ? "no colon" : `${parts.length - 1} colons`;
  if (parts[0] === "") return "no resource before the colon";
  return parts[1] === "" ? "no action after the colon" : undefined;
}

/** A policy of 10,000 rules on 100 permissions each stays below it; some hundred kilobytes of "*" do not. */
const MAX_EXPANDED = 4_000_000;

/** Expands permission patterns over a catalogue, each distinct pattern once. */
export class Patterns {
  readonly #catalogue: Pick<PolicyModel, "permissions" | "positions">;
  readonly #wildcards: boolean;
  readonly #expanded = new Map<string, readonly number[]>();
  #left = MAX_EXPANDED;

  /** @param wildcards false for stored roles, so that a new permission never leaks into an old role */
  constructor(catalogue: Pick<PolicyModel, "permissions" | "positions">, wildcards: boolean) {
    this.#catalogue = catalogue;
    this.#wildcards = wildcards;
  }

  /** Positions of the permissions a pattern stands for. Empty when a problem was reported. */
  expand(pattern: string, place: Place, problems: ProblemList): readonly number[] {
    const found = this.#expanded.get(pattern) ?? this.#read(pattern, place, problems);
    if (found === undefined) return [];
    this.#left -= found.length;
    if (this.#left < 0) {
      problems.add(
        "document_too_large",
        place,
        `the rules up to here stand for over ${MAX_EXPANDED} permissions.`,
      );
      problems.throwNow();
    }
    if (found.length === 0) {
      problems.add(
        "permission_unknown",
        place,
        `${quote(pattern)} ${pattern.includes("*") ? "stands for no permission" : "is no permission"} of the catalogue.`,
        didYouMean(pattern, this.#candidates(pattern)),
      );
    }
    return found;
  }

  /** Undefined when a problem was reported. */
  #read(pattern: string, place: Place, problems: ProblemList): readonly number[] | undefined {
    const position = this.#catalogue.positions.get(pattern);
    if (position === undefined && !this.#isWellFormed(pattern, place, problems)) return undefined;
    const found = Object.freeze(position === undefined ? this.#matching(pattern) : [position]);
    this.#expanded.set(pattern, found);
    return found;
  }

  #isWellFormed(pattern: string, place: Place, problems: ProblemList): boolean {
    const shape = "Write resource:action.";
    if (pattern === "") {
      problems.add("rule_empty", place, "this permission is empty.", shape);
      return false;
    }
    if (pattern === "*:*") {
      problems.add("permission_malformed", place, '"*:*" is no pattern.', 'Everything is "*".');
      return false;
    }
    const flaw = flawOf(pattern);
    if (pattern !== "*" && flaw !== undefined) {
      problems.add("permission_malformed", place, `${quote(pattern)} has ${flaw}.`, shape);
      return false;
    }
    if (pattern.includes("*") && !this.#wildcards) {
      problems.add(
        "wildcard_stored",
        place,
        `${quote(pattern)} is a wildcard, and a stored role names its permissions.`,
        "List them, so that a permission added later does not leak into this role.",
      );
      return false;
    }
    return true;
  }

  #matching(pattern: string): number[] {
    const [resource, action] = pattern === "*" ? ["*", "*"] : pattern.split(":");
    return this.#catalogue.permissions.flatMap((permission, position) => {
      const [ownResource, ownAction] = permission.split(":");
      const matches =
        (resource === "*" || resource === ownResource) && (action === "*" || action === ownAction);
      return matches ? [position] : [];
    });
  }

  #candidates(pattern: string): readonly string[] {
    if (!pattern.includes("*")) return this.#catalogue.permissions;
    const parts = this.#catalogue.permissions.map((permission) => permission.split(":"));
    return parts.flatMap(([resource, action]) => [`${resource}:*`, `*:${action}`]);
  }
}
