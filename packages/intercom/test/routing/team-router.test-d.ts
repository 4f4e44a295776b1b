import type { DirectoryPrincipal, RoleDirectory } from "@intercom-rbac/core";
import { definePolicy, intercomPolicy, principal } from "@intercom-rbac/core";
import type { Intercom, IntercomClient } from "intercom-client";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";

declare const client: IntercomClient;
declare const directory: RoleDirectory<"admin" | "agent">;
declare const admin: DirectoryPrincipal;

const router = await createTeamRouter({
  client,
  teams: { billing: 5001, vip: "5003" },
  policy: intercomPolicy,
  principal: (adminId) => directory.principal(adminId),
});
await router.route("9001", { topic: "billing", adminId: 1001 });
await router.route("9001", { topic: "vip", principal: admin });
await router.route("9001", { topic: "vip", principal: null });
// @ts-expect-error no topic of this router
await router.route("9001", { topic: "biling", adminId: 1001 });
// @ts-expect-error who acts?
await router.route("9001", { topic: "vip" });
// @ts-expect-error the two might differ
await router.route("9001", { topic: "vip", adminId: 1001, principal: admin });
// @ts-expect-error no principal: it has no roles
await router.route("9001", { topic: "vip", principal: { id: "1001" } });

const result = await router.route("9001", { topic: "vip", adminId: 1001 });
if (result.routed) {
  const teamId: 5001 | "5003" = result.teamId;
  const conversation: Intercom.Conversation = result.conversation;
  console.log(teamId, conversation);
} else {
  const reason: string = result.reason;
  console.log(reason);
  // @ts-expect-error it stayed where it was
  console.log(result.conversation);
}

declare const fromOutside: string;
if (router.isTopic(fromOutside)) await router.route("9001", { topic: fromOutside, adminId: 1001 });
// @ts-expect-error it may be no topic
await router.route("9001", { topic: fromOutside, adminId: 1001 });

// A guarded client knows its principal.
const guarded = await createTeamRouter({ client, teams: { billing: 5001 } });
await guarded.route("9001", { topic: "billing", adminId: "1001" });
// @ts-expect-error the guarded client has one
await guarded.route("9001", { topic: "billing", principal: admin });

// @ts-expect-error an id is a number or its digits
await createTeamRouter({ client, teams: { billing: { id: 5001 } } });

const typed = definePolicy({
  types: {} as {
    principal: { adminId: number; teamIds: number[] };
    rows: { conversations: Intercom.Conversation };
  },
  permissions: { conversations: ["read", "assign"] },
  roles: {
    lead: {
      can: [
        { permission: "conversations:assign", when: { admin_assignee_id: principal("adminId") } },
      ],
    },
  },
});
const byLead = await createTeamRouter({ client, teams: { vip: 1 }, policy: typed });
const lead = { id: "1003", adminId: 1003, teamIds: [], roles: ["lead"] };
await byLead.route("9001", { topic: "vip", principal: lead });
// @ts-expect-error the policy declares attributes
await byLead.route("9001", { topic: "vip", principal: { id: "1003", roles: ["lead"] } });
await createTeamRouter({
  client,
  teams: { vip: 1 },
  policy: typed,
  // @ts-expect-error it lacks the declared attributes
  principal: (id) => ({ id, roles: ["lead"] }),
});

const without = definePolicy({ permissions: { contacts: ["read"] }, roles: { agent: {} } });
// @ts-expect-error it has no conversations:assign
await createTeamRouter({ client, teams: { vip: 1 }, policy: without });
