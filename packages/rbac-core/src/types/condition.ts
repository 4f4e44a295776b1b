import type { PrincipalBase, PrincipalOf, PrincipalRef, RowOf } from "./principal.ts";

/** What a row's field can be compared with. Types never coerce: `5` is not `"5"`. */
export type Scalar = string | number | boolean;

/** The closed list of operators; anything else is a definition error. */
export type Operator =
  | "$eq"
  | "$ne"
  | "$in"
  | "$nin"
  | "$gt"
  | "$gte"
  | "$lt"
  | "$lte"
  | "$exists"
  | "$all";

type Defined<V> = Exclude<V, undefined | null>;
type Widen<V> = V extends string
  ? string
  : V extends number
    ? number
    : V extends boolean
      ? boolean
      : V;

/** Names of the principal's attributes whose value may stand where a `V` is wanted. */
type AttributeFor<P, V> = {
  [K in keyof P & string]-?: Defined<P[K]> extends Widen<Defined<V>> ? K : never;
}[keyof P & string];

type Ref<P, V> = PrincipalRef<AttributeFor<P, V>>;
type Value<P, V> = Extract<V, Scalar> | Ref<P, Extract<V, Scalar>>;
type Nullable<V> = V | null;

type ScalarOperators<P, V> = {
  readonly $eq?: Nullable<Value<P, V>>;
  readonly $ne?: Nullable<Value<P, V>>;
  readonly $in?: readonly Value<P, V>[] | Ref<P, readonly Extract<V, Scalar>[]>;
  readonly $nin?: readonly Value<P, V>[] | Ref<P, readonly Extract<V, Scalar>[]>;
  readonly $exists?: boolean;
};

type OrderOperators<P, V> = {
  readonly $gt?: Value<P, V>;
  readonly $gte?: Value<P, V>;
  readonly $lt?: Value<P, V>;
  readonly $lte?: Value<P, V>;
};

type ArrayOperators<P, V> = V extends readonly (infer E)[]
  ? { readonly $all?: readonly Value<P, E>[]; readonly $exists?: boolean }
  : never;

/** What may be said of one field of type `V`: a literal, a reference, or operators (all must hold). */
type FieldCondition<P, V> = unknown extends V
  ? OpenFieldCondition
  : Defined<V> extends readonly unknown[]
    ? ArrayOperators<P, Defined<V>> | { readonly $eq?: null; readonly $ne?: null }
    : Defined<V> extends Scalar
      ?
          | Nullable<Value<P, Defined<V>>>
          | (ScalarOperators<P, Defined<V>> &
              (Defined<V> extends string | number ? OrderOperators<P, Defined<V>> : unknown))
      : { readonly $exists?: boolean; readonly $eq?: null; readonly $ne?: null };

type OpenValue = Scalar | PrincipalRef;

/** What may be said of a field whose type is not declared. */
type OpenFieldCondition =
  | OpenValue
  | null
  | {
      readonly $eq?: OpenValue | null;
      readonly $ne?: OpenValue | null;
      readonly $in?: readonly OpenValue[] | PrincipalRef;
      readonly $nin?: readonly OpenValue[] | PrincipalRef;
      readonly $gt?: OpenValue;
      readonly $gte?: OpenValue;
      readonly $lt?: OpenValue;
      readonly $lte?: OpenValue;
      readonly $exists?: boolean;
      readonly $all?: readonly OpenValue[];
    };

/** Plain objects have fields of their own; arrays, dates and scalars do not. */
type Nested<V> =
  Defined<V> extends Scalar | bigint | symbol | readonly unknown[] | Date ? never : Defined<V>;

/** `field` of a row, or `field.inner` of an object in it. */
export type FieldPath<Row> = {
  [F in keyof Row & string]:
    | F
    | (Nested<Row[F]> extends never ? never : `${F}.${keyof Nested<Row[F]> & string}`);
}[keyof Row & string];

type ValueAt<Row, F extends string> = F extends keyof Row
  ? Row[F]
  : F extends `${infer Head}.${infer Inner}`
    ? Head extends keyof Row
      ? Inner extends keyof Nested<Row[Head]>
        ? Nested<Row[Head]>[Inner]
        : never
      : never
    : never;

/** A row whose type declares no field at all, which is what undeclared rows are, or lets any field be there. */
type IsOpen<Row> = [keyof Row] extends [never] ? true : string extends keyof Row ? true : false;

/** `when`: every field must satisfy what is said of it. Several fields mean AND; several rules mean OR. */
export type Condition<T, R extends string> =
  IsOpen<RowOf<T, R>> extends true
    ? { readonly [field: string]: OpenFieldCondition }
    : {
        readonly [F in FieldPath<RowOf<T, R>>]?: FieldCondition<
          PrincipalOf<T> & PrincipalBase,
          ValueAt<RowOf<T, R>, F>
        >;
      };

/** Fields a rule or a check may name. */
export type FieldName<T, R extends string> =
  IsOpen<RowOf<T, R>> extends true ? string : keyof RowOf<T, R> & string;

/** A condition with the principal's values in place, ready to become a database query. */
export type BoundCondition =
  | { readonly and: readonly BoundCondition[] }
  | { readonly or: readonly BoundCondition[] }
  | { readonly not: BoundCondition }
  | BoundComparison;

/** `value` is an array for `$in`, `$nin` and `$all`, a boolean for `$exists`, `null` only for `$eq` and `$ne`. */
export interface BoundComparison {
  readonly field: string;
  readonly operator: Operator;
  readonly value: Scalar | null | readonly Scalar[];
}
