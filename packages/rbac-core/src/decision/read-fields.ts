import { OptionInvalidError } from "../errors.ts";
import { kindOf } from "../problems/describe-value.ts";

/**
 * The fields a check says it touches. Throws `ERR_RBAC_OPTION_INVALID` for anything but an array of strings: a hole
 * in it would name no field, and so slip past the denial of any.
 */
export function readFields(fields: unknown): readonly string[] | undefined {
  if (fields === undefined) return undefined;
  if (isStrings(fields)) return fields;
  throw new OptionInvalidError(
    `options.fields must be an array of strings, and is ${kindOf(fields)}${Array.isArray(fields) ? " of something else" : ""}.`,
  );
}

/** `every` skips holes; an iterator does not. */
function isStrings(value: unknown): value is readonly string[] {
  if (!Array.isArray(value)) return false;
  for (const element of value) if (typeof element !== "string") return false;
  return true;
}
