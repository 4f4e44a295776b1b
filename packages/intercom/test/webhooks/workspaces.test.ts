import type { Workspace } from "@intercom-rbac/core";
import { createMemoryWorkspaceStore, UnavailableError } from "@intercom-rbac/core";
import { describe, expect, test } from "vitest";
import { bodyOf, openEndpoint, seconds } from "./endpoint.ts";

const INSTALLED = "2026-11-29T12:00:00.700Z";

const demo: Workspace = {
  workspaceId: "demo1234",
  region: "US",
  token: "token-canary",
  installedBy: { adminId: "1001", email: "olivia@support.example" },
  installedAt: INSTALLED,
  status: "active",
};

async function installed(...workspaces: readonly Workspace[]) {
  const store = createMemoryWorkspaceStore();
  for (const workspace of workspaces) await store.save(workspace);
  const endpoint = await openEndpoint({
    workspaces: store,
    now: () => Date.parse(INSTALLED) + 60_000,
  });
  return { ...endpoint, store };
}

const created = (time: string, members = {}) =>
  bodyOf({ created_at: seconds(time), first_sent_at: seconds(time), ...members });

describe("a notification of a workspace", () => {
  test("HOOK-06 that is not known → 200, no effect", async () => {
    const endpoint = await installed(demo);
    expect(await endpoint.post(created("2026-11-29T12:00:30Z", { app_id: "other567" }))).toBe(200);
    expect(endpoint.replies).toEqual([
      {
        status: 200,
        outcome: "unknown-workspace",
        notification: { id: "notif_1", topic: "contact.deleted", workspaceId: "other567" },
      },
    ]);
    expect(endpoint.events).toEqual([]);
  });

  test.each(["__proto__", "constructor", "DEMO1234"])("HOOK-06 %s is not known", async (app_id) => {
    const endpoint = await installed(demo);
    expect(await endpoint.post(created("2026-11-29T12:00:30Z", { app_id }))).toBe(200);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-06 whose install is revoked → 200, no effect", async () => {
    const endpoint = await installed({ ...demo, status: "revoked" });
    expect(await endpoint.post(created("2026-11-29T12:00:30Z"))).toBe(200);
    expect(endpoint.replies).toMatchObject([{ outcome: "unknown-workspace" }]);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-06 that a function does not know → 200, no effect; anything but true is no", async () => {
    const answers: unknown[] = [true, false, undefined, "demo1234", 1];
    const endpoint = await openEndpoint({
      // @ts-expect-error a function without types may answer anything
      workspaces: () => answers.shift(),
    });
    for (const id of ["n1", "n2", "n3", "n4", "n5"]) {
      expect(await endpoint.post(bodyOf({ id }))).toBe(200);
    }
    expect(endpoint.events.map(({ id }) => id)).toEqual(["n1"]);
  });

  test("whose store is away → 500, so that it comes again, and is then taken", async () => {
    const store = createMemoryWorkspaceStore();
    await store.save(demo);
    const error = new UnavailableError("The store of workspaces cannot be reached.");
    let away = true;
    const endpoint = await openEndpoint({
      workspaces: { find: (id) => (away ? Promise.reject(error) : store.find(id)) },
      now: () => Date.parse(INSTALLED) + 60_000,
    });
    const body = created("2026-11-29T12:00:30Z");
    expect(await endpoint.post(body)).toBe(500);
    expect(endpoint.replies).toMatchObject([{ outcome: "failed", error }]);
    away = false;
    expect(await endpoint.post(body)).toBe(200);
    expect(endpoint.events).toHaveLength(1);
  });

  test("whose store gives no date → 500", async () => {
    const endpoint = await installed({ ...demo, installedAt: "yesterday" });
    expect(await endpoint.post(created("2026-11-29T12:00:30Z"))).toBe(500);
    expect(endpoint.events).toEqual([]);
  });
});

describe("a notification from before the install", () => {
  test("HOOK-07 of an earlier install → 200, no effect: the install survives", async () => {
    const endpoint = await installed(demo);
    const body = created("2026-11-29T11:59:59Z", {
      topic: "admin.activity_log_event.created",
      data: { item: { id: "a1", activity_type: "app_package_uninstallation" } },
    });
    expect(await endpoint.post(body)).toBe(200);
    expect(endpoint.replies).toMatchObject([{ status: 200, outcome: "before-install" }]);
    expect(endpoint.events).toEqual([]);
    expect(await endpoint.store.find("demo1234")).toEqual(demo);
  });

  test("HOOK-07 sent only after the install → 200, no effect", async () => {
    const endpoint = await installed(demo);
    await endpoint.post(
      bodyOf({
        created_at: seconds("2026-11-29T11:59:59Z"),
        first_sent_at: seconds("2026-11-29T12:00:30Z"),
      }),
    );
    expect(endpoint.replies).toMatchObject([{ outcome: "before-install" }]);
  });

  test("HOOK-07 from within the second of the install is taken", async () => {
    const endpoint = await installed(demo);
    await endpoint.post(created("2026-11-29T12:00:00Z"));
    expect(endpoint.replies).toMatchObject([{ outcome: "handled" }]);
  });

  test("HOOK-07 once installed again, what was after the old install and before the new has no effect", async () => {
    const endpoint = await installed(demo);
    await endpoint.store.save({ ...demo, installedAt: "2026-11-29T12:00:40.000Z" });
    await endpoint.post(created("2026-11-29T12:00:30Z"));
    await endpoint.post(created("2026-11-29T12:00:50Z", { id: "notif_2" }));
    expect(endpoint.replies.map(({ outcome }) => outcome)).toEqual(["before-install", "handled"]);
  });
});
