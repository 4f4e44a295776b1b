import type { Rule } from "../rules/rule.ts";
import type { RoleModel } from "./model.ts";

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

/** Does it deny something whatever the resource and the fields? */
function isOutright({ inverted, when, fields }: Rule): boolean {
  return inverted && when === undefined && fields === undefined;
}

/** A role over the models of those it inherits from directly. */
export class Role implements RoleModel {
  readonly name: string;
  readonly title: string | undefined;
  readonly parents: readonly string[];
  readonly rules: readonly Rule[];
  readonly inherits: readonly RoleModel[];
  readonly deniesOutright: boolean;
  /** A role it inherits denies something whatever the resource and the fields. */
  readonly inheritsDenial: boolean;
  #lineage: readonly RoleModel[] | undefined;
  #rulesFor: ReadonlyMap<number, readonly Rule[]> | undefined;

  constructor(
    source: Pick<RoleModel, "name" | "title" | "parents" | "rules">,
    inherits: readonly RoleModel[],
  ) {
    this.name = source.name;
    this.title = source.title;
    this.parents = Object.freeze([...source.parents]);
    this.rules = Object.freeze(source.rules);
    this.inherits = Object.freeze(inherits);
    this.inheritsDenial = inherits.some(({ deniesOutright }) => deniesOutright);
    this.deniesOutright = this.inheritsDenial || source.rules.some(isOutright);
    Object.freeze(this);
  }

  // Worked out for the roles that are asked: kept for each of a long chain, lineages would grow with its square.
  get lineage(): readonly RoleModel[] {
    this.#lineage ??= Object.freeze(nearestFirst(this));
    return this.#lineage;
  }

  // Worked out for the roles that are asked: of a role whose answers are known, nobody looks for rules.
  get rulesFor(): ReadonlyMap<number, readonly Rule[]> {
    this.#rulesFor ??= indexRules(this.rules);
    return this.#rulesFor;
  }

  /** The inherited denial that makes a grant of this permission pointless, if there is one. */
  shadowOf(position: number): Rule | undefined {
    if (!this.inheritsDenial) return undefined;
    for (const ancestor of nearestFirst(this)) {
      if (ancestor === this) continue;
      const denial = ancestor.rulesFor.get(position)?.find(isOutright);
      if (denial !== undefined) return denial;
    }
    return undefined;
  }
}

/** A role and all it inherits, parents in the order written and each followed by its own. */
export function nearestFirst(role: RoleModel): readonly RoleModel[] {
  const lineage = new Set<RoleModel>();
  const waiting = [role];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (lineage.has(next)) continue;
    lineage.add(next);
    for (let at = next.inherits.length - 1; at >= 0; at--) {
      const parent = next.inherits[at];
      if (parent !== undefined) waiting.push(parent);
    }
  }
  return [...lineage];
}
