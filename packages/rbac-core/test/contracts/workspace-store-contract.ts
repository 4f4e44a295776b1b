import { describe, expect, test } from "vitest";
import type { Workspace, WorkspaceStore } from "../../src/index.ts";

export const acme: Workspace = {
  workspaceId: "acme1",
  region: "EU",
  token: "token-of-monday",
  installedBy: { adminId: "11", email: "olivia@acme.example" },
  installedAt: "2026-11-02T09:00:00.000Z",
  status: "active",
};

const again: Workspace = {
  ...acme,
  token: "token-of-friday",
  installedAt: "2026-11-06T09:00:00.000Z",
};

/** What every store of workspaces does. */
export function testWorkspaceStore(makeStore: () => Promise<WorkspaceStore>): void {
  describe("a store of workspaces", () => {
    test("finds what was saved, and nothing else", async () => {
      const store = await makeStore();
      await store.save(acme);
      expect(await store.find("acme1")).toEqual(acme);
      expect(await store.find("ACME1")).toBeUndefined();
      expect(await store.find("__proto__")).toBeUndefined();
    });

    test("a new install takes the place of the old one", async () => {
      const store = await makeStore();
      await store.save(acme);
      await store.save(again);
      expect(await store.find("acme1")).toEqual(again);
    });

    test("is not changed by changing what was saved or found", async () => {
      const store = await makeStore();
      const mine = { ...acme, installedBy: { ...acme.installedBy } };
      await store.save(mine);
      mine.token = "changed";
      mine.installedBy.email = "changed";
      const found = await store.find("acme1");
      expect(found).toEqual(acme);
      expect(found === undefined || Reflect.set(found, "token", "changed")).toBe(false);
      expect(await store.find("acme1")).toEqual(acme);
    });

    test.each(["revoke", "remove"] as const)("%s leaves a newer install alone", async (change) => {
      const store = await makeStore();
      await store.save(again);
      expect(await store[change]("acme1", { token: acme.token })).toBe(false);
      expect(await store.find("acme1")).toEqual(again);
      expect(await store[change]("other", { token: again.token })).toBe(false);
    });

    test("revoke keeps the workspace, and marks it", async () => {
      const store = await makeStore();
      await store.save(acme);
      expect(await store.revoke("acme1", { token: acme.token })).toBe(true);
      expect(await store.find("acme1")).toEqual({ ...acme, status: "revoked" });
      await store.save(again);
      expect(await store.find("acme1")).toMatchObject({ status: "active" });
    });

    test("remove forgets the workspace", async () => {
      const store = await makeStore();
      await store.save(acme);
      expect(await store.remove("acme1", { token: acme.token })).toBe(true);
      expect(await store.find("acme1")).toBeUndefined();
      expect(await store.remove("acme1", { token: acme.token })).toBe(false);
    });
  });
}
