import type { AuditEntry, Who } from "@intercom-rbac/core";
import { extendPolicy, intercomPolicy, principal } from "@intercom-rbac/core";
import type { StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { IntercomClient } from "intercom-client";
import { afterEach, beforeEach } from "vitest";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";

/** Leads assign what is assigned to them; the barred would, were they not. */
export const policy = extendPolicy(intercomPolicy, {
  roles: {
    lead: {
      extends: ["agent"],
      can: [
        {
          permission: "conversations:assign",
          when: { admin_assignee_id: principal("adminId") },
        },
      ],
    },
    barred: { extends: ["admin"], cannot: ["conversations:assign"] },
  },
});

/** Olivia 1001, Adam 1002, Agnes 1003, Aaron 1004 and Nora 1005 of the demo workspace. */
const ROLES: { readonly [adminId: string]: readonly string[] } = {
  "1001": ["owner"],
  "1002": ["admin"],
  "1003": ["lead"],
  "1004": ["agent"],
  "1005": [],
};

/** As a role directory answers: null for nobody of the workspace. */
export function principalOf(adminId: string): Promise<Who<unknown>> {
  const roles = ROLES[adminId];
  const known = roles && { id: adminId, adminId: Number(adminId), roles, workspaceId: "demo1234" };
  return Promise.resolve(known ?? null);
}

export const TEAMS = { billing: 5001, technical: "5002", vip: 5003 } as const;

export interface Place {
  readonly intercom: StandIn;
  readonly client: IntercomClient;
  /** The SDK's own, which repeats what fails, and whose errors hold the answer. */
  readonly sdk: IntercomClient;
  /** What the audit log was told: code and row. */
  readonly written: [code: string, resourceId: string | undefined][];
  readonly audit: { write(entry: AuditEntry): Promise<void> };
  /** Every request since the last reset, such as `POST /conversations/9001/parts`. */
  seen(): string[];
  assigneeOf(conversationId: string): string | null | undefined;
}

/** A router of the demo workspace's teams, made; of the requests nothing is kept. */
export async function routerAt({ client, audit, intercom }: Place) {
  const router = await createTeamRouter({
    client,
    teams: TEAMS,
    policy,
    principal: principalOf,
    audit,
  });
  intercom.reset();
  return router;
}

/** What a refused assignment rejects with. */
export const denied = (code: string) => ({
  code: "ERR_RBAC_PERMISSION_DENIED",
  decision: { code },
});

/** A demo workspace of its own for each test. */
export function place(): () => Place {
  let now: Place;
  beforeEach(async () => {
    const intercom = await startStandIn();
    const access = { token: intercom.token, baseUrl: intercom.url };
    const written: Place["written"] = [];
    now = {
      intercom,
      client: createIntercomClient(access),
      sdk: new IntercomClient(access),
      written,
      audit: {
        write: ({ code, resourceId }) => {
          written.push([code, resourceId]);
          return Promise.resolve();
        },
      },
      seen: () => intercom.requests.map(({ method, path }) => `${method} ${path}`),
      assigneeOf: (id) =>
        intercom.workspace.conversations.find((one) => one.id === id)?.team_assignee_id,
    };
  });
  afterEach(() => now.intercom.close());
  return () => now;
}
