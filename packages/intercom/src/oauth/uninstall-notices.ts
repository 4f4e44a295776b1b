import { setTimeout as pause } from "node:timers/promises";
import type { UninstallOutcome } from "@intercom-rbac/core";
import { UnavailableError } from "@intercom-rbac/core";

/** Anybody may send a notice, so that notices together may not use up what Intercom lets the app ask. */
const MOST_AT_ONCE = 20;

/** The latest question about one workspace, and the one that waits for it. */
interface Line {
  readonly asked: Promise<UninstallOutcome>;
  next?: Promise<UninstallOutcome>;
}

/**
 * Turns any number of notices into few questions: of each workspace one at a time, `gapMs` apart, and 20 at once of all.
 * A notice that comes while a question is under way waits for the next one, since that question may have been answered
 * before the app was uninstalled.
 *
 * @param ask never called twice at once for the same workspace
 */
export function createUninstallNotices(
  ask: (workspaceId: string) => Promise<UninstallOutcome>,
  gapMs: number,
): (workspaceId: string) => Promise<UninstallOutcome> {
  const lines = new Map<string, Line>();
  let atOnce = 0;

  function begin(workspaceId: string): Promise<UninstallOutcome> {
    const line: Line = { asked: counted(workspaceId) };
    lines.set(workspaceId, line);
    const settled = line.asked.then(nothing, nothing);
    // The line outlives its question by the gap, so that the next notice keeps the distance.
    void settled
      .then(() => pause(gapMs, undefined, { ref: false }))
      .then(() => {
        if (lines.get(workspaceId) === line && line.next === undefined) lines.delete(workspaceId);
      });
    return line.asked;
  }

  async function counted(workspaceId: string): Promise<UninstallOutcome> {
    if (atOnce >= MOST_AT_ONCE) {
      throw new UnavailableError("Too many notices of uninstall at once. Send it again later.");
    }
    atOnce += 1;
    try {
      return await ask(workspaceId);
    } finally {
      atOnce -= 1;
    }
  }

  async function afterwards(workspaceId: string, { asked }: Line): Promise<UninstallOutcome> {
    await asked.then(nothing, nothing);
    await pause(gapMs);
    return begin(workspaceId);
  }

  return (workspaceId) => {
    const line = lines.get(workspaceId);
    if (line === undefined) return begin(workspaceId);
    line.next ??= afterwards(workspaceId, line);
    return line.next;
  };
}

function nothing(): void {
  // How a question ends matters to those who asked it.
}
