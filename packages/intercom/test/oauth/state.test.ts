import type { OAuthCallback } from "@intercom-rbac/core";
import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import { startStandIn } from "@intercom-rbac/stand-in";
import { sign } from "cookie-signature";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { approved, asked, cookieOf, DEMO, deskAt, STATE_SECRET } from "./desk.ts";

const standIn = await startStandIn();
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

/** Refused with 400 before Intercom was asked anything, and nothing stored. */
async function expectRefused(
  { flow, workspaces }: ReturnType<typeof deskAt>,
  callback: OAuthCallback,
  reason: string,
): Promise<void> {
  const before = standIn.requests.length;
  await expect(flow.complete(callback)).rejects.toMatchObject({
    code: "ERR_RBAC_OAUTH_REFUSED",
    status: 400,
    reason,
  });
  expect(standIn.requests.length).toBe(before);
  if (before === 0) expect(await workspaces.find(DEMO.workspaceId)).toBeUndefined();
}

describe("a state that does not belong", () => {
  it("OAUTH-01 none at all", async () => {
    const desk = deskAt(standIn);
    const { state: _state, ...callback } = await approved(standIn, desk.flow, DEMO);
    await expectRefused(desk, callback, "state-missing");
    await expectRefused(desk, { ...callback, state: "" }, "state-invalid");
  });

  it("OAUTH-01 repeated", async () => {
    const desk = deskAt(standIn);
    const callback = await approved(standIn, desk.flow, DEMO);
    const { state } = callback;
    await expectRefused(desk, { ...callback, state: [state, state] }, "state-invalid");
    await expectRefused(desk, { ...callback, state: [state] }, "state-invalid");
    await expectRefused(desk, { ...callback, state: { toString: () => state } }, "state-invalid");
  });

  it("OAUTH-01 forged", async () => {
    const desk = deskAt(standIn);
    const callback = await approved(standIn, desk.flow, DEMO);
    const [payload = "", signature = ""] = callback.state.split(".");
    const content: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    const altered = Buffer.from(
      JSON.stringify({ ...Object(content), returnTo: "/admin" }),
    ).toString("base64url");
    const forgeries = [
      `${altered}.${signature}`,
      `${payload}.${"A".repeat(signature.length)}`,
      `${payload}.`,
      payload,
      `${payload}.${signature}A`,
      `.${signature}`,
      "x".repeat(100_000),
      // With the secret itself, as an app signs cookies whose values its users choose.
      sign(payload, STATE_SECRET),
      sign("e30", STATE_SECRET),
    ];
    for (const state of forgeries) {
      await expectRefused(desk, { ...callback, state }, "state-invalid");
    }
  });

  it("OAUTH-01 made for another client, redirect URL or secret", async () => {
    const desk = deskAt(standIn);
    for (const other of [
      { clientId: "another-client" },
      { redirectUri: "http://127.0.0.1:3000/other/callback" },
      { stateSecret: `${STATE_SECRET}!` },
    ]) {
      const { state, cookies } = await deskAt(standIn, other).flow.start();
      const callback = { code: "c", state, cookie: cookieOf(cookies) };
      await expectRefused(desk, callback, "state-invalid");
    }
  });

  it("OAUTH-01 expired after ten minutes", async () => {
    const desk = deskAt(standIn);
    const late = await approved(standIn, desk.flow, DEMO);
    const inTime = await approved(standIn, desk.flow, DEMO);
    desk.clock.now += 599_999;
    expect(await desk.flow.complete(inTime)).toMatchObject({ purpose: "install" });
    desk.clock.now += 1;
    await expectRefused(desk, late, "state-expired");
  });

  it("OAUTH-01 expired after as long as the app says", async () => {
    const desk = deskAt(standIn, { stateMs: 1_000 });
    const late = await approved(standIn, desk.flow, DEMO);
    expect(desk.flow.stateMs).toBe(1_000);
    desk.clock.now += 1_000;
    await expectRefused(desk, late, "state-expired");
  });

  it("OAUTH-01 replayed after it succeeded", async () => {
    const desk = deskAt(standIn);
    const callback = await approved(standIn, desk.flow, DEMO);
    await desk.flow.complete(callback);
    await expectRefused(desk, callback, "state-used");
    const fresh = await approved(standIn, desk.flow, DEMO);
    await expectRefused(desk, { ...callback, code: fresh.code }, "state-used");
  });

  it("OAUTH-01 replayed after it failed", async () => {
    const desk = deskAt(standIn);
    const callback = await approved(standIn, desk.flow, DEMO);
    standIn.fail({ method: "POST", path: "/auth/eagle/token", kind: { status: 500 } });
    await expect(desk.flow.complete(callback)).rejects.toMatchObject({ status: 502 });
    await expectRefused(desk, callback, "state-used");
  });

  it("OAUTH-01 used twice at once: one of the two gets through", async () => {
    const desk = deskAt(standIn);
    const callback = await approved(standIn, desk.flow, DEMO);
    const results = await Promise.allSettled([
      desk.flow.complete(callback),
      desk.flow.complete(callback),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(asked(standIn).filter((line) => line === "POST /auth/eagle/token")).toHaveLength(1);
  });

  it("OAUTH-01 another browser's", async () => {
    const desk = deskAt(standIn);
    const victim = await approved(standIn, desk.flow, DEMO);
    const attacker = await approved(standIn, desk.flow, DEMO);
    for (const cookie of [
      undefined,
      "",
      attacker.cookie,
      "a=b; %zz=; ;;",
      victim.cookie?.slice(0, -1),
    ]) {
      await expectRefused(desk, { ...victim, cookie }, "other-browser");
    }
    // What the state says of the cookie is its hash, which is no cookie.
    const [payload = ""] = victim.state.split(".");
    const { browser } = JSON.parse(Buffer.from(payload, "base64url").toString());
    const name = victim.cookie?.split("=")[0];
    await expectRefused(desk, { ...victim, cookie: `${name}=${browser}` }, "other-browser");
    expect(await desk.flow.complete(victim)).toMatchObject({ purpose: "install" });
  });

  it("OAUTH-01 made for something else", async () => {
    const desk = deskAt(standIn);
    await desk.flow.complete(await approved(standIn, desk.flow, DEMO));
    const install = await approved(standIn, desk.flow, DEMO);
    const signIn = await approved(standIn, desk.flow, DEMO, { purpose: "sign-in" });
    await expectRefused(desk, { ...install, purposes: ["sign-in"] }, "other-purpose");
    await expectRefused(desk, signIn, "other-purpose");
    await expectRefused(desk, { ...signIn, purposes: [] }, "other-purpose");
    expect(await desk.flow.complete({ ...signIn, purposes: ["install", "sign-in"] })).toMatchObject(
      {
        purpose: "sign-in",
      },
    );
  });
});

describe("a state that belongs", () => {
  it("is a plain word for URLs", async () => {
    const { flow } = deskAt(standIn);
    for (let turn = 0; turn < 50; turn += 1) {
      expect((await flow.start()).state).toMatch(/^[\w-]+\.[\w-]+$/);
    }
  });

  it("is taken with the longest path there is", async () => {
    const { flow } = deskAt(standIn);
    const returnTo = `/${'"'.repeat(2_047)}`;
    const callback = await approved(standIn, flow, DEMO, { returnTo });
    expect(await flow.complete(callback)).toMatchObject({ returnTo });
  });

  it("is different each time, as is the cookie, which the URL does not hold", async () => {
    const { flow } = deskAt(standIn);
    const starts = await Promise.all([flow.start(), flow.start(), flow.start()]);
    expect(new Set(starts.map(({ state }) => state)).size).toBe(3);
    const cookies = starts.map(({ cookies }) => cookieOf(cookies));
    expect(new Set(cookies).size).toBe(3);
    for (const [index, { url }] of starts.entries()) {
      const secret = cookies[index]?.split("=")[1] ?? "";
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(url).not.toContain(secret);
    }
  });
});

describe("what was used is remembered elsewhere", () => {
  it("by the id and until the state expires", async () => {
    const used: [string, number][] = [];
    const usedStates = {
      use: (id: string, expiresAt: number) => {
        used.push([id, expiresAt]);
        return Promise.resolve(true);
      },
    };
    const desk = deskAt(standIn, { usedStates });
    const callback = await approved(standIn, desk.flow, DEMO);
    const expiresAt = desk.clock.now + 600_000;
    await desk.flow.complete(callback);
    expect(used).toEqual([
      [callback.cookie?.split("=")[0]?.replace("intercom-oauth-", ""), expiresAt],
    ]);
  });

  it("and what it cannot remember is refused before Intercom is asked", async () => {
    const workspaces = createMemoryWorkspaceStore();
    for (const use of [
      () => Promise.reject(new Error("connection string with a password")),
      () => Promise.resolve(JSON.parse("1")),
    ]) {
      const desk = deskAt(standIn, { usedStates: { use }, workspaces });
      const callback = await approved(standIn, desk.flow, DEMO);
      await expect(desk.flow.complete(callback)).rejects.toMatchObject({
        code: expect.stringMatching(/^ERR_RBAC_(UNAVAILABLE|OAUTH_REFUSED)$/),
        message: expect.not.stringContaining("password"),
      });
    }
    expect(asked(standIn)).toEqual([]);
    expect(await workspaces.find(DEMO.workspaceId)).toBeUndefined();
  });
});
