import type { Check } from "./generate-checks.ts";
import { decide } from "./oracle.ts";
import type { Trial } from "./trial.ts";

/**
 * The question that most apps ask most often: an object literal without scopes, and no row. It is answered from a
 * table, so it is put to the policy of every check, whatever the check itself asks; twice, as the first answer of a
 * list of roles is looked up and the second remembered.
 */
export function agreeOnAnswers(trial: Trial, { who, permission }: Check): void {
  if (!who) return;
  const { scopes: _, ...rest } = { ...who };
  const literal = { ...rest, id: who.id, roles: [...who.roles] };
  const check = { who: literal, permission };
  const code = decide(trial.definition, literal, permission, undefined, undefined, () => undefined);
  const allowed = code === "granted";
  const named = code === "unauthenticated" ? [] : literal.roles;
  const holds = trial.policy.checker(permission);
  for (const time of ["first", "second"]) {
    const { roles, ...decision } = trial.policy.decide(literal, permission);
    trial.expect(`can, the ${time} time`, trial.policy.can(literal, permission), allowed, check);
    trial.expect(`checker, the ${time} time`, holds({ ...literal }), allowed, check);
    trial.expect(`decide, the ${time} time`, decision.code, code, check);
    trial.expect(`roles, the ${time} time`, roles, named, check);
  }
}
