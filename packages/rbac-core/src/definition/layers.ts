import { quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Place } from "../problems/problem-path.ts";
import type { PolicyModel } from "./model.ts";
import { Patterns } from "./patterns.ts";
import type { RawScopeMap } from "./raw.ts";

/** Reads a scope map: by permission position, the scopes any one of which allows it. */
export function parseScopes(
  map: RawScopeMap,
  model: PolicyModel,
  place: Place,
  problems: ProblemList,
): PolicyModel["scopes"] {
  for (const name of Object.keys(map)) {
    if (model.positions.has(name)) continue;
    problems.add(
      "permission_unknown",
      [...place, name],
      `${quote(name)} is no permission of the catalogue.`,
      didYouMean(name, model.permissions),
    );
  }
  return Object.freeze(
    model.permissions.map((permission) => {
      const entry = map[permission];
      if (entry === undefined) {
        problems.add(
          "scope_missing_in_map",
          [...place, permission],
          `the scope map says nothing of ${quote(permission)}.`,
          "List the scopes that allow it; an empty list allows nobody.",
        );
        return [];
      }
      const scopes = "scopes" in entry ? entry.scopes : entry;
      return Object.freeze([...new Set(scopes)]);
    }),
  );
}

/** Reads a ceiling and lowers the one there is: a derived policy can narrow what roles may have, never widen it. */
export function parseCeiling(
  patterns: readonly string[],
  model: PolicyModel,
  place: Place,
  problems: ProblemList,
): ReadonlySet<number> {
  const expander = new Patterns(model, true);
  const positions = patterns.flatMap((pattern, at) =>
    expander.expand(pattern, [...place, at], problems),
  );
  const before = model.ceiling;
  return new Set(
    before === undefined ? positions : positions.filter((position) => before.has(position)),
  );
}
