import type { BoundCondition, Scalar } from "../../src/index.ts";

/** TRUE, FALSE and NULL, as a database has them. */
export type Sql = boolean | null;

const NOT = (x: Sql): Sql => (x === null ? null : !x);
const AND = (xs: readonly Sql[]): Sql =>
  xs.includes(false) ? false : xs.includes(null) ? null : true;
const OR = (xs: readonly Sql[]): Sql => NOT(AND(xs.map(NOT)));

/** A column of a typed table: a value of some other kind than a scalar or an array is NULL. */
type Column = Scalar | readonly unknown[] | null;

const isNull = (value: unknown): boolean => value === null || value === undefined;
const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

/** No column: something inherited, or behind an array or a scalar, of which a database knows nothing. */
const NO_COLUMN = Symbol("no column");

function read(row: object, path: readonly string[]): unknown {
  const [head = "", ...rest] = path;
  const own = Object.getOwnPropertyDescriptor(row, head);
  if (own === undefined && head in row) return NO_COLUMN;
  const value: unknown = own?.value;
  if (rest.length === 0 || isNull(value)) return value;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? read(value, rest)
    : NO_COLUMN;
}

/** `a = b` over columns of any type: values of two types differ. */
const EQUALS = (a: Column, b: Scalar): Sql => (isScalar(a) ? a === b : null);

function ORDER(a: Column, b: Column, keep: readonly (-1 | 0 | 1)[]): Sql {
  if (typeof a === "number" && typeof b === "number") {
    return keep.includes(a < b ? -1 : a > b ? 1 : 0);
  }
  if (typeof a === "string" && typeof b === "string") {
    return keep.includes(a < b ? -1 : a > b ? 1 : 0);
  }
  return null;
}

/** What the database would say of the row, were the condition its WHERE clause. */
export function sqlTruth(condition: BoundCondition, row: object): Sql {
  if ("and" in condition) return AND(condition.and.map((it) => sqlTruth(it, row)));
  if ("or" in condition) return OR(condition.or.map((it) => sqlTruth(it, row)));
  if ("not" in condition) return NOT(sqlTruth(condition.not, row));

  const { field, operator, value } = condition;
  const raw = read(row, field.split("."));
  if (raw === NO_COLUMN) return null;
  if (operator === "$exists") return isNull(raw) !== value;
  if (value === null) return isNull(raw) === (operator === "$eq");
  const column: Column = isScalar(raw) || Array.isArray(raw) ? raw : null;
  if (operator === "$gt") return ORDER(column, one(value), [1]);
  if (operator === "$gte") return ORDER(column, one(value), [0, 1]);
  if (operator === "$lt") return ORDER(column, one(value), [-1]);
  if (operator === "$lte") return ORDER(column, one(value), [-1, 0]);
  if (operator === "$eq") return EQUALS(column, one(value));
  if (operator === "$ne") return NOT(EQUALS(column, one(value)));
  if (operator === "$all") {
    return Array.isArray(column) ? many(value).every((it) => column.includes(it)) : null;
  }
  if (!isScalar(column)) return null;
  const within = OR(many(value).map((it) => EQUALS(column, it)));
  return operator === "$in" ? within : NOT(within);
}

function one(value: Scalar | readonly Scalar[]): Scalar {
  if (isScalar(value)) return value;
  throw new Error("A list stands where the operator takes one value");
}

function many(value: Scalar | readonly Scalar[]): readonly Scalar[] {
  if (!isScalar(value)) return value;
  throw new Error("One value stands where the operator takes a list");
}
