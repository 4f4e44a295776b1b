import type { WorkspaceTeam } from "../client/answers.ts";

/** Why nothing is routed to a team: it is gone, or nobody is in it. */
export type TeamStatus = "ready" | "empty" | "deleted";

/** The workspace's teams, as they were at the last look. */
export interface TeamLooks {
  /** Looks again when the last look is too old, once for everybody who waits. */
  refresh(): Promise<void>;
  /** Undefined: no team of the workspace. */
  find(teamId: string): WorkspaceTeam | undefined;
  status(teamId: string): TeamStatus;
  /** The team was found to be gone: it is, until the next look shows it. */
  forget(teamId: string): void;
}

/** @param list asks Intercom; what it rejects with, whoever waits for the look is told */
export function createTeamLooks(
  list: () => Promise<readonly WorkspaceTeam[]>,
  refreshMs: number,
): TeamLooks {
  let teams = new Map<string, WorkspaceTeam>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | undefined;

  async function look(): Promise<void> {
    // From before the answer: what changes while it is under way counts as not seen.
    const startedAt = performance.now();
    try {
      teams = new Map((await list()).map((team) => [team.id, team]));
      lookedAt = startedAt;
    } finally {
      pending = undefined;
    }
  }

  return {
    async refresh() {
      if (pending === undefined && performance.now() - lookedAt < refreshMs) return;
      pending ??= look();
      await pending;
    },
    find: (teamId) => teams.get(teamId),
    status(teamId) {
      const team = teams.get(teamId);
      if (team === undefined) return "deleted";
      return team.adminIds.length === 0 ? "empty" : "ready";
    },
    forget(teamId) {
      teams.delete(teamId);
    },
  };
}
