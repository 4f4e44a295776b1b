/** Where Intercom keeps a workspace's data, as `/me` names it. */
export type IntercomRegion = "US" | "EU" | "AU";

/** The teammate who installed the app, as Intercom's `/me` named them to the token of the install. */
export interface Installer {
  readonly adminId: string;
  readonly email: string;
}

/** One Intercom workspace that installed the app. */
export interface Workspace {
  /** Intercom's `app.id_code`. */
  readonly workspaceId: string;
  readonly region: IntercomRegion;
  /** The access token. A secret: a store on disk encrypts it, and nothing logs it. */
  readonly token: string;
  readonly installedBy: Installer;
  /** ISO 8601, UTC. */
  readonly installedAt: string;
  /** `revoked`: Intercom takes the token no more. Installing again makes the workspace active. */
  readonly status: "active" | "revoked";
}

/** Which install is meant: one that is newer is left alone. */
export interface InstallOf {
  /** The token that was seen to be gone. */
  readonly token: string;
}

/**
 * The workspaces that installed the app. Every method rejects with `ERR_RBAC_UNAVAILABLE` when the store cannot be
 * reached.
 */
export interface WorkspaceStore {
  find(workspaceId: string): Promise<Workspace | undefined>;
  /** Keeps it in place of whatever the workspace had. */
  save(workspace: Workspace): Promise<void>;
  /** Marks the install revoked, if it still has this token; resolves to whether it had. */
  revoke(workspaceId: string, install: InstallOf): Promise<boolean>;
  /** Forgets the install, if it still has this token; resolves to whether it had. */
  remove(workspaceId: string, install: InstallOf): Promise<boolean>;
}

/** Workspaces in memory, for tests and for an app of one process that may ask for a new install after a restart. */
export function createMemoryWorkspaceStore(): WorkspaceStore {
  const workspaces = new Map<string, Workspace>();
  const ifStill = (
    workspaceId: string,
    { token }: InstallOf,
    change: (found: Workspace) => void,
  ) => {
    const found = workspaces.get(workspaceId);
    if (found?.token !== token) return Promise.resolve(false);
    change(found);
    return Promise.resolve(true);
  };
  return Object.freeze<WorkspaceStore>({
    find: (workspaceId) => Promise.resolve(workspaces.get(workspaceId)),
    save(workspace) {
      const installedBy = Object.freeze({ ...workspace.installedBy });
      workspaces.set(workspace.workspaceId, Object.freeze({ ...workspace, installedBy }));
      return Promise.resolve();
    },
    revoke: (workspaceId, install) =>
      ifStill(workspaceId, install, (found) => {
        workspaces.set(workspaceId, Object.freeze({ ...found, status: "revoked" }));
      }),
    remove: (workspaceId, install) =>
      ifStill(workspaceId, install, () => {
        workspaces.delete(workspaceId);
      }),
  });
}
