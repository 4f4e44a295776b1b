import type {
  Catalogue,
  Cell,
  DecisionCode,
  FieldName,
  PermissionName,
  PrincipalOf,
  ResourceOf,
  RowOf,
} from "@intercom-rbac/core";

/** A role by its name, which stands for `{ id: role, roles: [role] }`; or a principal; or null, which is nobody. */
export type Subject<N extends string, T> = N | PrincipalOf<T> | null;

export interface AllowOptions<F extends string = string> {
  /** The fields the action touches. */
  readonly fields?: readonly F[];
}

export interface DenyOptions<F extends string = string> extends AllowOptions<F> {
  /** The code the refusal must have. Without it any refusal will do. */
  readonly because?: Exclude<DecisionCode, "granted">;
}

/**
 * What `toPermitOnly` may list: a permission the role always has, or, with ` if` behind it, one that depends on the
 * row or the fields. It is the word of the matrix, and no permission name can hold a space.
 */
export type PermittedEntry<P extends string> = P | `${P} if`;

/** Role → permission → cell. `policy.matrix().toJSON()` is one. */
export type MatrixTable<N extends string, P extends string> = {
  readonly [role in N]?: { readonly [permission in P]?: Cell };
};

/** What can be asserted of a policy. */
export interface PolicyAssertions<C extends Catalogue, N extends string, T> {
  /** The policy allows it. */
  toAllow<P extends PermissionName<C>>(
    who: Subject<N, T>,
    permission: P,
    resource?: RowOf<T, ResourceOf<P>>,
    options?: AllowOptions<FieldName<T, ResourceOf<P>>>,
  ): void;
  /** The policy refuses it; with `because`, by that code. Give `undefined` for the resource to say options alone. */
  toDeny<P extends PermissionName<C>>(
    who: Subject<N, T>,
    permission: P,
    resource?: RowOf<T, ResourceOf<P>>,
    options?: DenyOptions<FieldName<T, ResourceOf<P>>>,
  ): void;
  /** The role alone permits exactly these, whatever the scopes: `"contacts:read"`, `"conversations:reply if"`. */
  toPermitOnly(role: N, permissions: readonly PermittedEntry<PermissionName<C>>[]): void;
  /** The matrix is this table and no other: Markdown as `policy.matrix().toMarkdown()` writes it, or an object. */
  toMatchMatrix(table: string | MatrixTable<N, PermissionName<C>>): void;
}

/** What the body of a 403 must say. What is left out may be anything. */
export interface ForbiddenExpectation {
  /** As the body has it: the permission, or `{ all: […] }` or `{ any: […] }` in the order of the guard. */
  readonly required?:
    | string
    | { readonly all: readonly string[] }
    | { readonly any: readonly string[] };
  readonly code?: Exclude<DecisionCode, "granted" | "unauthenticated">;
  /** The role, several joined by `, `, or null for none. */
  readonly currentRole?: string | null;
}
