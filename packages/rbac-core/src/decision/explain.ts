import type { RoleModel } from "../definition/model.ts";
import { compileComparison } from "../rules/compile-condition.ts";
import type { Rule } from "../rules/rule.ts";
import { covers } from "../rules/rule.ts";
import type { Truth } from "../rules/truth.ts";
import { FALSE, TRUE, UNKNOWN } from "../rules/truth.ts";
import type { ConsideredRule, Truth as NamedTruth, Remedy } from "../types/decision.ts";
import type { Engine } from "./engine.ts";
import { evaluate } from "./evaluate.ts";
import type { ReadPrincipal } from "./read-principal.ts";
import { readPrincipal } from "./read-principal.ts";
import { verdictOf } from "./verdict.ts";

/** One check, as `policy.explain` was asked it. */
export interface Check {
  readonly who: unknown;
  readonly position: number;
  readonly resource: unknown;
  readonly fields: readonly string[] | undefined;
}

function nameOf(truth: Truth): NamedTruth {
  return truth === TRUE ? "true" : truth === FALSE ? "false" : "unknown";
}

/** From a held role to the one that lists the rule, along the shortest inheritance. */
function viaOf(
  held: readonly RoleModel[],
  target: string,
  roles: ReadonlyMap<string, RoleModel>,
): readonly string[] {
  const trails = held.map(({ name }) => [name]);
  const seen = new Set<string>();
  for (let trail = trails.shift(); trail !== undefined; trail = trails.shift()) {
    const name = trail.at(-1) ?? "";
    if (name === target) return trail;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const parent of roles.get(name)?.parents ?? []) trails.push([...trail, parent]);
  }
  return [target];
}

function fieldTruth(rule: Rule, fields: readonly string[] | undefined): Truth {
  if (rule.fields === undefined) return TRUE;
  if (fields === undefined || fields.length === 0) return rule.inverted ? UNKNOWN : FALSE;
  return fields.some((field) => covers(rule, field)) ? TRUE : FALSE;
}

function consider(
  rule: Rule,
  via: readonly string[],
  check: Check,
  attributes: object,
): ConsideredRule {
  const { resource, fields } = check;
  const row =
    typeof resource === "object" && resource !== null && !Array.isArray(resource)
      ? resource
      : undefined;
  const tests = (rule.when ?? []).map((comparison) => ({
    comparison,
    truth: row === undefined ? UNKNOWN : compileComparison(comparison)(row, attributes),
  }));
  const parts: Truth[] = [fieldTruth(rule, fields), ...tests.map(({ truth }) => truth)];
  const truth = parts.includes(FALSE) ? FALSE : parts.includes(UNKNOWN) ? UNKNOWN : TRUE;
  return {
    rule: rule.path,
    role: rule.role,
    via,
    effect: rule.inverted ? "cannot" : "can",
    outcome: truth === TRUE ? "matched" : truth === FALSE ? "failed" : "unknown",
    conditions: tests.map(({ comparison, truth: part }) => ({
      field: comparison.field,
      operator: comparison.operator,
      outcome: nameOf(part),
    })),
  };
}

/** Every rule that a check looks at, and each single change that would turn its refusal into a yes. */
export class Explainer {
  readonly #engine: Engine;
  readonly #check: Check;
  readonly #principal: ReadPrincipal | undefined;
  readonly #rules: readonly Rule[];
  readonly #held: readonly RoleModel[];

  constructor(engine: Engine, check: Check) {
    const { roles } = engine.model;
    this.#engine = engine;
    this.#check = check;
    this.#principal = readPrincipal(check.who);
    const named = this.#principal?.roles ?? [];
    this.#held = named.flatMap((name) => (typeof name === "string" ? (roles.get(name) ?? []) : []));
    const rules = engine
      .roleSet(named)
      .effective.flatMap(({ rulesFor }) => rulesFor.get(check.position) ?? []);
    // Denials are considered first: any that matches decides.
    this.#rules = [
      ...rules.filter(({ inverted }) => inverted),
      ...rules.filter(({ inverted }) => !inverted),
    ];
  }

  considered(): readonly ConsideredRule[] {
    const principal = this.#principal;
    if (principal === undefined) return [];
    const { roles } = this.#engine.model;
    return this.#rules.map((rule) =>
      consider(rule, viaOf(this.#held, rule.role, roles), this.#check, principal.attributes),
    );
  }

  /** Each remedy was tried: with it, and with nothing else changed, the check is allowed. */
  remedies(): readonly Remedy[] {
    if (this.#principal === undefined || this.#allowedWith({})) return [];
    return [...this.#roleRemedies(), ...this.#scopeRemedies(), ...this.#ruleRemedies()];
  }

  #roleRemedies(): Remedy[] {
    const named = this.#principal?.roles ?? [];
    return [...this.#engine.model.roles.keys()]
      .filter((role) => !named.includes(role) && this.#allowedWith({ roles: [...named, role] }))
      .map((role) => ({ kind: "role", role }));
  }

  #scopeRemedies(): Remedy[] {
    const { scopes = [] } = this.#engine.layers(this.#check.position);
    return scopes.length > 0 && this.#allowedWith({ scopes }) ? [{ kind: "scope", scopes }] : [];
  }

  #ruleRemedies(): Remedy[] {
    return this.#rules.flatMap((rule): Remedy[] => {
      const others = this.#rules.filter((other) => other !== rule);
      if (rule.inverted) {
        return this.#allowedWith({ rules: others })
          ? [{ kind: "remove-denial", rule: rule.path }]
          : [];
      }
      if (rule.test === undefined) return [];
      const met = { ...rule, when: undefined, test: undefined };
      return this.#allowedWith({ rules: [...others, met] })
        ? [{ kind: "condition", rule: rule.path }]
        : [];
    });
  }

  #allowedWith(change: {
    readonly roles?: readonly unknown[];
    readonly scopes?: readonly string[];
    readonly rules?: readonly Rule[];
  }): boolean {
    const principal = this.#principal;
    if (principal === undefined) return false;
    const { position, resource, fields } = this.#check;
    const set = this.#engine.roleSet(change.roles ?? principal.roles);
    // Another rule changes nothing for a principal whose roles exclude each other.
    const verdict =
      change.rules === undefined || set.exclusive !== undefined
        ? this.#engine.verdict(change.roles ?? principal.roles, position)
        : verdictOf(change.rules);
    const asker = {
      attributes: principal.attributes,
      scopes: [...principal.scopes, ...(change.scopes ?? [])],
    };
    return evaluate(verdict, this.#engine.layers(position), asker, resource, fields).allowed;
  }
}
