import { unknownPermission } from "./unknown-permission.ts";

/** The permissions of a policy, and where each stands among them. */
interface Catalogue {
  readonly permissions: readonly string[];
  readonly positions: ReadonlyMap<unknown, number>;
}

/** Where a permission stands in the catalogue. Throws `ERR_RBAC_PERMISSION_UNKNOWN`. */
export function positionOf({ permissions, positions }: Catalogue, permission: unknown): number {
  const position = positions.get(permission);
  if (position !== undefined) return position;
  throw unknownPermission(permission, permissions);
}
