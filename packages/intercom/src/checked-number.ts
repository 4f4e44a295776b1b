import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";

/** What an option may be, both ends included. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

/** Longer waits overflow a timer of Node, which then fires at once. */
export const MOST_MS: number = 2 ** 31 - 1;

/** An option that counts something, or `otherwise` when it is left out. Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedNumber<Otherwise extends number | undefined>(
  where: string,
  value: unknown,
  { least, most }: NumberRange,
  otherwise: Otherwise,
): number | Otherwise {
  if (value === undefined) return otherwise;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  const is = typeof value === "number" && Number.isFinite(value) ? "another number" : kindOf(value);
  throw new OptionInvalidError(
    `${where} must be a whole number from ${least} to ${most}, not ${is}.`,
  );
}
