import { quote } from "../problems/describe-value.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";
import { formatPlace } from "../problems/problem-path.ts";
import { checkFieldPath } from "../rules/field-path.ts";
import { parseCondition } from "../rules/parse-condition.ts";
import type { Rule } from "../rules/rule.ts";
import type { Patterns } from "./patterns.ts";
import type { RawRule } from "./schema.ts";

/** Is it written as one exact name, rather than as a wildcard or a list? */
function isNamed(entry: string | RawRule): boolean {
  const pattern = typeof entry === "string" ? entry : entry.permission;
  return typeof pattern === "string" && !pattern.includes("*");
}

function expandAll(
  entry: string | RawRule,
  place: Place,
  patterns: Patterns,
  problems: ProblemList,
) {
  if (typeof entry === "string") return patterns.expand(entry, place, problems);
  const here = [...place, "permission"];
  if (typeof entry.permission === "string")
    return patterns.expand(entry.permission, here, problems);
  const positions = new Set<number>();
  entry.permission.forEach((name, at) => {
    for (const position of patterns.expand(name, [...here, at], problems)) positions.add(position);
  });
  return Object.freeze([...positions]);
}

function parseFields(
  fields: readonly string[],
  place: Place,
  problems: ProblemList,
): readonly string[] {
  fields.forEach((field, at) => {
    const here = [...place, at];
    if (field === "*") {
      problems.add(
        "field_invalid",
        here,
        '"*" is no field, and not all of them either.',
        "Leave `fields` out to cover every field.",
      );
    } else if (checkFieldPath(field, here, problems) && field.includes(".")) {
      problems.add(
        "field_invalid",
        here,
        `${quote(field)} is nested, and permissions cover fields of the row itself.`,
      );
    }
  });
  return Object.freeze([...new Set(fields)]);
}

/** One entry of `can` or `cannot`, its pattern expanded and its condition read. */
export function parseRule(
  entry: string | RawRule,
  at: { readonly place: Place; readonly role: string; readonly inverted: boolean },
  patterns: Patterns,
  problems: ProblemList,
): Rule {
  const { place, role, inverted } = at;
  const details = typeof entry === "string" ? undefined : entry;
  const fields = details?.fields;
  return Object.freeze({
    path: formatPlace(place),
    role,
    inverted,
    named: isNamed(entry),
    permissions: expandAll(entry, place, patterns, problems),
    when:
      details !== undefined && "when" in details
        ? parseCondition(details.when, [...place, "when"], problems)
        : undefined,
    fields: fields === undefined ? undefined : parseFields(fields, [...place, "fields"], problems),
    reason: details?.reason,
  });
}
