import { quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { RoleModel } from "./model.ts";
import { nearestFirst } from "./role.ts";

/** The first exclusive set of which these roles hold two, inherited ones included. */
export function exclusiveClash(
  held: Iterable<RoleModel>,
  exclusive: readonly (readonly string[])[],
): readonly string[] | undefined {
  if (exclusive.length === 0) return undefined;
  const names = new Set<string>();
  for (const role of held) for (const { name } of nearestFirst(role)) names.add(name);
  for (const set of exclusive) {
    const both = set.filter((name) => names.has(name));
    if (both.length > 1) return both;
  }
  return undefined;
}

/** Reads `exclusive`. Reports unknown roles and sets of fewer than two. */
export function parseExclusive(
  sets: readonly (readonly string[])[],
  known: ReadonlySet<string>,
  problems: ProblemList,
): readonly (readonly string[])[] {
  const parsed = sets.map((set, at) => {
    const place = ["exclusive", at];
    set.forEach((name, position) => {
      if (known.has(name)) return;
      problems.add(
        "role_unknown",
        [...place, position],
        `${quote(name)} is no role.`,
        didYouMean(name, known),
      );
    });
    const distinct = [...new Set(set)];
    if (distinct.length < 2) {
      problems.add("type_invalid", place, "an exclusive set names at least two different roles.");
    }
    return Object.freeze(distinct);
  });
  return Object.freeze(parsed);
}

/** A role that inherits two exclusive roles could never be held. */
export function checkInheritedExclusion(
  roles: Iterable<RoleModel>,
  exclusive: readonly (readonly string[])[],
  problems: ProblemList,
): void {
  for (const role of roles) {
    const clash = exclusiveClash([role], exclusive);
    if (clash === undefined) continue;
    problems.add(
      "roles_exclusive_inherited",
      ["roles", role.name, "extends"],
      `the role ${quote(role.name)} would hold ${clash.map(quote).join(" and ")}, which exclude each other.`,
      "Inherit from one of them.",
    );
  }
}
