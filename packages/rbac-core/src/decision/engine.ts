import type { PolicyModel } from "../definition/model.ts";
import { PermissionUnknownError } from "../errors.ts";
import type { Decision } from "../types/decision.ts";
import type { Layers } from "./evaluate.ts";
import { allowedRows, evaluate, layersOf } from "./evaluate.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";
import { positionOf } from "./position-of.ts";
import { isObject, NO_SCOPES, readPrincipal, rolesOfLiteral } from "./read-principal.ts";
import type { RoleSet } from "./role-set.ts";
import { RoleSets } from "./role-sets.ts";
import { isOn, toDecision } from "./to-decision.ts";
import type { Verdict } from "./verdict.ts";

const UNAUTHENTICATED = outcome("unauthenticated");

/** Leads every question from names and principals to `evaluate`. */
export class Engine {
  readonly model: PolicyModel;
  readonly #sets: RoleSets;
  readonly #layers: Layers[] = [];

  constructor(model: PolicyModel) {
    this.model = model;
    this.#sets = new RoleSets(model);
  }

  /** Throws `ERR_RBAC_PERMISSION_UNKNOWN`. */
  position(permission: unknown): number {
    return positionOf(this.model, permission);
  }

  outcome(
    who: unknown,
    position: number,
    resource?: unknown,
    fields?: readonly string[] | undefined,
  ): Outcome {
    // What nearly everybody is needs no object for what was read of it.
    if (isObject(who)) {
      const roles = rolesOfLiteral(who);
      if (roles !== undefined) {
        const verdict = this.verdict(roles, position);
        return evaluate(verdict, this.layers(position), who, NO_SCOPES, resource, fields);
      }
    }
    const principal = readPrincipal(who);
    if (principal === undefined) return UNAUTHENTICATED;
    const { attributes, roles, scopes } = principal;
    const verdict = this.verdict(roles, position);
    return evaluate(verdict, this.layers(position), attributes, scopes, resource, fields);
  }

  /**
   * The answer with its reason.
   *
   * @param version the policy's, which the decision names
   */
  decide<P extends string>(
    who: unknown,
    permission: P,
    version: string,
    resource: unknown,
    fields: readonly string[] | undefined,
  ): Decision<P> {
    const position = this.position(permission);
    const principal = readPrincipal(who);
    if (principal === undefined) {
      return toDecision(UNAUTHENTICATED, permission, [], this.model, version);
    }
    const { attributes, roles, scopes } = principal;
    const set = this.#sets.find(roles);
    const verdict = set.verdict(position);
    const found = evaluate(verdict, this.layers(position), attributes, scopes, resource, fields);
    const kept = set.decisions.find(position, found, roles);
    if (isOn(kept, permission)) return kept;
    const decision = toDecision(found, permission, roles, this.model, version);
    set.decisions.keep(position, found, decision);
    return decision;
  }

  /** The rows that are allowed, in their order. */
  filter<Row>(who: unknown, position: number, rows: readonly Row[]): Row[] {
    const principal = readPrincipal(who);
    if (principal === undefined) return [];
    const { attributes, roles, scopes } = principal;
    const verdict = this.verdict(roles, position);
    return allowedRows(verdict, this.layers(position), attributes, scopes, rows);
  }

  layers(position: number): Layers {
    return this.#layers[position] ?? this.#layersAt(position);
  }

  #layersAt(position: number): Layers {
    const { permissions, scopes, ceiling, tenant } = this.model;
    if (permissions[position] === undefined)
      throw new PermissionUnknownError("This position is no permission of this policy.");
    const layers = layersOf({
      tenant,
      scopes: scopes?.[position],
      belowCeiling: ceiling === undefined || ceiling.has(position),
    });
    this.#layers[position] = layers;
    return layers;
  }

  roleSet(roles: readonly unknown[]): RoleSet {
    return this.#sets.find(roles);
  }

  verdict(roles: readonly unknown[], position: number): Verdict {
    return this.#sets.find(roles).verdict(position);
  }
}
