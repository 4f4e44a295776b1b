import { PermissionUnknownError } from "../errors.ts";
import { kindOf, quote } from "../problems/describe-value.ts";
import { didYouMean } from "../problems/nearest.ts";

/** The error for a name outside the catalogue, with the name that was probably meant. */
export function unknownPermission(
  permission: unknown,
  known: readonly string[],
): PermissionUnknownError {
  if (typeof permission !== "string") {
    return new PermissionUnknownError(
      `A permission is a string, and this is ${kindOf(permission)}.`,
    );
  }
  const suggestion = didYouMean(permission, known) ?? "";
  return new PermissionUnknownError(
    `${quote(permission)} is no permission of this policy. ${suggestion}`.trimEnd(),
  );
}
