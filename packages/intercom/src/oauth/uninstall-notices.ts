import type { UninstallOutcome } from "@intercom-rbac/core";
import { UnavailableError } from "@intercom-rbac/core";

export interface NoticeRules {
  /** Milliseconds between the end of a question and the next one about the same workspace. */
  readonly gapMs: number;
  /** Milliseconds between the beginnings of any two questions; 200 unless told, a small part of what Intercom allows. */
  readonly everyMs?: number;
  /** Questions under way at once; 20 unless told. */
  readonly atOnce?: number;
  /** Milliseconds that whoever sent a notice waits for what comes of it; 10,000 unless told. */
  readonly patienceMs?: number;
}

/** One workspace that is asked about, was just now, or is about to be. */
interface Line {
  resting: boolean;
  next?: Question | undefined;
}

interface Question {
  readonly answer: Promise<UninstallOutcome>;
  settle(answer: Promise<UninstallOutcome>): void;
}

/**
 * Turns any number of notices into few questions, of all workspaces in turn: anybody may send notices, and knows the ids
 * of workspaces, so that a flood may neither use up what Intercom lets the app ask nor push another workspace's notice
 * aside. A notice that comes while a question is under way waits for the next one, since that question may have been
 * answered before the app was uninstalled. One that waits too long is to be sent again, and is asked about all the same.
 *
 * @param ask never called twice at once for the same workspace
 */
export function createUninstallNotices(
  ask: (workspaceId: string) => Promise<UninstallOutcome>,
  { gapMs, everyMs = 200, atOnce = 20, patienceMs = 10_000 }: NoticeRules,
): (workspaceId: string) => Promise<UninstallOutcome> {
  const lines = new Map<string, Line>();
  // Each workspace stands in it once at most.
  const turns: { readonly workspaceId: string; readonly line: Line; readonly next: Question }[] =
    [];
  let underWay = 0;
  let earliest = 0;
  let timer: NodeJS.Timeout | undefined;

  function begin(): void {
    if (timer !== undefined || underWay >= atOnce) return;
    const wait = earliest - performance.now();
    if (wait > 0) {
      timer = setTimeout(() => {
        timer = undefined;
        begin();
      }, Math.ceil(wait));
      return;
    }
    const turn = turns.shift();
    if (turn === undefined) return;
    earliest = performance.now() + everyMs;
    void run(turn);
    begin();
  }

  async function run({ workspaceId, line, next }: (typeof turns)[number]): Promise<void> {
    line.next = undefined;
    line.resting = true;
    underWay += 1;
    const answer = (async () => ask(workspaceId))();
    next.settle(answer);
    await answer.then(nothing, nothing);
    underWay -= 1;
    setTimeout(() => rested(workspaceId, line), gapMs).unref();
    begin();
  }

  function rested(workspaceId: string, line: Line): void {
    line.resting = false;
    if (line.next === undefined) lines.delete(workspaceId);
    else queue(workspaceId, line, line.next);
  }

  function queue(workspaceId: string, line: Line, next: Question): void {
    turns.push({ workspaceId, line, next });
    begin();
  }

  return (workspaceId) => {
    const line = lines.get(workspaceId) ?? { resting: false };
    lines.set(workspaceId, line);
    if (line.next !== undefined) return patiently(line.next.answer, patienceMs);
    const next = question();
    line.next = next;
    if (!line.resting) queue(workspaceId, line, next);
    return patiently(next.answer, patienceMs);
  };
}

function question(): Question {
  let settle: Question["settle"] = nothing;
  const answer = new Promise<UninstallOutcome>((resolve) => {
    settle = resolve;
  });
  return { answer, settle };
}

function patiently(
  answer: Promise<UninstallOutcome>,
  patienceMs: number,
): Promise<UninstallOutcome> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new UnavailableError("Too many notices of uninstall at once. Send it again later."));
    }, patienceMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function nothing(): void {
  // How a question ends matters to those who asked it.
}
