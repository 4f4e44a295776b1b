import { PrincipalInvalidError } from "../errors.ts";
import { kindOf } from "../problems/describe-value.ts";
import type { Indexed } from "../rules/field-path.ts";

/** A principal whose shape was checked. `attributes` is the caller's own object, read when a condition needs it. */
export interface ReadPrincipal {
  readonly roles: readonly unknown[];
  readonly scopes: readonly unknown[];
  readonly attributes: Indexed;
}

export const NO_SCOPES: readonly unknown[] = Object.freeze([]);

/** What may be there, before anything of a principal is known. */
interface Shape extends Indexed {
  readonly id?: unknown;
  readonly roles?: unknown;
  readonly scopes?: unknown;
  readonly constructor?: unknown;
}

const ROOT: { readonly id?: unknown; readonly roles?: unknown; readonly scopes?: unknown } =
  Object.prototype;

export function isObject(who: unknown): who is Shape {
  return typeof who === "object" && who !== null;
}

/**
 * Is whatever is read of this principal its own? True of an object literal, as long as `Object.prototype` lends nobody
 * an id, roles or scopes. What a class keeps behind getters is not read to find out.
 */
export function isLiteral(who: Shape): boolean {
  return (
    // Says little by itself; but once a read has found out the object's shape, its prototype is known with it.
    who.constructor === Object &&
    prototypeOf(who) === ROOT &&
    ROOT.id === undefined &&
    ROOT.roles === undefined &&
    ROOT.scopes === undefined
  );
}

/** What a Proxy throws is heard, unless it is nobody all the same. */
function prototypeOf(who: Shape): unknown {
  try {
    return Object.getPrototypeOf(who);
  } catch (thrown) {
    if (Object.hasOwn(who, "id")) throw thrown;
    return undefined;
  }
}

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

/** Whose a property is has to be asked, of what is no literal: each of these is read if it is the principal's own. */
function ownShape(who: object): Shape {
  return {
    id: has(who, "id") ? who.id : undefined,
    roles: has(who, "roles") ? who.roles : undefined,
    scopes: has(who, "scopes") ? who.scopes : undefined,
  };
}

/**
 * The roles of what nearly every principal is: an object literal with an id, roles and no scopes. Undefined for whatever
 * else it is, which `readPrincipal` looks at.
 */
export function rolesOfLiteral(who: Shape): readonly unknown[] | undefined {
  if (!isLiteral(who)) return undefined;
  const { id, roles, scopes } = who;
  const isPlain = typeof id === "string" && id.length > 0 && scopes === undefined;
  return isPlain && Array.isArray(roles) ? roles : undefined;
}

/**
 * Own properties only, nothing coerced. Undefined for nobody: null, undefined, or no id.
 * Throws `ERR_RBAC_PRINCIPAL_INVALID` for anything else that is malformed.
 */
export function readPrincipal(who: unknown): ReadPrincipal | undefined {
  if (who === undefined || who === null) return undefined;
  if (!isObject(who) || (Array.isArray(who) && !isLiteral(who))) {
    throw invalid("the principal", who, "an object");
  }
  const { id, roles, scopes } = isLiteral(who) ? who : ownShape(who);
  if (id === undefined || id === null || id === "") return undefined;
  if (typeof id !== "string") throw invalid("principal.id", id, "a string");
  if (!Array.isArray(roles)) throw invalid("principal.roles", roles, "an array of strings");
  if (scopes === undefined) return { roles, scopes: NO_SCOPES, attributes: who };
  if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== "string")) {
    throw invalid("principal.scopes", scopes, "an array of strings");
  }
  return { roles, scopes, attributes: who };
}
