import { quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";

interface Heir {
  readonly name: string;
  readonly parents: readonly string[];
}

/** Reports parents that do not exist. Returns the roles with only those that do. */
export function checkParents<R extends Heir>(
  roles: readonly R[],
  known: ReadonlySet<string>,
  problems: ProblemList,
): R[] {
  return roles.map((role) => {
    role.parents.forEach((parent, at) => {
      if (known.has(parent)) return;
      problems.add(
        "role_unknown",
        ["roles", role.name, "extends", at],
        `${quote(parent)} is no role.`,
        didYouMean(parent, known),
      );
    });
    return { ...role, parents: role.parents.filter((parent) => known.has(parent)) };
  });
}

/**
 * The roles in an order in which every parent comes before its heirs. A circle is reported once, at its first
 * member, and its members are left out with everything that inherits them.
 */
export function parentsFirst<R extends Heir>(roles: readonly R[], problems: ProblemList): R[] {
  const byName = new Map(roles.map((role) => [role.name, role]));
  const waiting = new Map(
    roles.map((role) => [role.name, new Set(role.parents.filter((parent) => byName.has(parent)))]),
  );
  const heirs = new Map<string, string[]>();
  for (const [name, parents] of waiting) {
    for (const parent of parents) {
      const known = heirs.get(parent);
      if (known === undefined) heirs.set(parent, [name]);
      else known.push(name);
    }
  }
  const ready = roles.filter(({ name }) => waiting.get(name)?.size === 0);
  const ordered: R[] = [];
  for (let role = ready.shift(); role !== undefined; role = ready.shift()) {
    ordered.push(role);
    for (const heir of heirs.get(role.name) ?? []) {
      const parents = waiting.get(heir);
      parents?.delete(role.name);
      const next = byName.get(heir);
      if (parents?.size === 0 && next !== undefined) ready.push(next);
    }
    waiting.delete(role.name);
  }
  reportCircles(waiting, problems);
  return ordered;
}

/** A long circle is shown by its beginning and its end. */
function shorten(circle: readonly string[]): readonly string[] {
  return circle.length <= 12 ? circle : [...circle.slice(0, 9), "...", ...circle.slice(-2)];
}

/** What still waits for a parent is in a circle or inherits from one: follow the parents until a name comes back. */
function reportCircles(
  waiting: ReadonlyMap<string, ReadonlySet<string>>,
  problems: ProblemList,
): void {
  const reported = new Set<string>();
  for (const start of waiting.keys()) {
    const trail: string[] = [];
    let name: string | undefined = start;
    while (name !== undefined && !trail.includes(name) && !reported.has(name)) {
      trail.push(name);
      name = waiting.get(name)?.values().next().value;
    }
    if (name === undefined || reported.has(name)) {
      for (const seen of trail) reported.add(seen);
      continue;
    }
    const circle = [...trail.slice(trail.indexOf(name)), name];
    for (const seen of trail) reported.add(seen);
    problems.add(
      "role_cycle",
      ["roles", name, "extends"],
      circle.length === 2
        ? `the role ${quote(name)} inherits from itself.`
        : `the roles inherit in a circle: ${shorten(circle).map(quote).join(" > ")}.`,
      "Take one of them out of `extends`.",
    );
  }
}
