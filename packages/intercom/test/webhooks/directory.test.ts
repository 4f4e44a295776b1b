import { UnavailableError } from "@intercom-rbac/core";
import { describe, expect, test } from "vitest";
import { ROLE_ACTIVITIES } from "../directory/role-activities.ts";
import { bodyOf, openEndpoint } from "./endpoint.ts";

/** An endpoint that tells in which order directory and app were called. */
async function told(fails: { directory?: boolean; app?: boolean } = {}) {
  const order: string[] = [];
  const endpoint = await openEndpoint({
    directoryFor: (workspaceId) => ({
      invalidate(adminId) {
        order.push(`${workspaceId} ${adminId ?? "everybody"}`);
        return fails.directory
          ? Promise.reject(new UnavailableError("The directory is away."))
          : Promise.resolve();
      },
    }),
    onEvent: ({ topic }) => {
      order.push(topic);
      if (fails.app) throw new Error("the app fails");
    },
  });
  return { ...endpoint, order };
}

const admin = (topic: string, item: object) =>
  bodyOf({ topic, data: { item: { type: "admin", ...item } } });

const activity = (activity_type: unknown) =>
  bodyOf({
    topic: "admin.activity_log_event.created",
    data: { item: { id: "a1", performed_by: { id: "1001" }, activity_type } },
  });

describe("the directory is told, before the app is", () => {
  test.each([1002, "1002"])("of an admin who left, whose id is %j", async (id) => {
    const { order, post } = await told();
    await post(admin("admin.removed_from_workspace", { id, team_ids: [] }));
    expect(order).toEqual(["demo1234 1002", "admin.removed_from_workspace"]);
  });

  test("of an admin who came", async () => {
    const { order, post } = await told();
    await post(admin("admin.added_to_workspace", { id: 1007 }));
    expect(order).toEqual(["demo1234 1007", "admin.added_to_workspace"]);
  });

  test.each([
    ...ROLE_ACTIVITIES,
    "team_assignment_limit_change",
    // Not in any list yet.
    "teammate_role_assignment",
    "bulk_permissions_import",
  ])("of everybody, on the activity %s: it names who did it, not to whom", async (type) => {
    const { order, post } = await told();
    await post(activity(type));
    expect(order).toEqual(["demo1234 everybody", "admin.activity_log_event.created"]);
  });

  test.each([
    "admin_login_success",
    "admin_login_failure",
    "admin_logout",
    "admin_unauthorized_sign_in_method",
    "admin_two_factor_auth_change",
    "admin_impersonation_start",
    "admin_impersonation_end",
    "admin_impersonation_consent_approved",
    "admin_impersonation_consent_revoked",
    "app_package_installation",
    "oauth_token_revocation",
    "app_webhook_creation",
    "ai_inbox_translation_setting_change",
    "message_deletion",
  ])("of nobody, on the activity %s", async (type) => {
    const { order, post } = await told();
    await post(activity(type));
    expect(order).toEqual(["admin.activity_log_event.created"]);
  });

  test.each([
    "admin.away_mode_updated",
    "admin.logged_in",
    "admin.logged_out",
    "conversation.admin.assigned",
    "ticket.team.assigned",
  ])("of nobody, on %s", async (topic) => {
    const { order, post } = await told();
    await post(admin(topic, { id: 1002 }));
    expect(order).toEqual([topic]);
  });

  test.each<[string, string]>([
    ["an admin without an id", admin("admin.removed_from_workspace", {})],
    ["an admin whose id is no number", admin("admin.removed_from_workspace", { id: "1002;" })],
    ["an admin whose id is not whole", admin("admin.removed_from_workspace", { id: 1002.5 })],
    ["an activity without a type", activity(undefined)],
    ["a topic of admins that is new", bodyOf({ topic: "admin.role_changed" })],
    ["a topic of teams that is new", bodyOf({ topic: "team.updated" })],
  ])("of everybody, for %s", async (_what, body) => {
    const { order, events, post } = await told();
    expect(await post(body)).toBe(200);
    expect(order[0]).toBe("demo1234 everybody");
    expect(events.map(({ kind }) => kind)).toEqual(["other"]);
  });

  test("of nobody, for an admin without an id who has logged in", async () => {
    const { order, post } = await told();
    await post(admin("admin.logged_in", {}));
    expect(order).toEqual(["admin.logged_in"]);
  });

  test("of nobody, for a topic of something else that is new", async () => {
    const { order, post } = await told();
    await post(bodyOf({ topic: "administration.changed" }));
    expect(order).toEqual(["administration.changed"]);
  });
});

describe("what fails", () => {
  const left = admin("admin.removed_from_workspace", { id: 1002 });

  test("the app: the directory was told all the same, and is again", async () => {
    const fails = { app: true };
    const { order, post } = await told(fails);
    expect(await post(left)).toBe(500);
    fails.app = false;
    expect(await post(left)).toBe(200);
    expect(order).toEqual([
      "demo1234 1002",
      "admin.removed_from_workspace",
      "demo1234 1002",
      "admin.removed_from_workspace",
    ]);
  });

  test("the directory: 500, so that it is told again, and the app is not", async () => {
    const fails = { directory: true };
    const { order, post } = await told(fails);
    expect(await post(left)).toBe(500);
    fails.directory = false;
    expect(await post(left)).toBe(200);
    expect(order).toEqual(["demo1234 1002", "demo1234 1002", "admin.removed_from_workspace"]);
  });

  test("finding the directory: 500, and the app is not told", async () => {
    const endpoint = await openEndpoint({
      directoryFor: () => {
        throw new UnavailableError("No token.");
      },
    });
    expect(await endpoint.post(left)).toBe(500);
    expect(endpoint.events).toEqual([]);
  });

  test("no directory of that workspace: the app is told", async () => {
    const endpoint = await openEndpoint({ directoryFor: () => undefined });
    expect(await endpoint.post(left)).toBe(200);
    expect(endpoint.events).toHaveLength(1);
  });
});

test("what is expired, unknown or wrongly signed tells the directory nothing; a duplicate tells it again", async () => {
  const order: unknown[] = [];
  const endpoint = await openEndpoint({
    workspaces: (workspaceId) => workspaceId === "demo1234",
    directoryFor: () => ({
      invalidate(adminId) {
        order.push(adminId);
        return Promise.resolve();
      },
    }),
  });
  const left = (members: object) =>
    bodyOf({ topic: "admin.removed_from_workspace", data: { item: { id: 1 } }, ...members });
  await endpoint.post(left({}));
  await endpoint.post(left({}));
  await endpoint.post(left({ id: "n2", created_at: 1, first_sent_at: 1 }));
  await endpoint.post(left({ id: "n3", app_id: "other567" }));
  await endpoint.post(left({ id: "n4" }), `sha1=${"0".repeat(40)}`);
  expect(endpoint.replies.map(({ outcome }) => outcome)).toEqual([
    "handled",
    "duplicate",
    "expired",
    "unknown-workspace",
    "bad-signature",
  ]);
  expect(order).toEqual(["1", "1"]);
});

test("while there is no room to remember ids in, the directory is told all the same", async () => {
  const order: unknown[] = [];
  const endpoint = await openEndpoint({
    maxSeen: 1,
    directoryFor: () => ({
      invalidate(adminId) {
        order.push(adminId);
        return Promise.resolve();
      },
    }),
  });
  await endpoint.post(bodyOf());
  const left = { topic: "admin.removed_from_workspace", data: { item: { id: 1002 } } };
  expect(await endpoint.post(bodyOf({ id: "n2", ...left }))).toBe(500);
  expect(endpoint.replies.map(({ outcome }) => outcome)).toEqual(["handled", "busy"]);
  expect(order).toEqual(["1002"]);
});

test("while an earlier delivery hangs in the app, the directory is told again", async () => {
  const order: unknown[] = [];
  const endpoint = await openEndpoint({
    deadlineMs: 20,
    directoryFor: () => ({
      invalidate(adminId) {
        order.push(adminId);
        return Promise.resolve();
      },
    }),
    onEvent: () => new Promise<void>(() => {}),
  });
  const left = admin("admin.removed_from_workspace", { id: 1002 });
  expect([await endpoint.post(left), await endpoint.post(left)]).toEqual([500, 500]);
  expect(order).toEqual(["1002", "1002"]);
});
