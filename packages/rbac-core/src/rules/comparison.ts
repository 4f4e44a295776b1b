import type { Operator, Scalar } from "../types/condition.ts";
import type { PrincipalRef } from "../types/principal.ts";

/** A reference that could not be resolved when conditions were bound to a principal: compares as unknown. */
export interface UnknownValue {
  readonly $unknown: true;
}

export const UNKNOWN_VALUE: UnknownValue = Object.freeze({ $unknown: true });

/** One value to compare with: itself, or what a principal's attribute will hold. */
export type Operand = Scalar | PrincipalRef | UnknownValue;

/**
 * One comparison of a condition. `operand` is a list (or a reference to one) for `$in`, `$nin` and `$all`,
 * a boolean for `$exists`, and null only for `$eq` and `$ne`.
 */
export interface Comparison {
  readonly field: string;
  readonly operator: Operator;
  readonly operand: Operand | null | readonly Operand[];
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

/** A scalar has no such property of its own, and null none at all. */
export function isReference(operand: Comparison["operand"]): operand is PrincipalRef {
  const whole: object = Object(operand);
  return Object.hasOwn(whole, "$principal");
}

export function isList(operand: Comparison["operand"]): operand is readonly Operand[] {
  return Array.isArray(operand);
}
