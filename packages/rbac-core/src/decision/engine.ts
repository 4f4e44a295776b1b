import type { PolicyModel } from "../definition/model.ts";
import { PermissionUnknownError } from "../errors.ts";
import type { Layers } from "./evaluate.ts";
import { evaluate } from "./evaluate.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";
import { readPrincipal } from "./read-principal.ts";
import type { RoleSet } from "./role-set.ts";
import { RoleSets } from "./role-sets.ts";
import { unknownPermission } from "./unknown-permission.ts";
import type { Verdict } from "./verdict.ts";

const UNAUTHENTICATED = outcome("unauthenticated");

/** Leads every question from names and principals to `evaluate`. */
export class Engine {
  readonly model: PolicyModel;
  readonly #sets: RoleSets;
  readonly #layers: readonly Layers[];

  constructor(model: PolicyModel) {
    this.model = model;
    this.#sets = new RoleSets(model);
    this.#layers = model.permissions.map((_, position) =>
      Object.freeze({
        tenant: model.tenant,
        scopes: model.scopes?.[position],
        belowCeiling: model.ceiling === undefined || model.ceiling.has(position),
      }),
    );
  }

  /** Throws `ERR_RBAC_PERMISSION_UNKNOWN`. */
  position(permission: unknown): number {
    const position =
      typeof permission === "string" ? this.model.positions.get(permission) : undefined;
    if (position !== undefined) return position;
    throw unknownPermission(permission, this.model.permissions);
  }

  outcome(
    who: unknown,
    position: number,
    resource?: unknown,
    fields?: readonly string[] | undefined,
  ): Outcome {
    const principal = readPrincipal(who);
    if (principal === undefined) return UNAUTHENTICATED;
    const verdict = this.#sets.find(principal.roles).verdict(position);
    return evaluate(verdict, this.layers(position), principal, resource, fields);
  }

  layers(position: number): Layers {
    const layers = this.#layers[position];
    if (layers === undefined)
      throw new PermissionUnknownError("This position is no permission of this policy.");
    return layers;
  }

  roleSet(roles: readonly unknown[]): RoleSet {
    return this.#sets.find(roles);
  }

  /** Throws `ERR_RBAC_PRINCIPAL_INVALID`. Nobody holds no role. */
  verdictOf(who: unknown, position: number): Verdict {
    return this.verdict(readPrincipal(who)?.roles ?? [], position);
  }

  verdict(roles: readonly unknown[], position: number): Verdict {
    return this.#sets.find(roles).verdict(position);
  }
}
