import { PrincipalInvalidError } from "../errors.ts";
import { kindOf } from "../problems/describe-value.ts";

/** A principal whose shape was checked. `attributes` is the caller's own object, read when a condition needs it. */
export interface ReadPrincipal {
  readonly roles: readonly unknown[];
  readonly scopes: readonly unknown[];
  readonly attributes: object;
}

const NO_SCOPES: readonly unknown[] = Object.freeze([]);

type Named<K extends string> = { readonly [key in K]: unknown };

/** Own properties only: a polluted Object.prototype must not lend anybody an id or a role. */
function has<K extends string>(object: object, key: K): object is Named<K> {
  return Object.hasOwn(object, key);
}

function invalid(what: string, value: unknown, wanted: string): PrincipalInvalidError {
  return new PrincipalInvalidError(
    `${what} must be ${wanted}, and is ${kindOf(value)}. Give own properties: { id: string, roles: string[] }.`,
  );
}

/**
 * Own properties only, nothing coerced. Undefined for nobody: null, undefined, or no id.
 * Throws `ERR_RBAC_PRINCIPAL_INVALID` for anything else that is malformed.
 */
export function readPrincipal(who: unknown): ReadPrincipal | undefined {
  if (who === undefined || who === null) return undefined;
  if (typeof who !== "object" || Array.isArray(who)) {
    throw invalid("the principal", who, "an object");
  }
  const id = has(who, "id") ? who.id : undefined;
  if (id === undefined || id === null || id === "") return undefined;
  if (typeof id !== "string") throw invalid("principal.id", id, "a string");
  const roles = has(who, "roles") ? who.roles : undefined;
  if (!Array.isArray(roles)) throw invalid("principal.roles", roles, "an array of strings");
  const scopes = has(who, "scopes") ? who.scopes : undefined;
  if (scopes === undefined) return { roles, scopes: NO_SCOPES, attributes: who };
  if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== "string")) {
    throw invalid("principal.scopes", scopes, "an array of strings");
  }
  return { roles, scopes, attributes: who };
}
