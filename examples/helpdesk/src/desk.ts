import type { AuditSink, DirectoryPrincipal, RoleDirectory } from "@intercom-rbac/core";
import { createRbac } from "@intercom-rbac/express";
import type { TeamRouter } from "@intercom-rbac/intercom";
import { guardClient } from "@intercom-rbac/intercom";
import type { Request } from "express";
import type { IntercomClient } from "intercom-client";
import { policy } from "./policy.ts";
import { signedInAs } from "./session.ts";

/** What the console is made of. */
export interface DeskParts {
  /** With the workspace's token. Nobody gets it but through a guard. */
  readonly client: IntercomClient;
  readonly directory: RoleDirectory;
  readonly teams: TeamRouter;
  readonly audit: AuditSink;
}

/** Guards of routes, and guards of calls, for whoever signed in: the policy, the roles and the SDK meet here alone. */
export function createDesk({ client, directory, teams, audit }: DeskParts) {
  const teammate = async (req: Request): Promise<DirectoryPrincipal | null> => {
    const adminId = signedInAs(req);
    return adminId === undefined ? null : directory.principal(adminId);
  };
  return {
    access: createRbac({ policy, principal: teammate, audit }),
    /** Intercom, as the teammate of this request may use it. */
    sdk: (req: Request): IntercomClient =>
      guardClient(client, { policy, principal: () => teammate(req), audit }),
    teams,
  };
}

export type Desk = ReturnType<typeof createDesk>;
