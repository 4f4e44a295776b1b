import type { Catalogue, PermissionName, PermissionPattern, ResourceName } from "./catalogue.ts";
import type { Condition, FieldName } from "./condition.ts";
import type { PolicyTypes } from "./principal.ts";

type NamesOf<C extends Catalogue, R extends ResourceName<C>> = `${R}:${C[R][number]}` | `${R}:*`;

interface RuleDetails<T, R extends string> {
  /** What must hold of the resource. */
  readonly when?: Condition<T, R>;
  /** The fields it covers; without it, all of them. */
  readonly fields?: readonly FieldName<T, R>[];
  /** For people: shown in `Decision.reason`. */
  readonly reason?: string;
}

/**
 * A grant or denial with details. One member per resource, so that `permission` tells which row `when` speaks of. One
 * name is a member of its own, by which the compiler finds the resource and reports what is wrong inside the rule.
 */
export type Rule<C extends Catalogue, T> = {
  [R in ResourceName<C>]:
    | ({ readonly permission: NamesOf<C, R> } & RuleDetails<T, R>)
    | ({
        readonly permission: NamesOf<C, R> | readonly [NamesOf<C, R>, ...NamesOf<C, R>[]];
      } & RuleDetails<T, R>);
}[ResourceName<C>];

export interface RoleDefinition<C extends Catalogue, T, N extends string> {
  readonly title?: string;
  readonly extends?: readonly N[];
  readonly can?: readonly (PermissionPattern<C> | Rule<C, T>)[];
  readonly cannot?: readonly (PermissionPattern<C> | Rule<C, T>)[];
}

/** Which field of a row and which attribute of the principal name the workspace. */
export interface TenantDefinition {
  readonly row: string;
  readonly principal: string;
}

export interface PolicyDefinition<C extends Catalogue, N extends string, T extends PolicyTypes> {
  readonly types?: T;
  readonly permissions: C;
  readonly roles: { readonly [K in N]: RoleDefinition<C, T, NoInfer<N>> };
  /** Separation of duty: nobody holds two roles of one set. */
  readonly exclusive?: readonly (readonly NoInfer<N>[])[];
  readonly tenant?: TenantDefinition;
}

/** Permission → the scopes any one of which allows it. An empty list allows nobody. */
export type ScopeMap<C extends Catalogue> = {
  readonly [P in PermissionName<C>]: readonly string[] | { readonly scopes: readonly string[] };
};

/** A rule in a stored role: exact permission names, no wildcards. */
export interface RuleDocument {
  readonly permission: string | readonly string[];
  readonly when?: { readonly [field: string]: unknown };
  readonly fields?: readonly string[];
  readonly reason?: string;
}

/** A custom role as an app stores it. */
export interface CustomRoleDocument {
  readonly name: string;
  readonly title?: string;
  readonly extends?: readonly string[];
  readonly can?: readonly (string | RuleDocument)[];
  readonly cannot?: readonly (string | RuleDocument)[];
}

/** What `policy.toJSON()` gives and `parsePolicy` takes. Wildcards are written out. */
export interface PolicyDocument {
  readonly version: 1;
  readonly permissions: { readonly [resource: string]: readonly string[] };
  readonly roles: { readonly [name: string]: Omit<CustomRoleDocument, "name"> };
  readonly exclusive?: readonly (readonly string[])[];
  readonly tenant?: TenantDefinition;
  readonly scopes?: { readonly [permission: string]: readonly string[] };
  readonly ceiling?: readonly string[];
}
