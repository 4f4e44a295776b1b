import { isRbacError } from "@intercom-rbac/core";
import { createIntercomClient, verifyConnection } from "@intercom-rbac/intercom";

/** Who is in the workspace of `INTERCOM_ACCESS_TOKEN`, and the ids to map roles by. Resolves to the exit code. */
export async function showConnection(): Promise<number> {
  try {
    const { workspaceId, region, admin, admins, teams } = await verifyConnection(
      createIntercomClient(),
    );
    console.log(
      `Workspace ${workspaceId} (${region}), as ${admin.id}. Put these ids into src/settings.ts:\n`,
    );
    for (const { id, name, role } of admins) {
      console.log(`admin ${id}  ${name}: ${role ? `role ${role.id}, ${role.name}` : "no role"}`);
    }
    for (const { id, name } of teams) console.log(`team ${id}  ${name}`);
    return 0;
  } catch (error) {
    if (!isRbacError(error)) throw error;
    console.error(error.message);
    return 1;
  }
}
