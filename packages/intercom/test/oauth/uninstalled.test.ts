import type { WorkspaceStore } from "@intercom-rbac/core";
import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import type { Fault } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { approved, asked, DEMO, deskAt } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

/** A desk where the demo workspace is installed; its token, and no request seen. */
async function installed(options: Parameters<typeof deskAt>[1] = {}) {
  const desk = deskAt(standIn, { noticeMs: 0, ...options });
  await desk.flow.complete(await approved(standIn, desk.flow, DEMO));
  const token = (await desk.workspaces.find(DEMO.workspaceId))?.token ?? "";
  standIn.reset();
  return {
    ...desk,
    token,
    statusNow: async () => (await desk.workspaces.find("demo1234"))?.status,
  };
}

describe("revoke", () => {
  it("uninstalls the app by the token, and tells no store", async () => {
    const { flow, token, statusNow } = await installed();
    await flow.revoke(token);
    expect(asked(standIn)).toEqual(["POST /auth/uninstall"]);
    expect(standIn.requests[0]?.headers["authorization"]).toBe(`Bearer ${token}`);
    expect(await statusNow()).toBe("active");
    expect(await flow.uninstalled("demo1234")).toBe("removed");
  });

  it("is fine with a token that Intercom knows no more", async () => {
    const { flow, token } = await installed();
    standIn.revokeToken(token);
    await expect(flow.revoke(token)).resolves.toBeUndefined();
  });

  it.each<[string, Fault["kind"], string]>([
    ["500", { status: 500 }, "server-failed"],
    ["429", { status: 429 }, "rate-limited"],
    ["404", { status: 404 }, "request-refused"],
    ["a closed connection", "reset", "unreachable"],
    ["a hang", "hang", "timeout"],
  ])("rejects after %s", async (_what, kind, reason) => {
    const { flow, token } = await installed({ timeoutMs: 100 });
    standIn.fail({ path: "/auth/uninstall", kind });
    await expect(flow.revoke(token)).rejects.toMatchObject({
      code: "ERR_RBAC_INTERCOM_FAILED",
      reason,
    });
  });

  it.each([[""], ["a b"], [undefined], [["tok"]]])("refuses %j for a token", async (token) => {
    const { flow } = deskAt(standIn);
    const revoked: unknown = Reflect.apply(flow.revoke, flow, [token]);
    await expect(revoked).rejects.toMatchObject({ code: "ERR_RBAC_OPTION_INVALID" });
  });
});

describe("a notice of uninstall", () => {
  it("that is true marks the install", async () => {
    const { flow, statusNow } = await installed();
    await standIn.uninstall("demo1234");
    expect(await flow.uninstalled("demo1234")).toBe("removed");
    expect(await statusNow()).toBe("revoked");
    expect(asked(standIn)).toEqual(["GET /me"]);
  });

  it("that is false changes nothing", async () => {
    const { flow, statusNow } = await installed();
    expect(await flow.uninstalled("demo1234")).toBe("kept");
    expect(await statusNow()).toBe("active");
  });

  it.each<[string, Fault["kind"]]>([
    ["a missing scope", { status: 401, code: "token_unauthorized" }],
    ["another missing scope", { status: 403, message: "You do not have the required scope (x)" }],
    ["a plan without the API", { status: 403, code: "api_plan_restricted" }],
  ])("is false when Intercom still knows the token: %s", async (_what, kind) => {
    const { flow, statusNow } = await installed();
    standIn.fail({ path: "/me", kind });
    expect(await flow.uninstalled("demo1234")).toBe("kept");
    expect(await statusNow()).toBe("active");
  });

  it.each<[string, Fault["kind"]]>([
    ["500", { status: 500 }],
    ["429", { status: 429 }],
    ["404", { status: 404 }],
    ["a closed connection", "reset"],
    ["a hang", "hang"],
  ])("is to be sent again when Intercom cannot be asked: %s", async (_what, kind) => {
    const { flow, statusNow } = await installed({ timeoutMs: 100 });
    standIn.fail({ path: "/me", kind, times: 9 });
    await expect(flow.uninstalled("demo1234")).rejects.toMatchObject({
      code: "ERR_RBAC_UNAVAILABLE",
    });
    expect(await statusNow()).toBe("active");
    standIn.reset();
    expect(await flow.uninstalled("demo1234")).toBe("kept");
  });

  it("of what can be no workspace asks not even the store", async () => {
    const find = () => expect.unreachable();
    const { flow } = deskAt(standIn, { workspaces: { ...createMemoryWorkspaceStore(), find } });
    for (const id of ["", "../x", "a".repeat(65), { toString: () => "demo1234" }]) {
      const told: unknown = Reflect.apply(flow.uninstalled, flow, [id]);
      expect(await told).toBe("unknown-workspace");
    }
  });

  it("of a workspace that is unknown, or no longer installed, asks nobody", async () => {
    const { flow, workspaces, token } = await installed();
    expect(await flow.uninstalled("other567")).toBe("unknown-workspace");
    await workspaces.revoke("demo1234", { token });
    expect(await flow.uninstalled("demo1234")).toBe("removed");
    expect(asked(standIn)).toEqual([]);
  });

  it("while the store is away is to be sent again", async () => {
    const store = createMemoryWorkspaceStore();
    let away = false;
    const workspaces: WorkspaceStore = {
      ...store,
      find: (id) => (away ? Promise.reject(new Error("away")) : store.find(id)),
    };
    const { flow } = await installed({ workspaces });
    away = true;
    await expect(flow.uninstalled("demo1234")).rejects.toMatchObject({
      code: "ERR_RBAC_UNAVAILABLE",
    });
  });

  it("without a store is a mistake of the program", async () => {
    const { flow } = deskAt(standIn, { workspaces: undefined });
    await expect(flow.uninstalled("demo1234")).rejects.toMatchObject({
      code: "ERR_RBAC_OPTION_INVALID",
      message: expect.stringContaining("option workspaces"),
    });
  });

  it("of which there are many causes few questions", async () => {
    const { flow } = await installed();
    const flood = Array.from({ length: 200 }, () => flow.uninstalled("demo1234"));
    expect(new Set(await Promise.all(flood))).toEqual(new Set(["kept"]));
    expect(asked(standIn)).toEqual(["GET /me", "GET /me"]);
  });

  it("HOOK-07 older than a re-install leaves the new install alone", async () => {
    const store = createMemoryWorkspaceStore();
    let reinstall = async (): Promise<void> => undefined;
    const workspaces: WorkspaceStore = {
      ...store,
      // Between Intercom's answer about the old token and the mark.
      revoke: async (id, install) => {
        await reinstall();
        return store.revoke(id, install);
      },
    };
    const { flow, token } = await installed({ workspaces });
    await standIn.uninstall("demo1234");
    reinstall = async () => {
      await flow.complete(await approved(standIn, flow, DEMO));
    };
    expect(await flow.uninstalled("demo1234")).toBe("kept");
    const now = await store.find("demo1234");
    expect(now?.status).toBe("active");
    expect(now?.token).not.toBe(token);
  });
});
