import { quote } from "../problems/describe-value.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { PlaceStack } from "../problems/problem-path.ts";
import type { Comparison } from "../rules/comparison.ts";
import { checkFieldPath } from "../rules/field-path.ts";
import { ConditionParser } from "../rules/parse-condition.ts";
import type { Rule } from "../rules/rule.ts";
import type { Patterns } from "./patterns.ts";
import type { RawRule } from "./raw.ts";

/** Is it written as one exact name, rather than as a wildcard or a list? */
function isNamed(entry: string | RawRule): boolean {
  const pattern = typeof entry === "string" ? entry : entry.permission;
  return typeof pattern === "string" && !pattern.includes("*");
}

/** Which list of which role an entry is in. */
export interface RuleList {
  readonly role: string;
  readonly inverted: boolean;
  /** `roles.lead.cannot` */
  readonly path: string;
}

/** Reads the rules of one definition. */
export class RuleParser {
  readonly #patterns: Patterns;
  readonly #problems: ProblemList;
  readonly #conditions: ConditionParser;

  constructor(patterns: Patterns, problems: ProblemList) {
    this.#patterns = patterns;
    this.#problems = problems;
    this.#conditions = new ConditionParser("definition", problems);
  }

  /** One entry of `can` or `cannot`, its pattern expanded. */
  parse(entry: string | RawRule, at: number, list: RuleList, place: PlaceStack): Rule {
    const details = typeof entry === "string" ? undefined : entry;
    const permissions = this.#expand(entry, place);
    const when = details?.when;
    const fields = details?.fields;
    return Object.freeze({
      path: `${list.path}[${at}]`,
      role: list.role,
      inverted: list.inverted,
      named: isNamed(entry),
      permissions,
      when: when === undefined ? undefined : this.#condition(when, place),
      fields: fields === undefined ? undefined : this.#fields(fields, place),
      reason: details?.reason,
    });
  }

  #expand(entry: string | RawRule, place: PlaceStack): readonly number[] {
    if (typeof entry === "string") return this.#patterns.expand(entry, place, this.#problems);
    place.push("permission");
    const positions =
      typeof entry.permission === "string"
        ? this.#patterns.expand(entry.permission, place, this.#problems)
        : this.#expandAll(entry.permission, place);
    place.pop();
    return positions;
  }

  #expandAll(names: readonly string[], place: PlaceStack): readonly number[] {
    const positions = new Set<number>();
    names.forEach((name, at) => {
      place.push(at);
      for (const position of this.#patterns.expand(name, place, this.#problems)) {
        positions.add(position);
      }
      place.pop();
    });
    return Object.freeze([...positions]);
  }

  #condition(when: unknown, place: PlaceStack): readonly Comparison[] {
    place.push("when");
    const comparisons = this.#conditions.parse(when, place);
    place.pop();
    return comparisons;
  }

  #fields(fields: readonly string[], place: PlaceStack): readonly string[] {
    place.push("fields");
    fields.forEach((field, at) => {
      place.push(at);
      this.#checkField(field, place);
      place.pop();
    });
    place.pop();
    return Object.freeze([...new Set(fields)]);
  }

  #checkField(field: string, place: PlaceStack): void {
    if (field === "*") {
      this.#problems.add(
        "field_invalid",
        place,
        '"*" is no field, and not all of them either.',
        "Leave `fields` out to cover every field.",
      );
    } else if (checkFieldPath(field, place, this.#problems) && field.includes(".")) {
      this.#problems.add(
        "field_invalid",
        place,
        `${quote(field)} is nested, and permissions cover fields of the row itself.`,
      );
    }
  }
}
