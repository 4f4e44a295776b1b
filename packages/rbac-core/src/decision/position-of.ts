import type { PolicyModel } from "../definition/model.ts";
import { unknownPermission } from "./unknown-permission.ts";

/** Where a permission stands in the catalogue. Throws `ERR_RBAC_PERMISSION_UNKNOWN`. */
export function positionOf(
  { permissions, positions }: Pick<PolicyModel, "permissions" | "positions">,
  permission: unknown,
): number {
  const position = typeof permission === "string" ? positions.get(permission) : undefined;
  if (position !== undefined) return position;
  throw unknownPermission(permission, permissions);
}
