import { z } from "zod";
import type { Operation } from "../operation.ts";
import { ID, NOTHING, ok, operation } from "../operation.ts";
import { Refusal } from "../refusal.ts";
import type { TeamRow, Workspace } from "../workspace.ts";

export const teamOperations: readonly Operation[] = [
  operation(
    { method: "GET", path: "/teams", sdk: "teams.list", scopes: ["Read admins"] },
    NOTHING,
    ({ workspace }) =>
      ok({ type: "team.list", teams: workspace.teams.map((team) => toTeam(workspace, team)) }),
  ),
  operation(
    { method: "GET", path: "/teams/{team_id}", sdk: "teams.find", scopes: ["Read admins"] },
    z.object({ ids: z.object({ team_id: ID }) }),
    ({ workspace, ids }) => {
      const team = workspace.teams.find((row) => row.id === ids.team_id);
      if (team === undefined) throw new Refusal(404, "team_not_found", "Team not found");
      return ok(toTeam(workspace, team));
    },
  ),
];

function toTeam(workspace: Workspace, team: TeamRow): object {
  const members = workspace.admins
    .filter((admin) => admin.team_ids.map(String).includes(team.id))
    .map((admin) => Number(admin.id));
  return {
    type: "team",
    id: team.id,
    name: team.name,
    admin_ids: members,
    admin_priority_level: { primary_admin_ids: members, secondary_admin_ids: [] },
  };
}
