import { PERMISSIONS, WORKSPACES, workspaceRoles } from "./workspaces.ts";

export const BITS: ReadonlyMap<string, number> = new Map(
  PERMISSIONS.map((permission, bit) => [permission, bit]),
);

/** What a person writes for workspaces with roles of their own. */
export function makeBitsets(): Map<number, Map<string, Uint32Array>> {
  return new Map(
    WORKSPACES.map((workspace) => [
      workspace,
      new Map(
        workspaceRoles(workspace).map(({ name, can }) => {
          const bits = new Uint32Array(Math.ceil(PERMISSIONS.length / 32));
          for (const permission of can) {
            const bit = BITS.get(permission) ?? 0;
            bits[bit >> 5] |= 1 << (bit & 31);
          }
          return [name, bits];
        }),
      ),
    ]),
  );
}
