import { PrincipalInvalidError } from "../errors.ts";
import { kindOf } from "../problems/describe-value.ts";

/** A principal whose shape was checked. `attributes` is the caller's own object, read when a condition needs it. */
export interface ReadPrincipal {
  readonly roles: readonly unknown[];
  readonly scopes: readonly unknown[];
  readonly attributes: object;
}

const NO_SCOPES: readonly unknown[] = Object.freeze([]);

function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined;
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
  if (typeof who !== "object" || Array.isArray(who))
    throw invalid("the principal", who, "an object");
  const id = own(who, "id");
  if (id === undefined || id === null || id === "") return undefined;
  if (typeof id !== "string") throw invalid("principal.id", id, "a string");
  const roles = own(who, "roles");
  if (!Array.isArray(roles)) throw invalid("principal.roles", roles, "an array of strings");
  const scopes = own(who, "scopes");
  if (scopes === undefined) return { roles, scopes: NO_SCOPES, attributes: who };
  if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== "string")) {
    throw invalid("principal.scopes", scopes, "an array of strings");
  }
  return { roles, scopes, attributes: who };
}
