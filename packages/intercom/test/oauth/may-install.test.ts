import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { InstallAttempt, MayInstall } from "../../src/oauth/may-install.ts";
import { approved, asked, DEMO, deskAt } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const AGENT = { workspaceId: "demo1234", adminId: "1003" };
const REFUSED = { code: "ERR_RBAC_OAUTH_REFUSED", reason: "install-refused", status: 403 };
const emailOf = (adminId: string) =>
  standIn.workspace.admins.find(({ id }) => id === adminId)?.email;

describe("an install where nobody was asked who may", () => {
  it("of a teammate in place of an active one of another admin is refused, and that stays", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, DEMO));
    const before = await workspaces.find("demo1234");
    await expect(flow.complete(await approved(standIn, flow, AGENT))).rejects.toMatchObject(
      REFUSED,
    );
    expect(await workspaces.find("demo1234")).toEqual(before);
    expect(asked(standIn)).not.toContain("POST /auth/uninstall");
    expect(await flow.uninstalled("demo1234")).toBe("kept");
  });

  it("of the same admin takes the place of the one before", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, DEMO));
    const before = await workspaces.find("demo1234");
    await flow.complete(await approved(standIn, flow, DEMO));
    const after = await workspaces.find("demo1234");
    expect(after?.installedBy.adminId).toBe("1001");
    expect(after?.token).not.toBe(before?.token);
  });

  it("of another admin is allowed where the one before was revoked", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, DEMO));
    await standIn.uninstall("demo1234");
    expect(await flow.uninstalled("demo1234")).toBe("removed");
    await flow.complete(await approved(standIn, flow, AGENT));
    expect(await workspaces.find("demo1234")).toMatchObject({
      status: "active",
      installedBy: { adminId: "1003" },
    });
  });

  it("of another admin is allowed where the app was uninstalled and the notice got lost", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, DEMO));
    await standIn.uninstall("demo1234");
    await flow.complete(await approved(standIn, flow, AGENT));
    expect(await workspaces.find("demo1234")).toMatchObject({
      status: "active",
      installedBy: { adminId: "1003" },
    });
  });
});

describe("an install where the app says who may", () => {
  /** A desk where the demo workspace is installed by its owner, and what the app is asked from then on. */
  async function installed(say: () => unknown) {
    const attempts: InstallAttempt[] = [];
    const workspaces = createMemoryWorkspaceStore();
    const { flow } = deskAt(standIn, { workspaces });
    await flow.complete(await approved(standIn, flow, DEMO));
    const mayInstall: MayInstall = (attempt) => {
      attempts.push(attempt);
      return Reflect.apply(say, undefined, [attempt]);
    };
    const before = await workspaces.find("demo1234");
    return { flow: deskAt(standIn, { workspaces, mayInstall }).flow, workspaces, attempts, before };
  }

  it("is asked with who, where, what is there, and whom it was begun for, and with no token", async () => {
    const { flow, workspaces, attempts } = await installed(() => true);
    const callback = await approved(standIn, flow, AGENT, { subject: "tenant 7" });
    expect(await flow.complete(callback)).toMatchObject({ subject: "tenant 7" });
    expect(attempts).toEqual([
      {
        workspaceId: "demo1234",
        region: "US",
        admin: { adminId: "1003", email: emailOf("1003") },
        current: {
          workspaceId: "demo1234",
          region: "US",
          installedBy: { adminId: "1001", email: emailOf("1001") },
          installedAt: "2026-11-29T08:00:00.000Z",
          status: "active",
        },
        subject: "tenant 7",
      },
    ]);
    expect((await workspaces.find("demo1234"))?.installedBy.adminId).toBe("1003");
  });

  it.each<[string, unknown]>([
    ["false", false],
    ["nothing", undefined],
    ["a yes that is not true", "yes"],
    ["a promise of 1", Promise.resolve(1)],
    ["a promise of false", Promise.resolve(false)],
  ])("and says %s is refused, of the same admin too", async (_what, said) => {
    const { flow, workspaces, before } = await installed(() => said);
    for (const who of [AGENT, DEMO]) {
      await expect(flow.complete(await approved(standIn, flow, who))).rejects.toMatchObject(
        REFUSED,
      );
    }
    expect(await workspaces.find("demo1234")).toEqual(before);
  });

  it("and fails is not stored", async () => {
    const { flow, workspaces, before } = await installed(() => Promise.reject(new Error("mine")));
    await expect(flow.complete(await approved(standIn, flow, DEMO))).rejects.toThrow("mine");
    expect(await workspaces.find("demo1234")).toEqual(before);
  });

  it("of a sign-in is not asked", async () => {
    const { flow, attempts } = await installed(() => false);
    const callback = await approved(standIn, flow, AGENT, { purpose: "sign-in", subject: "s" });
    expect(await flow.complete({ ...callback, purposes: ["sign-in"] })).toMatchObject({
      purpose: "sign-in",
      subject: "s",
    });
    expect(attempts).toEqual([]);
  });
});
