import type { RoleDirectory } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions } from "@intercom-rbac/core/internal";
import type { IntercomClient } from "intercom-client";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import { toIntercomFailure } from "../client/intercom-failure.ts";
import { notify } from "../notify.ts";
import type { Activity, ActivityPage } from "./activity-page.ts";
import { parseActivityPage } from "./activity-page.ts";
import { isRoleActivity } from "./role-activity.ts";

export interface ActivityLogWatcherOptions {
  /** Its app needs the scope "Read admin activity logs". */
  readonly client: IntercomClient;
  /** Invalidated when the log tells of something that may have changed roles. */
  readonly directory: Pick<RoleDirectory, "invalidate">;
  /** Between the end of one look and the next; 60,000 unless told. */
  readonly everyMs?: number | undefined;
  /** Told of each look that failed; the next one makes up for it. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
  /** Milliseconds, as `Date.now` gives them; for tests. */
  readonly now?: (() => number) | undefined;
}

export interface ActivityLogWatcher {
  /** Looks now; resolves to whether the directory was invalidated. Never rejects. */
  look(): Promise<boolean>;
  /** No look begins after this. */
  stop(): void;
}

const WHERE = "createActivityLogWatcher";
/** Entries may be written late, and clocks differ: each look goes back so far behind the last entry seen. */
const OVERLAP_SECONDS = 120;
/** The first look goes back further, since nothing tells yet how far the clocks differ. */
const START_SECONDS = 600;
const MOST_PAGES = 10;

function checkWatcherOptions(options: object): void {
  checkOptions(WHERE, options, {
    client: "object",
    directory: "object",
    everyMs: "any",
    onFailure: "function",
    now: "function",
  });
  for (const name of ["client", "directory"]) {
    if (Reflect.get(options, name) === undefined) {
      throw new OptionInvalidError(`${WHERE}: options.${name} is missing.`);
    }
  }
}

/**
 * Looks into Intercom's activity log for changes of roles, permissions, teammates and teams, and invalidates the
 * directory: for apps that receive no webhooks. It keeps no process alive.
 *
 * Everybody is invalidated, since the log does not tell whose role changed; and when more was logged than can be read.
 * Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const watcher = createActivityLogWatcher({ client, directory, onFailure: (error) => log.warn(error) });
 * server.on("close", () => watcher.stop());
 */
export function createActivityLogWatcher(options: ActivityLogWatcherOptions): ActivityLogWatcher {
  checkWatcherOptions(options);
  const { client, directory, onFailure, now = Date.now } = options;
  const range = { least: 1, most: MOST_MS };
  const everyMs = checkedNumber(`${WHERE}: options.everyMs`, options.everyMs, range, 60_000);
  const seconds = () => {
    const time = Math.floor(now() / 1000);
    if (Number.isFinite(time)) return time;
    throw new OptionInvalidError(`${WHERE}: options.now must give milliseconds.`);
  };
  let newest = seconds() - START_SECONDS;
  let seen: ReadonlySet<string> = new Set();
  let looking: Promise<boolean> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function readPage(since: number, page: number): Promise<ActivityPage> {
    const answer = await client.admins.listAllActivityLogs(
      { created_at_after: String(since) },
      page === 1 ? {} : { queryParams: { page } },
    );
    return parseActivityPage(answer);
  }

  /** Everything since the last look, and whether that is all of it. */
  async function readLog(): Promise<{ found: readonly Activity[]; whole: boolean }> {
    const since = Math.max(0, newest - OVERLAP_SECONDS);
    const found = new Map<string, Activity>();
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { activities, hasNext } = await readPage(since, page);
      const before = found.size;
      for (const activity of activities) found.set(activity.id, activity);
      if (!hasNext) return { found: [...found.values()], whole: true };
      // The same page again: pages are not told apart as they were.
      if (found.size === before) break;
    }
    return { found: [...found.values()], whole: false };
  }

  async function lookOnce(): Promise<boolean> {
    try {
      const { found, whole } = await readLog();
      const changed = found.some(({ id, type }) => !seen.has(id) && isRoleActivity(type));
      if (changed || !whole) await directory.invalidate();
      seen = new Set(found.map(({ id }) => id));
      // An entry from the future would hide all that is logged until then.
      const present = seconds();
      newest = found.reduce((latest, { at }) => Math.max(latest, Math.min(at, present)), newest);
      return changed || !whole;
    } catch (error) {
      const failure = toIntercomFailure(error) ?? error;
      if (onFailure) notify(`${WHERE}: options.onFailure`, () => onFailure(failure));
      return false;
    }
  }

  function look(): Promise<boolean> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => void look().finally(schedule), everyMs);
    timer.unref();
  }

  schedule();
  return Object.freeze<ActivityLogWatcher>({
    look,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  });
}
