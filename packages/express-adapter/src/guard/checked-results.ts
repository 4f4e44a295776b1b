import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";

/**
 * What is no row is the app's mistake, and no answer to give the client. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @param guard its name, for the message
 */
export function checkedRow(row: unknown, guard: string): object {
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return row;
  throw new OptionInvalidError(
    `${guard}: options.resource must give the row, null or undefined, not ${kindOf(row)}.`,
  );
}

/** Throws `ERR_RBAC_OPTION_INVALID` for what is no array of strings. */
export function checkedFields(names: unknown, guard: string): readonly string[] {
  // Copied before it is looked at: a hole in an array is skipped by `every` and read as undefined afterwards.
  const fields: readonly unknown[] = Array.isArray(names) ? [...names] : [undefined];
  if (fields.every((name) => typeof name === "string")) return fields;
  throw new OptionInvalidError(
    `${guard}: options.fields must give an array of strings, not ${
      Array.isArray(names) ? "an array of other things" : kindOf(names)
    }.`,
  );
}
