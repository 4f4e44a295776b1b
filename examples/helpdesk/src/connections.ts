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
  /** Apart from the rest: a team that is gone must stop nothing but routing. */
  teams(): ReturnType<typeof routingBy>;
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
  const made = new Map<string, { readonly token: string; readonly connection: Connection }>();

  function connect({ workspaceId, token, region }: Workspace): Connection {
    const client = createIntercomClient({
      token,
      region,
      baseUrl,
      // Whichever call learns of it: nobody gets in until the app is installed again.
      onTokenRevoked: async () => {
        await workspaces.revoke(workspaceId, { token });
      },
    });
    const directory = createRoleDirectory({
      client,
      workspaceId,
      policy,
      roles: settings.roles,
      ttlMs: 60_000,
      staleMs: 900_000,
    });
    let routing: ReturnType<typeof routingBy> | undefined;
    const teams = () => {
      routing ??= routingBy(client).catch((error: unknown) => {
        // What could not be verified is tried again by the next request.
        routing = undefined;
        throw error;
      });
      return routing;
    };
    return { client, directory, teams };
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
      return connection;
    },
  };
}
