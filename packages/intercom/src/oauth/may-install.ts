import type { IntercomRegion, VerifiedAdmin, Workspace } from "@intercom-rbac/core";

/** An install that has everything but a yes: Intercom has said who gave access to what. */
export interface InstallAttempt {
  readonly workspaceId: string;
  readonly region: IntercomRegion;
  /** Who gave access. */
  readonly admin: VerifiedAdmin;
  /** The active install that this one would take the place of, without its token. Undefined without a store, too. */
  readonly current: Omit<Workspace, "token"> | undefined;
  /** As the start was given it. */
  readonly subject: string | undefined;
}

/** Says who may install: only `true` is a yes. What it throws, `complete` rejects with, and nothing is stored. */
export type MayInstall = (attempt: InstallAttempt) => boolean | Promise<boolean>;

/** Whoever is the first, and whoever it was before: nobody takes an install over from somebody else. */
export function isFirstOrSame({ admin, current }: InstallAttempt): boolean {
  return current === undefined || current.installedBy.adminId === admin.adminId;
}
