import { definePolicy, extendPolicy, intercomPolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";
import { place, policy, principalOf, TEAMS } from "./routing.ts";

const at = place();
describe("the options", () => {
  const refused = async (options: object, code: string, message: string) => {
    await expect(
      createTeamRouter({ client: at().client, teams: TEAMS, ...options }),
    ).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(at().seen()).toEqual([]);
  };

  it("need somebody who demands the permission", async () => {
    await refused(
      {},
      "ERR_RBAC_GUARD_MISUSED",
      `options.client is not guarded, so that nobody would demand "conversations:assign". Pass what guardClient returned, or options.policy.`,
    );
    await refused(
      { policy: undefined, principal: principalOf },
      "ERR_RBAC_GUARD_MISUSED",
      "not guarded",
    );
  });

  it("need a policy that knows the permission", async () => {
    const other = definePolicy({ permissions: { contacts: ["read"] }, roles: { a: {} } });
    const invalid = "ERR_RBAC_OPTION_INVALID";
    await refused({ policy: other }, invalid, `has no permission "conversations:assign".`);
    await refused({ policy: {} }, invalid, "must be what definePolicy returned, and is an object.");
    await refused({ policy: null }, invalid, "options.policy must be an object, not null.");
  });

  it("are checked before anything is asked", async () => {
    const invalid = "ERR_RBAC_OPTION_INVALID";
    const teams = (id: unknown) => ({ policy, teams: { vip: id } });
    const noTeam = `options.teams["vip"] must be a team's id`;
    for (const id of [0, "0", -5001, 5001.5, "5001 ", "vip", "", null, undefined, [5001], {}]) {
      await refused(teams(id), invalid, noTeam);
    }
    await refused({ policy, teams: {} }, invalid, "must name at least one topic");
    await refused({ policy, teams: undefined }, invalid, "options.teams is missing");
    await refused({ policy, client: undefined }, invalid, "options.client is missing");
    await refused({ policy, team: TEAMS }, invalid, `Did you mean "teams"?`);
    await refused({ policy, audit: {} }, invalid, "options.audit must have a method write(entry)");
    await refused({ policy, principal: {} }, invalid, "options.principal must be a function");
    await refused({ policy, resources: [] }, invalid, "options.resources must be an object");
    await refused({ policy, resources: { conversation: () => null } }, invalid, "Did you mean");
    await refused({ policy, workspaceId: 7 }, invalid, "options.workspaceId must be a string");
    await refused({ policy, refreshMs: -1 }, invalid, "options.refreshMs must be a whole number");
  });

  it("are those of the start: changing the object later changes nothing", async () => {
    const teams: { [topic: string]: number } = { billing: 5001 };
    const { client } = at();
    const router = await createTeamRouter({ client, teams, policy, principal: principalOf });
    teams["billing"] = 5003;
    teams["vip"] = 5003;
    expect(await router.route("9007", { topic: "billing", adminId: 1002 })).toMatchObject({
      teamId: 5001,
      conversation: { team_assignee_id: "5001" },
    });
    expect(await router.route("9007", { topic: "vip", adminId: 1002 })).toMatchObject({
      reason: "topic-unknown",
    });
  });

  it("take any policy made of Intercom's", async () => {
    const made = extendPolicy(intercomPolicy, { roles: { helper: { extends: ["admin"] } } });
    const helper = { id: "1002", roles: ["helper"] };
    const router = await createTeamRouter({
      client: at().client,
      teams: TEAMS,
      policy: made.withRoles([]),
    });
    expect(await router.route("9007", { topic: "vip", principal: helper })).toMatchObject({
      routed: true,
    });
  });
});
