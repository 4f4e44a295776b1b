import type { AuditSink, DirectoryPrincipal } from "@intercom-rbac/core";
import { createRbac } from "@intercom-rbac/express";
import { guardClient } from "@intercom-rbac/intercom";
import type { Request } from "express";
import type { IntercomClient } from "intercom-client";
import type { Connection, Connections } from "./connections.ts";
import { policy } from "./policy.ts";
import { signedInAs } from "./session.ts";

/** Guards of routes, and guards of calls, for whoever signed in: the policy, the roles and the SDK meet here alone. */
export function createDesk(connections: Connections, audit: AuditSink) {
  async function connectionOf(req: Request): Promise<Connection> {
    const who = signedInAs(req);
    const connection = who && (await connections.of(who.workspaceId));
    if (!connection) throw new Error("no guard has let this request pass");
    return connection;
  }

  async function teammate(req: Request): Promise<DirectoryPrincipal | null> {
    const who = signedInAs(req);
    const connection = who && (await connections.of(who.workspaceId));
    return connection ? connection.directory.principal(who.adminId) : null;
  }

  return {
    teammate,
    access: createRbac({ policy, principal: teammate, audit }),
    /** Intercom, as the teammate of this request may use it. */
    async sdk(req: Request): Promise<IntercomClient> {
      const { client } = await connectionOf(req);
      return guardClient(client, { policy, principal: () => teammate(req), audit });
    },
    async teams(req: Request): Promise<Connection["teams"]> {
      return (await connectionOf(req)).teams;
    },
  };
}

export type Desk = ReturnType<typeof createDesk>;
