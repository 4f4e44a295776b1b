import type { StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { answering } from "./answering.ts";
import { approved, asked, DEMO, deskAt, OTHER, UNVERIFIED } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

describe("another workspace than the install began for", () => {
  it("OAUTH-04 is refused with 403, and not stored", async () => {
    const { flow, workspaces } = deskAt(standIn);
    const request = { workspaceId: DEMO.workspaceId };
    const callback = await approved(standIn, flow, OTHER, request);
    await expect(flow.complete(callback)).rejects.toMatchObject({
      code: "ERR_RBAC_OAUTH_REFUSED",
      reason: "other-workspace",
      status: 403,
    });
    expect(await workspaces.find(OTHER.workspaceId)).toBeUndefined();
    expect(await workspaces.find(DEMO.workspaceId)).toBeUndefined();
  });

  it("OAUTH-04 is refused at a sign-in as well", async () => {
    const { flow } = deskAt(standIn);
    for (const who of [DEMO, OTHER]) await flow.complete(await approved(standIn, flow, who));
    const request = { purpose: "sign-in", workspaceId: DEMO.workspaceId } as const;
    const callback = await approved(standIn, flow, OTHER, request);
    await expect(flow.complete({ ...callback, purposes: ["sign-in"] })).rejects.toMatchObject({
      reason: "other-workspace",
      status: 403,
    });
  });
});

describe("an email address that nobody verified", () => {
  it("OAUTH-05 is refused with 403, and nothing is stored", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await expect(flow.complete(await approved(standIn, flow, UNVERIFIED))).rejects.toMatchObject({
      code: "ERR_RBAC_OAUTH_REFUSED",
      reason: "email-unverified",
      status: 403,
    });
    expect(await workspaces.find(UNVERIFIED.workspaceId)).toBeUndefined();
  });

  it("OAUTH-05 is refused at a sign-in, and the install stays", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, OTHER));
    const before = await workspaces.find(OTHER.workspaceId);
    const callback = await approved(standIn, flow, UNVERIFIED, { purpose: "sign-in" });
    await expect(flow.complete({ ...callback, purposes: ["sign-in"] })).rejects.toMatchObject({
      reason: "email-unverified",
    });
    expect(await workspaces.find(OTHER.workspaceId)).toEqual(before);
  });

  it.each(["true", 1, "yes", null, undefined])("OAUTH-05 %s is not true", async (verified) => {
    const { flow, workspaces, close } = await deskWhoseMe({ email_verified: verified });
    await expect(flow.complete(await approved(standIn, flow, DEMO))).rejects.toMatchObject({
      code: "ERR_RBAC_OAUTH_REFUSED",
      reason: "identity-failed",
    });
    expect(await workspaces.find("w1")).toBeUndefined();
    await close();
  });
});

/** A desk whose `/me` says this. */
async function deskWhoseMe(more: object) {
  const me = { id: "7", email: "ada@example.com", email_verified: true };
  const app = { id_code: "w1", region: "US" };
  const server = await answering((request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(request.url === "/me" ? { ...me, app, ...more } : { token: "t" }));
  });
  return { ...deskAt(standIn, { baseUrl: server.url }), ...server };
}

describe("an identity that Intercom does not give", () => {
  it.each<[string, Parameters<StandIn["fail"]>[0]["kind"], string]>([
    ["500, thrice", { status: 500 }, "server-failed"],
    ["401", { status: 401 }, "token-rejected"],
    ["a missing scope", { status: 401, code: "token_unauthorized" }, "scope-missing"],
    ["a closed connection", "reset", "unreachable"],
    ["a hang", "hang", "timeout"],
    ["a body that does not end in time", "slow-body", "timeout"],
  ])("is 502 for %s, and nothing is stored", async (_what, kind, reason) => {
    const timeoutMs = kind === "hang" || kind === "slow-body" ? 100 : undefined;
    const { flow, workspaces } = deskAt(standIn, { timeoutMs });
    const callback = await approved(standIn, flow, DEMO);
    standIn.fail({ path: "/me", kind, times: 9 });
    await expect(flow.complete(callback)).rejects.toMatchObject({
      code: "ERR_RBAC_OAUTH_REFUSED",
      reason: "identity-failed",
      status: 502,
      cause: { code: "ERR_RBAC_INTERCOM_FAILED", reason },
    });
    expect(await workspaces.find(DEMO.workspaceId)).toBeUndefined();
    expect(asked(standIn)).not.toContain("POST /auth/uninstall");
  });

  it("is 502 for what is not JSON", async () => {
    const { flow } = deskAt(standIn);
    const callback = await approved(standIn, flow, DEMO);
    standIn.fail({ path: "/me", kind: "broken-json", times: 9 });
    await expect(flow.complete(callback)).rejects.toMatchObject({
      reason: "identity-failed",
      status: 502,
    });
  });

  it.each<[string, object]>([
    ["no workspace", { app: null }],
    ["a workspace without an id", { app: { region: "US" } }],
    ["an id that is no id", { app: { id_code: "../etc", region: "US" } }],
    ["a number for an id", { app: { id_code: 5, region: "US" } }],
    ["no region", { app: { id_code: "w1" } }],
    ["a region that there is not", { app: { id_code: "w1", region: "MOON" } }],
    ["no admin", { id: undefined }],
    ["an admin that is no number", { id: "7; drop" }],
    ["no email", { email: undefined }],
    ["an email of two lines", { email: "a@b.example\nBcc: c@d.example" }],
    ["no address for an email", { email: "ada" }],
  ])("is 502 for %s", async (_what, more) => {
    const { flow, workspaces, close } = await deskWhoseMe(more);
    await expect(flow.complete(await approved(standIn, flow, DEMO))).rejects.toMatchObject({
      reason: "identity-failed",
      status: 502,
    });
    expect(await workspaces.find("w1")).toBeUndefined();
    await close();
  });
});

describe("what was given and refused", () => {
  const refusedInstall = { workspaceId: DEMO.workspaceId };

  it("is taken back where the app is not installed", async () => {
    const { flow } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, OTHER, refusedInstall)).catch(() => 0);
    expect(asked(standIn)).toEqual(["POST /auth/eagle/token", "GET /me", "POST /auth/uninstall"]);
  });

  it("is left where the app is installed, since that would uninstall it", async () => {
    const { flow, workspaces } = deskAt(standIn);
    await flow.complete(await approved(standIn, flow, OTHER));
    await flow.complete(await approved(standIn, flow, OTHER, refusedInstall)).catch(() => 0);
    await flow.complete(await approved(standIn, flow, UNVERIFIED)).catch(() => 0);
    expect(asked(standIn)).not.toContain("POST /auth/uninstall");
    expect(await flow.uninstalled(OTHER.workspaceId)).toBe("kept");
    expect((await workspaces.find(OTHER.workspaceId))?.status).toBe("active");
  });

  it("is left where no store can tell whether the app is installed", async () => {
    const { flow } = deskAt(standIn, { workspaces: undefined });
    await flow.complete(await approved(standIn, flow, UNVERIFIED)).catch(() => 0);
    expect(asked(standIn)).not.toContain("POST /auth/uninstall");
  });

  it("stays refused, and for the same reason, when it cannot be taken back", async () => {
    const { flow } = deskAt(standIn);
    standIn.fail({ path: "/auth/uninstall", kind: { status: 500 } });
    await expect(flow.complete(await approved(standIn, flow, UNVERIFIED))).rejects.toMatchObject({
      reason: "email-unverified",
    });
  });
});
