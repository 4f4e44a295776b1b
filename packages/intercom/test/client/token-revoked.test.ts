import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import type { Fault, StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createIntercomClient, createRoleDirectory } from "../../src/index.ts";

let intercom: StandIn;
beforeAll(async () => {
  intercom = await startStandIn();
});
afterEach(() => intercom.reset());
afterAll(() => intercom.close());

const client = (onTokenRevoked: () => void | Promise<void>) =>
  createIntercomClient({
    token: intercom.token,
    baseUrl: intercom.url,
    readRetries: 0,
    onTokenRevoked,
  });

const answer = (code: string): Fault => ({ times: 99, kind: { status: 401, code } });

it("STORE-10 token_revoked marks the workspace, token_unauthorized does not: by the directory's client", async () => {
  const { token } = intercom;
  const workspaces = createMemoryWorkspaceStore();
  const workspaceId = "demo1234";
  await workspaces.save({
    workspaceId,
    region: "US",
    token,
    installedBy: { adminId: "1001", email: "olivia@support.example" },
    installedAt: "2026-01-05T12:00:00.000Z",
    status: "active",
  });
  const known = createRoleDirectory({
    client: client(async () => void (await workspaces.revoke(workspaceId, { token }))),
    roles: { owners: [1001] },
    workspaceId,
    now: () => now,
  });
  let now = 0;
  intercom.fail(answer("token_unauthorized"));
  await expect(known.principal("1001")).rejects.toThrow("lacks a scope");
  expect((await workspaces.find(workspaceId))?.status).toBe("active");
  intercom.reset();
  intercom.fail(answer("token_revoked"));
  now += 60_000;
  await expect(known.principal("1001")).rejects.toThrow("was revoked");
  await vi.waitFor(async () =>
    expect((await workspaces.find(workspaceId))?.status).toBe("revoked"),
  );
});

it("is told once, by whichever call and page", async () => {
  const told = vi.fn();
  const made = client(told);
  const page = await made.contacts.list({ per_page: 3 });
  intercom.fail(answer("token_revoked"));
  await expect(page.getNextPage()).rejects.toThrow("was revoked");
  expect(told).toHaveBeenCalledTimes(1);
  await Promise.allSettled([made.admins.list(), made.contacts.delete({ contact_id: "1" })]);
  expect(told).toHaveBeenCalledTimes(1);
});

it.each(["unauthorized", "token_unauthorized", "token_expired", "token_not_found"])(
  "is not told of 401 %s",
  async (code) => {
    const told = vi.fn();
    intercom.fail(answer(code));
    await expect(client(told).admins.list()).rejects.toMatchObject({ status: 401 });
    expect(told).not.toHaveBeenCalled();
  },
);

it("is not told of a token that the call itself brought", async () => {
  const told = vi.fn();
  intercom.fail(answer("token_revoked"));
  const call = client(told).admins.list({ headers: { authorization: "Bearer another" } });
  await expect(call).rejects.toThrow("was revoked");
  expect(told).not.toHaveBeenCalled();
});

it("that fails is a warning, changes nothing for the call, and is told of the next", async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.message);
  process.on("warning", listen);
  const told = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(new Error("canary"))
    .mockResolvedValue();
  const made = client(told);
  intercom.fail(answer("token_revoked"));
  await expect(made.admins.list()).rejects.toThrow("was revoked");
  await vi.waitFor(() =>
    expect(warnings).toEqual(["createIntercomClient: options.onTokenRevoked failed."]),
  );
  for (let call = 0; call < 3; call++) await made.admins.list().then(undefined, () => {});
  expect(told).toHaveBeenCalledTimes(2);
  process.off("warning", listen);
});

it("must be a function", () => {
  expect(() => Reflect.apply(client, undefined, ["revoke"])).toThrow(
    "createIntercomClient: options.onTokenRevoked must be a function, not a string.",
  );
});
