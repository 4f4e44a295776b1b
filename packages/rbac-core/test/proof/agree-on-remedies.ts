import type { Check } from "./generate-checks.ts";
import { decide } from "./oracle.ts";
import type { Trial } from "./trial.ts";

/** `explain` names exactly those single roles, and that scope, which would turn this refusal into a yes. */
export function agreeOnRemedies({ policy, definition, expect }: Trial, check: Check): void {
  const { who, permission, row, fields } = check;
  const isAllowed = (asker: Check["who"]) =>
    decide(definition, asker, permission, row, fields) === "granted";
  if (who === undefined || who === null || isAllowed(who)) return;
  // Nobody stays nobody, whatever the role.
  if (decide(definition, who, permission) === "unauthenticated") return;
  const { wouldAllow } = policy.explain(who, permission, row, { fields });

  const withRole = (role: string) => changed(who, { roles: [...who.roles, role] });
  const roles = Object.keys(definition.roles).filter((role) => isAllowed(withRole(role)));
  const named = wouldAllow.flatMap((it) => (it.kind === "role" ? it.role : []));
  expect("explain: roles that would allow", named.sort(), roles.sort(), check);

  const scopes = definition.scopes?.[permission] ?? [];
  const enough = isAllowed(changed(who, { scopes: [...(who.scopes ?? []), ...scopes] }));
  const asked = wouldAllow.flatMap((it) => (it.kind === "scope" ? [it.scopes] : []));
  expect("explain: scopes that would allow", asked, enough ? [scopes] : [], check);
}

/** The same principal, its prototype included, but for these properties. */
const changed = <W extends object>(who: W, properties: Partial<W>): W =>
  Object.assign(Object.create(Object.getPrototypeOf(who)), who, properties);
