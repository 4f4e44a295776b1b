import { quote } from "../problems/describe-value.ts";
import { checkDistinct, checkName } from "../problems/names.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { PlaceStack } from "../problems/problem-path.ts";
import { formatPlace } from "../problems/problem-path.ts";
import type { Rule } from "../rules/rule.ts";
import { checkParents, parentsFirst } from "./inheritance.ts";
import type { RoleModel } from "./model.ts";
import { RuleParser } from "./parse-rule.ts";
import type { Patterns } from "./patterns.ts";
import type { RawRole } from "./raw.ts";
import { nearestFirst, Role } from "./role.ts";

interface DraftRole {
  readonly name: string;
  readonly title: string | undefined;
  readonly parents: readonly string[];
  readonly raw: RawRole;
}

/** The rules of a role, grants first, in the order written. */
function parseRules(draft: DraftRole, parser: RuleParser): readonly Rule[] {
  const rules: Rule[] = [];
  for (const key of ["can", "cannot"] as const) {
    const entries = draft.raw[key];
    if (entries === undefined) continue;
    const place: PlaceStack = ["roles", draft.name, key];
    const list = { role: draft.name, inverted: key === "cannot", path: formatPlace(place) };
    entries.forEach((entry, at) => {
      place.push(at);
      rules.push(parser.parse(entry, at, list, place));
      place.pop();
    });
  }
  return rules;
}

/** A grant written by its exact name that an ancestor denies outright could never take effect. */
function reportShadowed(role: Role, problems: ProblemList): void {
  if (!role.inheritsDenial) return;
  const grants = role.rules.filter(({ inverted }) => !inverted);
  grants.forEach(({ named, permissions: [position] }, at) => {
    const denial = named && position !== undefined ? role.shadowOf(position) : undefined;
    if (denial === undefined) return;
    problems.add(
      "grant_shadowed",
      ["roles", role.name, "can", at],
      `this grant never takes effect: ${denial.path} denies it, and denials win.`,
      `Take it out, or do not inherit from ${quote(denial.role)}.`,
    );
  });
}

/** Each role knows all it inherits: a chain of a thousand roles stays below it, one of several thousand does not. */
const MAX_INHERITED = 1_000_000;

/** The roles of a base and the added ones. Reports bad names, unknown parents, circles and every wrong rule. */
export function growRoles(
  base: ReadonlyMap<string, RoleModel>,
  added: ReadonlyMap<string, RawRole>,
  patterns: Patterns,
  problems: ProblemList,
): ReadonlyMap<string, RoleModel> {
  const names = [...added.keys()];
  const usable = names.filter((name) => checkName(name, "role", ["roles", name], problems));
  for (const name of usable.filter((name) => base.has(name))) {
    problems.add(
      "role_redefined",
      ["roles", name],
      `the role ${quote(name)} is already defined.`,
      "Inherit from it under another name.",
    );
  }
  const fresh = usable.filter((name) => !base.has(name));
  checkDistinct(
    fresh.map((name) => ({ name, place: ["roles", name] })),
    "role",
    problems,
    base.keys(),
  );

  const drafts = fresh.flatMap((name): DraftRole[] => {
    const raw = added.get(name);
    return raw === undefined ? [] : [{ name, title: raw.title, parents: raw.extends ?? [], raw }];
  });
  const roles = new Map(base);
  const built = new Map<string, RoleModel>();
  const checked = checkParents(drafts, new Set([...base.keys(), ...names]), problems);
  const parser = new RuleParser(patterns, problems);
  let left = MAX_INHERITED;
  for (const draft of parentsFirst(checked, problems)) {
    const parents = draft.parents.flatMap((parent) => built.get(parent) ?? base.get(parent) ?? []);
    const role = new Role({ ...draft, rules: parseRules(draft, parser) }, parents);
    left -= parents.length === 0 ? 1 : nearestFirst(role).length;
    if (left < 0) {
      problems.add(
        "document_too_large",
        ["roles", role.name, "extends"],
        `the roles up to here inherit from one another over ${MAX_INHERITED} times.`,
        "Inherit from fewer roles, or in fewer steps.",
      );
      problems.throwNow();
    }
    reportShadowed(role, problems);
    built.set(role.name, role);
  }
  // In the order written, so that matrices and documents read like the definition.
  for (const name of fresh) {
    const role = built.get(name);
    if (role !== undefined) roles.set(name, role);
  }
  return roles;
}
