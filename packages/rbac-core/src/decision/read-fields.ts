import { OptionInvalidError } from "../errors.ts";
import { kindOf } from "../problems/describe-value.ts";
import { checkOptions } from "../problems/options.ts";

/**
 * The fields a check says it touches, from its options. Throws `ERR_RBAC_OPTION_INVALID` for another option and for
 * anything but an array of strings: a hole in it would name no field, and so slip past the denial of any.
 */
export function readFields(
  options: { readonly fields?: unknown } | undefined,
): readonly string[] | undefined {
  if (options === undefined) return undefined;
  checkOptions("a check", options, { fields: "any" });
  // Own options only, and a copy: what is checked here is what is decided on.
  const fields = Object.hasOwn(options, "fields") ? options.fields : undefined;
  if (fields === undefined) return undefined;
  if (isStrings(fields)) return [...fields];
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
