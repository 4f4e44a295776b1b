import type {
  IntercomFailure,
  UninstallOutcome,
  Workspace,
  WorkspaceStore,
} from "@intercom-rbac/core";
import { isRbacError, UnavailableError } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import { askStore } from "./ask-store.ts";
import { createUninstallNotices } from "./uninstall-notices.ts";

/** Intercom knows the token no more. */
const GONE: ReadonlySet<IntercomFailure> = new Set(["token-rejected", "token-revoked"]);
/** Intercom knows the token well enough to say what it may not do. */
const KNOWN: ReadonlySet<IntercomFailure> = new Set([
  "scope-missing",
  "teammate-permission-missing",
  "plan-restricted",
]);

/**
 * What to do about a notice of uninstall, which is not signed and names nothing but the workspace: asks Intercom with
 * the stored token. A token that is gone marks the install that has it, and no newer one.
 */
export function createUninstalled(parts: {
  readonly workspaces: Pick<WorkspaceStore, "find" | "revoke">;
  readonly clientOf: (workspace: Workspace) => IntercomClient;
  readonly noticeMs: number;
}): (workspaceId: string) => Promise<UninstallOutcome> {
  const { workspaces, clientOf, noticeMs } = parts;
  const find = (workspaceId: string) => askStore("workspaces", () => workspaces.find(workspaceId));

  async function settled(workspaceId: string): Promise<UninstallOutcome | Workspace> {
    const found = await find(workspaceId);
    if (found === undefined) return "unknown-workspace";
    return found.status === "active" ? found : "removed";
  }

  async function ask(workspaceId: string): Promise<UninstallOutcome> {
    const found = await settled(workspaceId);
    if (typeof found === "string") return found;
    if (await isKnown(clientOf(found))) return "kept";
    const { token } = found;
    const marked = await askStore("workspaces", () => workspaces.revoke(workspaceId, { token }));
    return marked ? "removed" : "kept";
  }

  const notice = createUninstallNotices(ask, noticeMs);
  return async (workspaceId) => {
    // Those who make ids up are told without a place in the line.
    const found = await settled(workspaceId);
    return typeof found === "string" ? found : notice(workspaceId);
  };
}

/** Rejects with `ERR_RBAC_UNAVAILABLE` where it cannot be told. */
async function isKnown(client: IntercomClient): Promise<boolean> {
  try {
    await client.admins.identify();
    return true;
  } catch (error) {
    const reason =
      isRbacError(error) && error.code === "ERR_RBAC_INTERCOM_FAILED" ? error.reason : undefined;
    if (reason !== undefined && GONE.has(reason)) return false;
    if (reason !== undefined && KNOWN.has(reason)) return true;
    throw new UnavailableError(
      `Intercom could not be asked whether the app is still installed (${reason ?? "unknown"}).`,
    );
  }
}
