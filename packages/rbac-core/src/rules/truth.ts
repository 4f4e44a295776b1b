/**
 * Three-valued logic, as in SQL: a comparison that cannot be made is unknown. Unknown grants nothing, and an unknown
 * denial refuses.
 */
export type Truth = typeof TRUE | typeof FALSE | typeof UNKNOWN;
export const TRUE = 1;
export const FALSE = 0;
export const UNKNOWN = -1;

export function truthOf(value: boolean): Truth {
  return value ? TRUE : FALSE;
}

export function not(truth: Truth): Truth {
  return truth === UNKNOWN ? UNKNOWN : truth === TRUE ? FALSE : TRUE;
}
