import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { approved, asked, DEMO, deskAt, OTHER, REDIRECT_URI } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

describe("the start", () => {
  it("leads to Intercom's page with the client, the state and the redirect URL, and nothing else", async () => {
    const { flow } = deskAt(standIn, { authorizeUrl: undefined });
    const { url, state } = await flow.start({ workspaceId: "demo1234", returnTo: "/inbox" });
    expect(url.split("?")[0]).toBe("https://app.intercom.com/oauth");
    expect([...new URL(url).searchParams]).toEqual([
      ["client_id", standIn.clientId],
      ["state", state],
      ["redirect_uri", REDIRECT_URI],
    ]);
  });

  it.each([
    ["US", "https://app.intercom.com/oauth"],
    ["EU", "https://app.eu.intercom.com/oauth"],
    ["AU", "https://app.au.intercom.com/oauth"],
  ] as const)("in %s leads to %s", async (region, page) => {
    const { flow } = deskAt(standIn, { authorizeUrl: undefined, region });
    expect((await flow.start()).url.split("?")[0]).toBe(page);
  });

  it("asks nobody", async () => {
    await deskAt(standIn).flow.start();
    expect(asked(standIn)).toEqual([]);
  });

  it.each([
    ["a purpose that there is not", { purpose: "login" }, "options.purpose"],
    ["a workspace id of another form", { workspaceId: "../x" }, "options.workspaceId"],
    ["a subject of 257 characters", { subject: "a".repeat(257) }, "at most 256 characters"],
    ["a subject that is no text", { subject: 5 }, "options.subject"],
    ["a misspelt name", { returnto: "/" }, "Did you mean"],
  ])("refuses %s", async (_what, request, message) => {
    const { flow } = deskAt(standIn);
    const started: unknown = Reflect.apply(flow.start, undefined, [request]);
    await expect(started).rejects.toMatchObject({
      code: "ERR_RBAC_OPTION_INVALID",
      message: expect.stringContaining(message),
    });
  });
});

describe("an install", () => {
  it("is stored with the workspace, the region and the teammate that Intercom names", async () => {
    const { flow, workspaces } = deskAt(standIn);
    const callback = await approved(standIn, flow, OTHER, { returnTo: "/inbox?tab=2" });
    const completion = await flow.complete(callback);
    expect(completion).toEqual({
      purpose: "install",
      returnTo: "/inbox?tab=2",
      cookies: [expect.stringMatching(/^intercom-oauth-[\w-]{32}=; Max-Age=0; Path=\/; /)],
      workspace: {
        workspaceId: "other567",
        region: "EU",
        token: expect.stringMatching(/^tok_/),
        installedBy: { adminId: "2001", email: standIn.workspaces[1]?.admins[0]?.email },
        installedAt: "2026-11-29T08:00:00.000Z",
        status: "active",
      },
    });
    expect(completion.purpose === "install" && completion.workspace).toEqual(
      await workspaces.find("other567"),
    );
  });

  it("takes the code to Intercom once, and asks whose token it got", async () => {
    const { flow } = deskAt(standIn);
    const callback = await approved(standIn, flow, DEMO);
    await flow.complete(callback);
    expect(asked(standIn)).toEqual(["POST /auth/eagle/token", "GET /me"]);
    expect(standIn.requests[0]?.body).toEqual({
      code: callback.code,
      client_id: standIn.clientId,
      client_secret: standIn.clientSecret,
    });
  });

  it("of a workspace that is expected", async () => {
    const { flow } = deskAt(standIn);
    const request = { workspaceId: DEMO.workspaceId };
    const completion = await flow.complete(await approved(standIn, flow, DEMO, request));
    expect(completion).toMatchObject({ workspace: { workspaceId: "demo1234", region: "US" } });
  });

  it("again takes the place of the one before, and makes a revoked one active", async () => {
    const { flow, workspaces, clock } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, DEMO));
    const first = await workspaces.find(DEMO.workspaceId);
    await workspaces.revoke(DEMO.workspaceId, { token: first?.token ?? "" });
    clock.now += 1_000;
    await flow.complete(await approved(standIn, flow, DEMO));
    const second = await workspaces.find(DEMO.workspaceId);
    expect(second).toMatchObject({ status: "active", installedAt: "2026-11-29T08:00:01.000Z" });
    expect(second?.token).not.toBe(first?.token);
  });

  it("without a store is the app's to keep", async () => {
    const { flow } = deskAt(standIn, { workspaces: undefined });
    expect(await flow.complete(await approved(standIn, flow, DEMO))).toMatchObject({
      workspace: { workspaceId: "demo1234" },
    });
  });

  it("that cannot be stored is ERR_RBAC_UNAVAILABLE, and says nothing of what the store said", async () => {
    const canary = "row (token) = (tok_canary)";
    const broken = {
      ...createMemoryWorkspaceStore(),
      save: () => Promise.reject(new TypeError(canary)),
    };
    const { flow, workspaces } = deskAt(standIn, { workspaces: broken });
    const failed = flow.complete(await approved(standIn, flow, DEMO));
    await expect(failed).rejects.toMatchObject({
      code: "ERR_RBAC_UNAVAILABLE",
      message: expect.stringContaining("workspaces failed (TypeError)"),
    });
    expect(await workspaces.find(DEMO.workspaceId)).toBeUndefined();
    expect(asked(standIn)).not.toContain("POST /auth/uninstall");
  });
});
