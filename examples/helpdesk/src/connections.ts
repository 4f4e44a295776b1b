import type { RoleDirectory, Workspace, WorkspaceStore } from "@intercom-rbac/core";
import {
  createIntercomClient,
  createRoleDirectory,
  createTeamRouter,
} from "@intercom-rbac/intercom";
import type { IntercomClient } from "intercom-client";
import { policy } from "./policy.ts";
import { settings } from "./settings.ts";

/** Topics, and who may send a conversation to their teams. */
const routingBy = (client: IntercomClient) =>
  createTeamRouter({ client, teams: settings.topics, policy });

/** One workspace, as far as the console needs it. */
export interface Connection {
  /** With the workspace's token. Handlers get it guarded only. */
  readonly client: IntercomClient;
  readonly directory: RoleDirectory;
  readonly teams: Awaited<ReturnType<typeof routingBy>>;
}

export interface Connections {
  /** Undefined: the workspace has not installed the console, or took the token back. */
  of(workspaceId: string): Promise<Connection | undefined>;
}

/** The workspaces that installed the console, connected when first asked for and again after each install. */
export function createConnections(
  workspaces: WorkspaceStore,
  { baseUrl }: { readonly baseUrl?: string | undefined },
): Connections {
  const made = new Map<
    string,
    { readonly token: string; readonly connection: Promise<Connection> }
  >();

  async function connect({ workspaceId, token, region }: Workspace): Promise<Connection> {
    const client = createIntercomClient({ token, region, baseUrl });
    const directory = createRoleDirectory({
      client,
      workspaceId,
      policy,
      roles: settings.roles,
      ttlMs: 60_000,
      staleMs: 900_000,
    });
    return { client, directory, teams: await routingBy(client) };
  }

  return {
    async of(workspaceId) {
      const workspace = await workspaces.find(workspaceId);
      if (workspace?.status !== "active") {
        made.delete(workspaceId);
        return undefined;
      }
      const { token } = workspace;
      const known = made.get(workspaceId);
      if (known?.token === token) return known.connection;
      const connection = connect(workspace);
      made.set(workspaceId, { token, connection });
      // What could not be connected is tried again by the next request.
      connection.catch(() => made.delete(workspaceId));
      return connection;
    },
  };
}
