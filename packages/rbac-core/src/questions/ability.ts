import type { MongoAbility, RawRuleOf } from "@casl/ability";
import { createMongoAbility } from "@casl/ability";
import type { Engine } from "../decision/engine.ts";
import type { ReadPrincipal } from "../decision/read-principal.ts";
import { readPrincipal } from "../decision/read-principal.ts";
import { toConditions } from "../definition/to-document.ts";
import { bindComparisons } from "../rules/bind-condition.ts";
import { isScalar, UNKNOWN_VALUE } from "../rules/comparison.ts";
import type { Rule } from "../rules/rule.ts";
import { caslOptions } from "./casl-options.ts";

type CaslRule = RawRuleOf<MongoAbility>;
type Conditions = { readonly [key: string]: unknown };

/** The row must be of the principal's workspace. */
function tenantConditions(engine: Engine, attributes: object): Conditions | undefined {
  const { tenant } = engine.model;
  if (tenant === undefined) return undefined;
  const home = tenant.principal(attributes);
  return { [tenant.definition.row]: { $eq: isScalar(home) ? home : UNKNOWN_VALUE } };
}

/** Bound to the principal, and written so that CASL's own matcher, which knows no "unknown", grants nothing by them. */
function conditionsOf(
  { when, inverted }: Rule,
  attributes: object,
  layers: { readonly tenant: Conditions | undefined; readonly deniable: boolean },
): Conditions | undefined {
  const own = when === undefined ? undefined : toConditions(bindComparisons(when, attributes));
  if (inverted) return own === undefined ? undefined : { $possible: own };
  const certain = [layers.tenant, own].filter((part) => part !== undefined);
  // CASL's own matchers miss denials: a grant beside one must not hold there without a condition.
  return certain.length === 0 && !layers.deniable ? undefined : { $certain: certain };
}

function caslRule(rule: Rule, permission: string, conditions: Conditions | undefined): CaslRule {
  const [subject = "", action = ""] = permission.split(":");
  return {
    action,
    subject,
    ...(rule.inverted ? { inverted: true } : {}),
    ...(conditions === undefined ? {} : { conditions }),
    ...(rule.fields === undefined ? {} : { fields: [...rule.fields] }),
    ...(rule.reason === undefined ? {} : { reason: rule.reason }),
  };
}

function rulesOf(engine: Engine, principal: ReadPrincipal): CaslRule[] {
  const tenant = tenantConditions(engine, principal.attributes);
  const rules: CaslRule[] = [];
  engine.model.permissions.forEach((permission, position) => {
    // What the roles, the scopes or the ceiling refuse outright needs no rule: CASL refuses what it knows nothing of.
    const { allowed, code } = engine.outcome(principal.attributes, position);
    if (!allowed && code !== "field_required" && code !== "resource_required") return;
    const { grants, denials } = engine.verdict(principal.roles, position);
    const layers = { tenant, deniable: denials.length > 0 };
    // CASL lets later rules win: denials come last.
    for (const { rule } of [...grants, ...denials]) {
      rules.push(caslRule(rule, permission, conditionsOf(rule, principal.attributes, layers)));
    }
  });
  return rules.sort((a, b) => Number(a.inverted === true) - Number(b.inverted === true));
}

/** A CASL ability of this principal. The policy keeps no reference to it. */
export function abilityFor(engine: Engine, who: unknown): MongoAbility {
  const principal = readPrincipal(who);
  return createMongoAbility(principal === undefined ? [] : rulesOf(engine, principal), caslOptions);
}
