import type { Notification } from "./parse-notification.ts";
import type { CheckedReceiverOptions } from "./receiver-options.ts";

/**
 * Whether the app is installed in the notification's workspace, and was when it happened. Rejects as the store does.
 */
export async function checkInstall(
  { workspaceId, createdAt }: Notification,
  workspaces: CheckedReceiverOptions["workspaces"],
): Promise<"installed" | "unknown-workspace" | "before-install"> {
  if (workspaces === undefined) return "installed";
  if (typeof workspaces === "function") {
    return (await workspaces(workspaceId)) === true ? "installed" : "unknown-workspace";
  }
  const workspace = await workspaces.find(workspaceId);
  if (workspace === undefined || workspace.status !== "active") return "unknown-workspace";
  const installedAt = Math.floor(Date.parse(workspace.installedAt) / 1000);
  if (Number.isNaN(installedAt)) {
    throw new TypeError("The store of workspaces gave an installedAt that is no date.");
  }
  // What comes from within the second of the install is taken: Intercom's time has no finer grain.
  return createdAt < installedAt ? "before-install" : "installed";
}
