import type { Accessor } from "../rules/field-path.ts";
import { accessorOf } from "../rules/field-path.ts";
import type { Rule } from "../rules/rule.ts";
import type { TenantDefinition } from "../types/definition.ts";

export type PermissionString = `${string}:${string}`;

/** A role with everything it inherits worked out. */
export interface RoleModel {
  readonly name: string;
  readonly title?: string | undefined;
  readonly parents: readonly string[];
  /** Its own rules, grants first, in the order written. */
  readonly rules: readonly Rule[];
  /** Its own rules by permission position. */
  readonly rulesFor: ReadonlyMap<number, readonly Rule[]>;
  /** The roles it inherits from directly. */
  readonly inherits: readonly RoleModel[];
  /** It, or a role it inherits, denies something whatever the resource and the fields. */
  readonly deniesOutright: boolean;
  /** Itself and every role it inherits, each once, itself first. */
  readonly lineage: readonly RoleModel[];
}

export interface TenantModel {
  readonly definition: TenantDefinition;
  readonly row: Accessor;
  readonly principal: Accessor;
}

/** A parsed policy: plain frozen data that every question reads. */
export interface PolicyModel {
  readonly permissions: readonly PermissionString[];
  readonly positions: ReadonlyMap<string, number>;
  readonly roles: ReadonlyMap<string, RoleModel>;
  readonly exclusive: readonly (readonly string[])[];
  readonly tenant?: TenantModel | undefined;
  /** By permission position: the scopes any one of which allows it. Absent: the layer is off. */
  readonly scopes?: readonly (readonly string[])[] | undefined;
  /** Positions that any role may have at most. Absent: the layer is off. */
  readonly ceiling?: ReadonlySet<number> | undefined;
}

export function tenantModel(definition: TenantDefinition): TenantModel {
  return Object.freeze({
    definition: Object.freeze({ row: definition.row, principal: definition.principal }),
    row: accessorOf(definition.row),
    principal: accessorOf(definition.principal),
  });
}

/** Every model is grown from this one, so that each has all of its layers as its own, even where they are off. */
export const EMPTY_MODEL: PolicyModel = Object.freeze({
  permissions: [],
  positions: new Map<string, number>(),
  roles: new Map<string, RoleModel>(),
  exclusive: [],
  // A polluted Object.prototype could otherwise lend a model what it lacks.
  tenant: undefined,
  scopes: undefined,
  ceiling: undefined,
});
