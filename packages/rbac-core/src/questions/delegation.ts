import type { Engine } from "../decision/engine.ts";
import { readPrincipal } from "../decision/read-principal.ts";
import type { Verdict } from "../decision/verdict.ts";
import { exclusiveClash } from "../definition/exclusive.ts";
import type { PolicyModel, RoleModel } from "../definition/model.ts";
import { toConditions } from "../definition/to-document.ts";
import { quote } from "../problems/describe-value.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import type { Rule } from "../rules/rule.ts";

/** Two rules with the same text grant or deny the same, wherever they are written. */
function conditionText({ when }: Rule): string {
  if (when === undefined) return "";
  const fields = Object.entries(toConditions(when)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(fields);
}

function coversFields(holding: Rule, rule: Rule): boolean {
  if (holding.fields === undefined) return true;
  const { fields: held } = holding;
  return rule.fields?.every((field) => held.includes(field)) ?? false;
}

function fieldsText({ fields }: Rule): string {
  return fields === undefined ? "" : JSON.stringify([...fields].sort());
}

function isSameDenial(a: Rule, b: Rule): boolean {
  return conditionText(a) === conditionText(b) && fieldsText(a) === fieldsText(b);
}

/** What a principal may hand on: the verdicts of its own roles, under the scopes and the ceiling that bind it. */
export class Holding {
  readonly #engine: Engine;
  readonly #who: unknown;

  constructor(engine: Engine, who: unknown) {
    this.#engine = engine;
    this.#who = who;
  }

  /** Somebody, and not refused everything for holding roles that exclude each other. */
  get counts(): boolean {
    const principal = readPrincipal(this.#who);
    return principal !== undefined && this.#engine.roleSet(principal.roles).exclusive === undefined;
  }

  /**
   * Does the holder hold all that this rule grants, or keeps from being granted, on one permission? Holding it
   * without any condition covers every rule. Otherwise the same condition must be held, and whoever receives the
   * rule must be bound by each denial that binds the holder.
   *
   * @param receiverDenials the denials on the permission that will bind the receiver
   */
  covers(rule: Rule, position: number, receiverDenials: readonly Rule[]): boolean {
    return this.#holds(rule, position, receiverDenials, (own) =>
      own.when === undefined ? true : conditionText(own) === conditionText(rule),
    );
  }

  /**
   * Does the holder hold all that opens when this denial is lifted? A grant on the same condition is not enough:
   * the denial also refused where its condition was unknown.
   */
  coversLifting(denial: Rule, position: number, receiverDenials: readonly Rule[]): boolean {
    return this.#holds(denial, position, receiverDenials, (own) => own.when === undefined);
  }

  #holds(
    rule: Rule,
    position: number,
    receiverDenials: readonly Rule[],
    meets: (own: Rule) => boolean,
  ): boolean {
    const verdict = this.#verdict(position);
    if (verdict === undefined) return false;
    if (verdict.granted !== undefined) return true;
    const bound = verdict.denials.every(({ rule: denial }) =>
      receiverDenials.some((other) => isSameDenial(denial, other)),
    );
    return bound && verdict.grants.some(({ rule: own }) => meets(own) && coversFields(own, rule));
  }

  /** Undefined where the holder is refused whatever the resource. */
  #verdict(position: number): Verdict | undefined {
    const { allowed, code } = this.#engine.outcome(this.#who, position);
    if (!allowed && code !== "field_required" && code !== "resource_required") return undefined;
    return this.#engine.verdict(readPrincipal(this.#who)?.roles ?? [], position);
  }
}

function lineageOf(names: readonly string[], model: PolicyModel): Set<RoleModel> {
  return new Set(names.flatMap((name) => model.roles.get(name)?.lineage ?? []));
}

function rulesOf(roles: ReadonlySet<RoleModel>): Rule[] {
  return [...roles].flatMap(({ rules }) => rules);
}

function denialsOn(rules: readonly Rule[], position: number): Rule[] {
  return rules.filter(({ inverted, permissions }) => inverted && permissions.includes(position));
}

/**
 * May `by` change the roles of someone from one list to another? Every grant gained and every denial added or
 * lifted must be covered, and the new roles must be known and not exclude each other. What the ceiling keeps from
 * everybody is not gained.
 */
export function canAssign(
  engine: Engine,
  by: unknown,
  change: { readonly from: readonly string[]; readonly to: readonly string[] },
): boolean {
  const { model } = engine;
  const holding = new Holding(engine, by);
  if (!holding.counts) return false;
  const to = change.to.flatMap((name) => model.roles.get(name) ?? []);
  if (to.length < change.to.length || exclusiveClash(to, model.exclusive) !== undefined)
    return false;
  const from = change.from.flatMap((name) => model.roles.get(name) ?? []);
  const before = rulesOf(lineageOf(change.from, model));
  // Roles that exclude each other allowed nothing: whoever leaves one of them gains all of the other.
  const held = exclusiveClash(from, model.exclusive) === undefined ? before : [];
  const after = rulesOf(lineageOf(change.to, model));
  const added = after.filter((rule) => !held.includes(rule));
  const lifted = before.filter((rule) => rule.inverted && !after.includes(rule));
  const reachable = ({ permissions }: Rule) =>
    permissions.filter((position) => engine.layers(position).belowCeiling);
  return (
    added.every((rule) =>
      reachable(rule).every((position) =>
        holding.covers(rule, position, denialsOn(after, position)),
      ),
    ) &&
    lifted.every((rule) =>
      reachable(rule).every((position) =>
        holding.coversLifting(rule, position, denialsOn(after, position)),
      ),
    )
  );
}

/**
 * Reports each grant of the added roles, inherited ones included, that lies beyond what `grantedBy` holds. Inherited
 * grants above the ceiling are nobody's and pass; written out in a custom role, they are reported.
 *
 * @param engine of the policy under its ceiling, which bounds the holder too, and without the added roles
 */
export function checkGrants(
  engine: Engine,
  added: readonly RoleModel[],
  grantedBy: unknown,
  problems: ProblemList,
): void {
  const holding = new Holding(engine, grantedBy);
  for (const role of added) {
    const rules = role.lineage.flatMap((ancestor) => ancestor.rules);
    for (const rule of rules.filter(({ inverted }) => !inverted)) {
      const own = rule.role === role.name;
      const beyond = rule.permissions.filter(
        (position) =>
          (own || engine.layers(position).belowCeiling) &&
          !holding.covers(rule, position, denialsOn(rules, position)),
      );
      if (beyond.length === 0) continue;
      const names = beyond.flatMap((position) => engine.model.permissions[position] ?? []);
      const at = role.rules.indexOf(rule);
      problems.add(
        "grant_exceeds",
        own ? ["roles", role.name, "can", at] : ["roles", role.name, "extends"],
        `whoever grants this does not hold ${names.map(quote).join(", ")}${own ? "" : ` (${rule.path})`} to this extent.`,
        "Nobody can hand on more than they hold.",
      );
    }
  }
}
