import type { MongoAbility } from "@casl/ability";
import type { Catalogue, PermissionName, PermissionPattern, ResourceOf } from "./catalogue.ts";
import type { BoundCondition, FieldName } from "./condition.ts";
import type { Decision, Explanation } from "./decision.ts";
import type { CustomRoleDocument, PolicyDocument, ScopeMap } from "./definition.ts";
import type { PrincipalOf, ResourceArgument, RowOf } from "./principal.ts";
import type { Problem } from "./problem.ts";
import type { PolicySnapshot } from "./snapshot.ts";

/** Nobody is `null` or `undefined`: the answer is `unauthenticated`. */
export type Who<T> = PrincipalOf<T> | null | undefined;

export interface CheckOptions<F extends string = string> {
  /** The fields the action touches. An empty list says nothing. */
  readonly fields?: readonly F[] | undefined;
}

/** The rows `policy.filter` would keep, as a question for a database. Look at `kind` first. */
export type RowConditions =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | { readonly kind: "some"; readonly condition: BoundCondition };

export type Cell = "allow" | "conditional" | "deny";

/** Role x permission. `conditional` depends on the row or the fields. Scopes belong to a principal and play no part. */
export interface Matrix {
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
  cell(role: string, permission: string): Cell;
  toMarkdown(): string;
  toJSON(): { readonly [role: string]: { readonly [permission: string]: Cell } };
}

/**
 * A compiled policy: deeply frozen, and the same answer from every question.
 *
 * Every question throws `ERR_RBAC_PERMISSION_UNKNOWN` for a name outside the catalogue and
 * `ERR_RBAC_PRINCIPAL_INVALID` for a malformed principal.
 */
export interface Policy<C extends Catalogue = Catalogue, N extends string = string, T = unknown> {
  /** Types only; not there at run time. */
  readonly "~types"?: {
    readonly permission: PermissionName<C>;
    readonly role: N;
    readonly principal: PrincipalOf<T>;
  };
  /** SHA-256 of `toJSON()`, in hexadecimal. */
  readonly version: string;
  readonly permissions: readonly PermissionName<C>[];
  readonly roles: readonly N[];
  isPermission(value: unknown): value is PermissionName<C>;

  can<P extends PermissionName<C>>(
    who: Who<T>,
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
    options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
  ): boolean;
  /** `can` with the permission resolved once, for hot loops. */
  checker<P extends PermissionName<C>>(
    permission: P,
  ): (who: Who<T>, resource?: ResourceArgument<T, ResourceOf<P>>) => boolean;
  decide<P extends PermissionName<C>>(
    who: Who<T>,
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
    options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
  ): Decision<P>;
  /** The allowed decision. Throws `ERR_RBAC_PERMISSION_DENIED` carrying the refusal. */
  authorize<P extends PermissionName<C>>(
    who: Who<T>,
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
    options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
  ): Decision<P>;
  /** Could it be allowed on some resource? For menus and lists; never a permission to act. */
  couldEver(who: Who<T>, permission: PermissionName<C>): boolean;
  /** Every rule that was looked at, and what would change the answer. For people, not for the hot path. */
  explain<P extends PermissionName<C>>(
    who: Who<T>,
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
    options?: CheckOptions<FieldName<T, ResourceOf<P>>>,
  ): Explanation<P>;
  /** The allowed rows, in their order. */
  filter<P extends PermissionName<C>, Row extends RowOf<T, ResourceOf<P>>>(
    who: Who<T>,
    permission: P,
    rows: readonly Row[],
  ): Row[];
  conditionsFor(who: Who<T>, permission: PermissionName<C>): RowConditions;
  /**
   * The fields for which `can(who, permission, resource, { fields: [field] })` is true, among those the policy
   * names for the resource and the resource's own keys.
   */
  permittedFields<P extends PermissionName<C>>(
    who: Who<T>,
    permission: P,
    resource?: ResourceArgument<T, ResourceOf<P>>,
  ): readonly FieldName<T, ResourceOf<P>>[];
  permissionsOf(
    who: Who<T>,
  ): readonly { readonly permission: PermissionName<C>; readonly when: "always" | "conditional" }[];
  whoCan(
    permission: PermissionName<C>,
  ): readonly { readonly role: N; readonly when: "always" | "conditional" }[];
  matrix(): Matrix;
  /**
   * A CASL ability with the principal's values in place. Changing it changes no decision of the policy.
   *
   * Where a permission is limited to fields, always name the field: without one CASL answers "some field", and the
   * policy `field_required`. That is the one question on which the two differ.
   */
  abilityFor(who: Who<T>): MongoAbility;
  /** This principal's answers as JSON, for `readSnapshot` in a browser. */
  snapshotFor(who: Who<T>): PolicySnapshot;

  /**
   * The policy with stored custom roles. Throws `ERR_RBAC_POLICY_INVALID` when any role is invalid: leaving one
   * out would drop its denials. `ceiling` is the most any role may have.
   */
  withRoles(
    documents: readonly CustomRoleDocument[],
    options?: { readonly ceiling?: readonly PermissionPattern<C>[] | undefined },
  ): Policy<C, string, T>;
  /** The policy with the scope layer on: from then on a principal without `scopes` has none. */
  withScopes(map: ScopeMap<C>): Policy<C, N, T>;
  /** Problems of custom roles before they are stored, grants beyond what `grantedBy` holds among them. */
  checkRoles(
    documents: readonly CustomRoleDocument[],
    options: {
      readonly grantedBy: Who<T>;
      readonly ceiling?: readonly PermissionPattern<C>[] | undefined;
    },
  ): readonly Problem[];
  /** May `by` change someone's roles so? What is gained, and each denial added or lifted, must lie within what `by` holds. */
  canAssign(
    by: Who<T>,
    change: { readonly from: readonly string[]; readonly to: readonly string[] },
  ): boolean;
  toJSON(): PolicyDocument;
}

/** The permission names of a policy: `PermissionOf<typeof policy>`. */
export type PermissionOf<X> = X extends { readonly "~types"?: { readonly permission: infer P } }
  ? P
  : never;

/** The role names of a policy: `RoleOf<typeof policy>`. */
export type RoleOf<X> = X extends { readonly "~types"?: { readonly role: infer N } } ? N : never;
