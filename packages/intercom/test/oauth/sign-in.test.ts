import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { approved, asked, DEMO, deskAt, OTHER } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const AGENT = { workspaceId: "demo1234", adminId: "1003" };
const SIGN_IN = { purpose: "sign-in", returnTo: "/inbox" } as const;

describe("a sign-in", () => {
  it("says who, holds no token, and leaves the install as it is", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, DEMO));
    const install = await workspaces.find("demo1234");
    const callback = await approved(standIn, flow, AGENT, SIGN_IN);
    expect(await flow.complete({ ...callback, purposes: ["sign-in"] })).toEqual({
      purpose: "sign-in",
      returnTo: "/inbox",
      cookies: [expect.stringContaining("Max-Age=0")],
      workspaceId: "demo1234",
      region: "US",
      admin: {
        adminId: "1003",
        email: standIn.workspace.admins.find(({ id }) => id === "1003")?.email,
      },
    });
    expect(await workspaces.find("demo1234")).toEqual(install);
    expect(asked(standIn)).not.toContain("POST /auth/uninstall");
  });

  it("to a workspace that is not installed is refused, and what was given is taken back", async () => {
    const { flow, workspaces } = deskAt(standIn);
    const callback = await approved(standIn, flow, OTHER, SIGN_IN);
    await expect(flow.complete({ ...callback, purposes: ["sign-in"] })).rejects.toMatchObject({
      code: "ERR_RBAC_OAUTH_REFUSED",
      reason: "workspace-unknown",
      status: 403,
    });
    expect(await workspaces.find(OTHER.workspaceId)).toBeUndefined();
    expect(asked(standIn)).toContain("POST /auth/uninstall");
  });

  it("to a workspace whose install was revoked is refused", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, DEMO));
    const token = (await workspaces.find("demo1234"))?.token ?? "";
    await workspaces.revoke("demo1234", { token });
    const callback = await approved(standIn, flow, DEMO, SIGN_IN);
    await expect(flow.complete({ ...callback, purposes: ["sign-in"] })).rejects.toMatchObject({
      reason: "workspace-unknown",
    });
  });

  it("while the store is away is ERR_RBAC_UNAVAILABLE", async () => {
    const away = {
      ...createMemoryWorkspaceStore(),
      find: () => Promise.reject(new Error("away")),
    };
    const { flow } = deskAt(standIn, { workspaces: away });
    const callback = await approved(standIn, flow, DEMO, SIGN_IN);
    await expect(flow.complete({ ...callback, purposes: ["sign-in"] })).rejects.toMatchObject({
      code: "ERR_RBAC_UNAVAILABLE",
    });
    expect(asked(standIn)).not.toContain("POST /auth/uninstall");
  });

  it("without a store is begun only for a workspace that is expected", async () => {
    const { flow } = deskAt(standIn, { workspaces: undefined });
    await expect(flow.start(SIGN_IN)).rejects.toMatchObject({
      code: "ERR_RBAC_OPTION_INVALID",
      message: expect.stringContaining("anybody with an Intercom account"),
    });
    const request = { ...SIGN_IN, workspaceId: DEMO.workspaceId };
    const callback = await approved(standIn, flow, DEMO, request);
    expect(await flow.complete({ ...callback, purposes: ["sign-in"] })).toMatchObject({
      workspaceId: "demo1234",
      admin: { adminId: "1001" },
    });
  });
});
