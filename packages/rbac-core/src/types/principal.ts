/** Who acts. `roles` may be empty: then nothing is allowed. */
export interface PrincipalBase {
  /** Compared exactly; an empty id counts as "nobody". */
  readonly id: string;
  readonly roles: readonly string[];
  /** OAuth scopes of the workspace's token; read only by a policy with a scope map. */
  readonly scopes?: readonly string[] | undefined;
}

/** A principal whose attributes are not declared in `types`: it may have whatever attributes it likes. */
export type OpenPrincipal =
  | PrincipalBase
  | (PrincipalBase & { readonly [attribute: string]: unknown });

/** Declared once in a definition's `types`, erased at run time. */
export interface PolicyTypes {
  readonly principal?: object;
  /** Resource name → its row type. */
  readonly rows?: object;
}

/** The principal a policy's questions take: the declared attributes, or any where none are declared. */
export type PrincipalOf<T> = T extends { readonly principal: infer P extends object }
  ? P & PrincipalBase
  : OpenPrincipal;

/** The row type a resource was declared with, or any object. */
export type RowOf<T, R extends string> = T extends { readonly rows: infer Rows }
  ? R extends keyof Rows
    ? Rows[R] & object
    : object
  : object;

type PrincipalIn<T> = T extends { readonly principal: infer P extends object } ? P : unknown;
type RowsIn<T> = T extends { readonly rows: infer Rows extends object } ? Rows : unknown;

/** What a base declared and what is added, both of which hold. */
export type MergedTypes<A, B> = (unknown extends PrincipalIn<A> & PrincipalIn<B>
  ? unknown
  : { readonly principal: PrincipalIn<A> & PrincipalIn<B> }) &
  (unknown extends RowsIn<A> & RowsIn<B> ? unknown : { readonly rows: RowsIn<A> & RowsIn<B> });

/** A reference to an attribute of the principal inside `when`: data, so that a policy can be stored. */
export interface PrincipalRef<K extends string = string> {
  readonly $principal: K;
}

interface NotPromise {
  readonly then?: never;
}

/** A row whose type is not declared: an object of any fields. */
type OpenRow = (object & NotPromise) | (NotPromise & { readonly [field: string]: unknown });

/** A row as a question takes it. A promise is none: with a forgotten `await` it would look like an empty row. */
export type ResourceArgument<T, R extends string> = [keyof RowOf<T, R>] extends [never]
  ? OpenRow
  : RowOf<T, R> & NotPromise;
