import { quote } from "../problems/describe-value.ts";
import { checkDistinct, checkName } from "../problems/names.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Rule } from "../rules/rule.ts";
import { checkParents, parentsFirst } from "./inheritance.ts";
import type { RoleModel } from "./model.ts";
import { parseRule, patternsOf } from "./parse-rule.ts";
import type { Patterns } from "./patterns.ts";
import type { RawRole, RawRule } from "./schema.ts";

interface DraftRole {
  readonly name: string;
  readonly title: string | undefined;
  readonly parents: readonly string[];
  readonly raw: RawRole;
}

type Entries = readonly (string | RawRule)[];

function nearestFirst(role: RoleModel, parents: readonly RoleModel[]): readonly RoleModel[] {
  const lineage = new Set([role]);
  for (const parent of parents) for (const ancestor of parent.lineage) lineage.add(ancestor);
  return Object.freeze([...lineage]);
}

function indexRules(rules: readonly Rule[]): ReadonlyMap<number, readonly Rule[]> {
  const index = new Map<number, Rule[]>();
  for (const rule of rules) {
    for (const position of rule.permissions) {
      const known = index.get(position);
      if (known === undefined) index.set(position, [rule]);
      else known.push(rule);
    }
  }
  return index;
}

function parseEntries(
  draft: DraftRole,
  key: "can" | "cannot",
  patterns: Patterns,
  problems: ProblemList,
): readonly Rule[] {
  const entries: Entries = draft.raw[key] ?? [];
  return entries.map((entry, at) =>
    parseRule(
      entry,
      { place: ["roles", draft.name, key, at], role: draft.name, inverted: key === "cannot" },
      patterns,
      problems,
    ),
  );
}

/** A grant written by its exact name that an ancestor denies outright could never take effect. */
function reportShadowed(draft: DraftRole, role: RoleModel, problems: ProblemList): void {
  const ancestors = role.lineage.filter((ancestor) => ancestor !== role);
  const entries: Entries = draft.raw.can ?? [];
  entries.forEach((entry, at) => {
    const rule = role.rules[at];
    if (rule === undefined || patternsOf(entry).some((pattern) => pattern.includes("*"))) return;
    const denials = rule.permissions.map((position) =>
      ancestors
        .flatMap((ancestor) => ancestor.rulesFor.get(position) ?? [])
        .find(
          ({ inverted, when, fields }) => inverted && when === undefined && fields === undefined,
        ),
    );
    const [denial] = denials;
    if (denial === undefined || denials.includes(undefined)) return;
    problems.add(
      "grant_shadowed",
      ["roles", draft.name, "can", at],
      `this grant never takes effect: ${denial.path} denies it, and denials win.`,
      `Take it out, or do not inherit from ${quote(denial.role)}.`,
    );
  });
}

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
  for (const draft of parentsFirst(checked, problems)) {
    const parents = draft.parents.flatMap((parent) => built.get(parent) ?? base.get(parent) ?? []);
    const rules = Object.freeze([
      ...parseEntries(draft, "can", patterns, problems),
      ...parseEntries(draft, "cannot", patterns, problems),
    ]);
    const role: { -readonly [K in keyof RoleModel]: RoleModel[K] } = {
      name: draft.name,
      title: draft.title,
      parents: Object.freeze([...draft.parents]),
      rules,
      rulesFor: indexRules(rules),
      lineage: [],
    };
    role.lineage = nearestFirst(role, parents);
    Object.freeze(role);
    reportShadowed(draft, role, problems);
    built.set(role.name, role);
  }
  // In the order written, so that matrices and documents read like the definition.
  for (const name of fresh) {
    const role = built.get(name);
    if (role !== undefined) roles.set(name, role);
  }
  return roles;
}
