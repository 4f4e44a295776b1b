import type { RoleModel } from "../definition/model.ts";
import { compileComparison } from "../rules/compile-condition.ts";
import { foldGrant } from "../rules/fold-condition.ts";
import type { Rule } from "../rules/rule.ts";
import { covers } from "../rules/rule.ts";
import type { Truth } from "../rules/truth.ts";
import { FALSE, TRUE, UNKNOWN } from "../rules/truth.ts";
import type {
  ConsideredRule,
  Explanation,
  Truth as NamedTruth,
  Remedy,
} from "../types/decision.ts";
import type { Engine } from "./engine.ts";
import { evaluate, isRow } from "./evaluate.ts";
import type { ReadPrincipal } from "./read-principal.ts";
import { readPrincipal } from "./read-principal.ts";
import { verdictOf } from "./verdict.ts";

/** One check, as `policy.explain` was asked it, of somebody. */
interface Check {
  readonly principal: ReadPrincipal;
  readonly position: number;
  readonly resource: unknown;
  readonly fields: readonly string[] | undefined;
}

function nameOf(truth: Truth): NamedTruth {
  return truth === TRUE ? "true" : truth === FALSE ? "false" : "unknown";
}

/** From each role to the heir it is reached from, breadth first; held roles are reached from none. */
function heirsOf(held: readonly RoleModel[]): ReadonlyMap<RoleModel, RoleModel | undefined> {
  const heirs = new Map<RoleModel, RoleModel | undefined>(held.map((role) => [role, undefined]));
  // A map goes on to what is added while it is walked.
  for (const role of heirs.keys()) {
    for (const parent of role.inherits) if (!heirs.has(parent)) heirs.set(parent, role);
  }
  return heirs;
}

/** From a held role to the one that lists the rule, along the shortest inheritance. */
function viaOf(
  target: RoleModel | undefined,
  heirs: ReadonlyMap<RoleModel, RoleModel | undefined>,
): readonly string[] {
  const via: string[] = [];
  for (let role = target; role !== undefined; role = heirs.get(role)) via.push(role.name);
  return via.reverse();
}

function fieldTruth(rule: Rule, fields: readonly string[] | undefined): Truth {
  if (rule.fields === undefined) return TRUE;
  if (fields === undefined || fields.length === 0) return rule.inverted ? UNKNOWN : FALSE;
  return fields.some((field) => covers(rule, field)) ? TRUE : FALSE;
}

function consider(rule: Rule, via: readonly string[], check: Check): ConsideredRule {
  const { principal, resource, fields } = check;
  const row = isRow(resource) ? resource : undefined;
  const tests = (rule.when ?? []).map((comparison) => ({
    comparison,
    truth: row === undefined ? UNKNOWN : compileComparison(comparison)(row, principal.attributes),
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
class Explainer {
  readonly #engine: Engine;
  readonly #check: Check;
  readonly #rules: readonly Rule[];
  readonly #held: readonly RoleModel[];

  constructor(engine: Engine, check: Check) {
    const roles: ReadonlyMap<unknown, RoleModel> = engine.model.roles;
    const named = check.principal.roles;
    this.#engine = engine;
    this.#check = check;
    this.#held = named.flatMap((name) => roles.get(name) ?? []);
    const rules = engine
      .roleSet(named)
      .effective.flatMap(({ rulesFor }) => rulesFor.get(check.position) ?? []);
    // Denials are considered first: one that matches decides.
    this.#rules = [
      ...rules.filter(({ inverted }) => inverted),
      ...rules.filter(({ inverted }) => !inverted),
    ];
  }

  considered(): readonly ConsideredRule[] {
    const { roles } = this.#engine.model;
    const heirs = heirsOf(this.#held);
    return this.#rules.map((rule) =>
      consider(rule, viaOf(roles.get(rule.role), heirs), this.#check),
    );
  }

  /** Each was tried: with the role, the scope, the condition met or the denial gone, and nothing else changed. */
  remedies(): readonly Remedy[] {
    if (this.#allowedWith({})) return [];
    return [...this.#roleRemedies(), ...this.#scopeRemedies(), ...this.#ruleRemedies()];
  }

  #roleRemedies(): Remedy[] {
    const named = this.#check.principal.roles;
    return [...this.#engine.model.roles.keys()]
      .filter((role) => !named.includes(role) && this.#allowedWith({ roles: [...named, role] }))
      .map((role) => ({ kind: "role", role }));
  }

  #scopeRemedies(): Remedy[] {
    const { scopes = [] } = this.#engine.layers(this.#check.position);
    return this.#allowedWith({ scopes }) ? [{ kind: "scope", scopes }] : [];
  }

  #ruleRemedies(): Remedy[] {
    const { attributes } = this.#check.principal;
    return this.#rules.flatMap((rule): Remedy[] => {
      const others = this.#rules.filter((other) => other !== rule);
      if (rule.inverted) {
        return this.#allowedWith({ rules: others })
          ? [{ kind: "remove-denial", rule: rule.path }]
          : [];
      }
      // Where an attribute it refers to is missing, no row meets the condition.
      if (foldGrant(rule, attributes).includes("never")) return [];
      const met = { ...rule, when: undefined };
      return this.#allowedWith({ rules: [...others, met] })
        ? [{ kind: "condition", rule: rule.path }]
        : [];
    });
  }

  /** The check again, with these roles, scopes or rules in place of the principal's own. */
  #allowedWith(change: {
    readonly roles?: readonly unknown[];
    readonly scopes?: readonly string[];
    readonly rules?: readonly Rule[];
  }): boolean {
    const { principal, position, resource, fields } = this.#check;
    const { roles, scopes } = { ...principal, ...change };
    const set = this.#engine.roleSet(roles);
    // Another rule changes nothing for a principal whose roles exclude each other.
    const verdict =
      change.rules === undefined || set.exclusive !== undefined
        ? set.verdict(position)
        : verdictOf(change.rules);
    const layers = this.#engine.layers(position);
    return evaluate(verdict, layers, principal.attributes, scopes, resource, fields).allowed;
  }
}

/** What a check looked at and what would turn its refusal into a yes. Of nobody there is nothing to say. */
export function explain(
  engine: Engine,
  { who, ...check }: Omit<Check, "principal"> & { readonly who: unknown },
): Pick<Explanation, "considered" | "wouldAllow"> {
  const principal = readPrincipal(who);
  if (principal === undefined) return { considered: [], wouldAllow: [] };
  const explainer = new Explainer(engine, { ...check, principal });
  return { considered: explainer.considered(), wouldAllow: explainer.remedies() };
}
