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
  const suggestion = didYouMean(permission, known) ?? actionsOf(permission, known) ?? "";
  return new PermissionUnknownError(
    `${quote(permission)} is no permission of this policy. ${suggestion}`.trimEnd(),
  );
}

/** `contacts has read, write, delete.`, where at least the resource is right. */
function actionsOf(permission: string, known: readonly string[]): string | undefined {
  const [resource] = permission.split(":");
  const prefix = `${resource}:`;
  const actions = known
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
  return actions.length === 0 ? undefined : `${resource} has ${actions.join(", ")}.`;
}
