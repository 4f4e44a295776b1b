import type { Comparison, Operand } from "./comparison.ts";
import { isReference, isScalar, UNKNOWN_VALUE } from "./comparison.ts";
import { accessorOf } from "./field-path.ts";

function bindOne(operand: Operand, who: object): Operand {
  if (!isReference(operand)) return operand;
  const value = accessorOf(operand.$principal)(who);
  return isScalar(value) ? value : UNKNOWN_VALUE;
}

/** Booleans have no order: a reference to one compares as unknown. */
function isOrder(operator: Comparison["operator"]): boolean {
  return operator === "$gt" || operator === "$gte" || operator === "$lt" || operator === "$lte";
}

function isListOperator(operator: Comparison["operator"]): boolean {
  return operator === "$in" || operator === "$nin";
}

function bindOperand({ operator, operand }: Comparison, who: object): Comparison["operand"] {
  if (operand === null || isScalar(operand)) return operand;
  if (isReference(operand) && isListOperator(operator)) {
    const list = accessorOf(operand.$principal)(who);
    if (!Array.isArray(list)) return UNKNOWN_VALUE;
    return Array.from(list, (value: unknown) => (isScalar(value) ? value : UNKNOWN_VALUE));
  }
  if (isReference(operand) && isOrder(operator)) {
    const bound = bindOne(operand, who);
    return typeof bound === "boolean" ? UNKNOWN_VALUE : bound;
  }
  return "length" in operand ? operand.map((one) => bindOne(one, who)) : bindOne(operand, who);
}

/** The comparisons with the principal's values in place of references; `{ $unknown: true }` where there is none. */
export function bindComparisons(
  comparisons: readonly Comparison[],
  who: object,
): readonly Comparison[] {
  return comparisons.map((comparison) => ({
    ...comparison,
    operand: bindOperand(comparison, who),
  }));
}
