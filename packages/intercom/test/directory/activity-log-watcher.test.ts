import type { StandIn } from "@intercom-rbac/stand-in";
import { DEMO_ROLES, demoWorkspace, startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { ActivityLogWatcher, ActivityLogWatcherOptions } from "../../src/index.ts";
import {
  createActivityLogWatcher,
  createIntercomClient,
  createRoleDirectory,
} from "../../src/index.ts";
import { ROLE_ACTIVITIES } from "./role-activities.ts";

let intercom: StandIn;
let watcher: ActivityLogWatcher | undefined;
/** 2026-03-01T12:00:00Z, in seconds. */
const NOON = 1_772_366_400;
let now = 0;
beforeAll(async () => {
  intercom = await startStandIn();
});
beforeEach(() => {
  intercom.reset();
  Object.assign(intercom.workspace, demoWorkspace(), { activities: [] });
  now = NOON;
});
afterEach(() => watcher?.stop());
afterAll(() => intercom.close());

const client = (token = intercom.token) =>
  createIntercomClient({ token, baseUrl: intercom.url, readRetries: 0 });

/** A watcher that is looked through by hand, and what it invalidated. */
function watch(options: Partial<ActivityLogWatcherOptions> = {}) {
  const invalidated: unknown[] = [];
  const directory = {
    invalidate: (...ids: readonly unknown[]) => {
      invalidated.push(ids);
      return Promise.resolve();
    },
  };
  watcher = createActivityLogWatcher({
    client: client(),
    directory,
    everyMs: 3_600_000,
    now: () => now * 1000,
    ...options,
  });
  return { watcher, invalidated };
}

let activities = 0;
function happens(activityType: string, at = now): void {
  intercom.workspace.activities.push({
    id: `activity-${++activities}`,
    admin_id: "1001",
    activity_type: activityType,
    activity_description: "canary",
    created_at: at,
    metadata: {},
  });
}
const asked = () =>
  intercom.requests.map(({ query }) => [query.get("created_at_after"), query.get("page")]);

it.each(ROLE_ACTIVITIES)("%s invalidates everybody, once", async (activityType) => {
  const { watcher, invalidated } = watch();
  expect(await watcher.look()).toBe(false);
  happens(activityType);
  expect(await watcher.look()).toBe(true);
  now += 60;
  expect(await watcher.look()).toBe(false);
  expect(invalidated).toEqual([[]]);
});

it.each(["admin_login_success", "app_name_change", "something_new", "constructor"])(
  "%s does not",
  async (activityType) => {
    const { watcher, invalidated } = watch();
    happens(activityType);
    expect(await watcher.look()).toBe(false);
    expect(invalidated).toEqual([]);
  },
);

it("asks from the last entry on, with an overlap for entries written late", async () => {
  const { watcher } = watch();
  await watcher.look();
  happens("role_change", NOON + 30);
  now = NOON + 60;
  await watcher.look();
  happens("role_change", NOON + 10);
  now = NOON + 120;
  expect(await watcher.look()).toBe(true);
  expect(asked()).toEqual([
    [String(NOON - 720), null],
    [String(NOON - 720), null],
    [String(NOON + 30 - 120), null],
  ]);
});

it("is not blinded by an entry from the future, which counts once", async () => {
  const { watcher, invalidated } = watch();
  happens("role_change", NOON + 86_400);
  expect(await watcher.look()).toBe(true);
  now = NOON + 60;
  happens("role_change");
  expect(await watcher.look()).toBe(true);
  expect(await watcher.look()).toBe(false);
  expect(invalidated).toEqual([[], []]);
  expect(asked().map(([since]) => since)).toEqual([NOON - 720, NOON - 120, NOON - 60].map(String));
});

it("fails by a clock that gives no time", async () => {
  expect(() => watch({ now: () => Number.NaN })).toThrow("options.now must give milliseconds");
  const failures: unknown[] = [];
  const times = [NOON * 1000];
  const { watcher } = watch({
    now: () => times.shift() ?? Number.NaN,
    onFailure: (error) => failures.push(error),
  });
  expect(await watcher.look()).toBe(false);
  expect(failures).toMatchObject([{ code: "ERR_RBAC_OPTION_INVALID" }]);
  expect(asked()).toEqual([[String(NOON - 720), null]]);
});

it("finds what happened while looks failed, and tells of the failures", async () => {
  const failures: unknown[] = [];
  const { watcher, invalidated } = watch({ onFailure: (error) => failures.push(error) });
  await watcher.look();
  happens("role_change");
  for (const kind of [{ status: 500 }, "reset", "broken-json"] as const) {
    intercom.fail({ path: "/admins/activity_logs", kind });
    now += 60;
    expect(await watcher.look()).toBe(false);
  }
  expect(failures).toMatchObject([
    { reason: "server-failed" },
    { reason: "unreachable" },
    { reason: "answer-invalid" },
  ]);
  expect(String(failures)).not.toContain("canary");
  now += 600;
  expect(await watcher.look()).toBe(true);
  expect(invalidated).toEqual([[]]);
});

it("says that the app lacks the scope", async () => {
  const failures: unknown[] = [];
  const token = intercom.issueToken({ scopes: ["Read admins"] });
  await watch({ client: client(token), onFailure: (error) => failures.push(error) }).watcher.look();
  expect(failures).toMatchObject([{ reason: "scope-missing" }]);
});

it("reads further pages", async () => {
  const { watcher, invalidated } = watch();
  happens("role_change", NOON - 50);
  for (let index = 0; index < 45; index++) happens("admin_login_success", NOON - index);
  expect(await watcher.look()).toBe(true);
  expect(asked().map(([, page]) => page)).toEqual([null, "2", "3"]);
  expect(await watcher.look()).toBe(false);
  expect(invalidated).toEqual([[]]);
});

it("invalidates when more was logged than it reads", async () => {
  const { watcher, invalidated } = watch();
  for (let index = 0; index < 201; index++) happens("admin_login_success");
  expect(await watcher.look()).toBe(true);
  expect(asked()).toHaveLength(10);
  expect(invalidated).toEqual([[]]);
});

it("looks by itself, until it is stopped", async () => {
  const { watcher, invalidated } = watch({ everyMs: 5 });
  happens("role_change");
  await vi.waitFor(() => expect(invalidated).toEqual([[]]));
  await vi.waitFor(() => expect(asked().length).toBeGreaterThan(2));
  watcher.stop();
  await watcher.look();
  const before = asked().length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(asked()).toHaveLength(before);
});

it("makes one look of several at once", async () => {
  const { watcher } = watch();
  await Promise.all([watcher.look(), watcher.look(), watcher.look()]);
  expect(asked()).toHaveLength(1);
});

it("brings a changed role to the directory", async () => {
  const directory = createRoleDirectory({
    client: client(),
    roles: { byRoleId: { 102: "admin", 103: "agent" }, owners: [] },
  });
  const { watcher } = watch({ directory });
  await watcher.look();
  expect((await directory.principal(1003))?.roles).toEqual(["agent"]);
  Object.assign(intercom.workspace.admins[2] ?? {}, { role: DEMO_ROLES.admin });
  expect((await directory.principal(1003))?.roles).toEqual(["agent"]);
  happens("role_change");
  await watcher.look();
  expect((await directory.principal(1003))?.roles).toEqual(["admin"]);
});

it.each<[object, string]>([
  [{ client: undefined }, "options.client is missing."],
  [{ directory: undefined }, "options.directory is missing."],
  [{ every: 5 }, '"every" (a number) is no option. Did you mean "everyMs"?'],
  [
    { everyMs: 0 },
    "options.everyMs must be a whole number from 1 to 2147483647, not another number.",
  ],
])("refuses %j", (options, message) => {
  expect(() => watch(options)).toThrow(
    expect.objectContaining({
      code: "ERR_RBAC_OPTION_INVALID",
      message: `createActivityLogWatcher: ${message}`,
    }),
  );
});
