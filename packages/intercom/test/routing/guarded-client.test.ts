import type { Who } from "@intercom-rbac/core";
import { extendPolicy } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import { describe, expect, it } from "vitest";
import { verifyConnection } from "../../src/client/verify-connection.ts";
import { createRoleDirectory } from "../../src/directory/create-role-directory.ts";
import { guardClient } from "../../src/guard/guard-client.ts";
import { isGuardedClient } from "../../src/guard/guarded-clients.ts";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";
import { policy as basePolicy, place, TEAMS } from "./routing.ts";

const at = place();
const policy = extendPolicy(basePolicy, { roles: { outsider: { can: ["conversations:assign"] } } });

function guarded(principal: Who<unknown>, audit = at().audit): IntercomClient {
  return guardClient(at().client, { policy, principal, audit });
}

describe("a guarded client", () => {
  it("needs no policy: it demands the permission itself", async () => {
    const client = guarded({ id: "1002", roles: ["admin"] });
    const router = await createTeamRouter({ client, teams: TEAMS });
    const result = await router.route("9007", { topic: "vip", adminId: 1002 });
    expect(result).toMatchObject({ routed: true, teamId: 5003 });
    expect(at().assigneeOf("9007")).toBe("5003");
  });

  it("refuses, and its refusal is what the caller sees", async () => {
    const client = guarded({ id: "1004", roles: ["agent"] });
    const router = await createTeamRouter({ client, teams: TEAMS });
    at().intercom.reset();
    await expect(router.route("9007", { topic: "vip", adminId: 1004 })).rejects.toMatchObject({
      code: "ERR_RBAC_PERMISSION_DENIED",
      decision: { permission: "conversations:assign", code: "permission_missing" },
    });
    expect(at().seen()).toEqual([]);
  });

  it("honours the conditions on the conversation", async () => {
    const client = guarded({ id: "1003", adminId: 1003, roles: ["lead"] });
    const router = await createTeamRouter({ client, teams: TEAMS });
    at().intercom.reset();
    expect(await router.route("9001", { topic: "vip", adminId: 1003 })).toMatchObject({
      routed: true,
    });
    await expect(router.route("9003", { topic: "vip", adminId: 1003 })).rejects.toMatchObject({
      decision: { code: "condition_not_met" },
    });
    expect(await router.route("9999", { topic: "vip", adminId: 1003 })).toMatchObject({
      reason: "conversation-not-found",
    });
    expect(at().seen()).toEqual([
      "GET /conversations/9001",
      "POST /conversations/9001/parts",
      "GET /conversations/9003",
      "GET /conversations/9999",
    ]);
    expect(at().written).toEqual([
      ["granted", undefined],
      ["granted", "9001"],
      ["condition_not_met", "9003"],
    ]);
  });

  it("acts for its principal, and not in another admin's name", async () => {
    const client = guardClient(at().client, {
      policy,
      principal: () => Promise.resolve({ id: "u-7", adminId: 1002, roles: ["admin"] }),
    });
    const router = await createTeamRouter({ client, teams: TEAMS });
    at().intercom.reset();
    await expect(router.route("9007", { topic: "vip", adminId: 1001 })).rejects.toMatchObject({
      code: "ERR_RBAC_GUARD_MISUSED",
    });
    expect(at().seen()).toEqual([]);
    expect(await router.route("9007", { topic: "vip", adminId: "1002" })).toMatchObject({
      routed: true,
    });
  });

  it("acts for nobody when nobody is logged in", async () => {
    let who: Who<unknown> = { id: "1002", roles: ["admin"] };
    const client = guardClient(at().client, { policy, principal: () => who });
    const router = await createTeamRouter({ client, teams: TEAMS });
    at().intercom.reset();
    who = null;
    await expect(router.route("9007", { topic: "vip", adminId: 1002 })).rejects.toMatchObject({
      decision: { code: "unauthenticated" },
    });
    expect(at().seen()).toEqual([]);
  });

  it("must be allowed to list the teams", async () => {
    const client = guarded({ id: "1004", roles: ["outsider"] });
    await expect(createTeamRouter({ client, teams: TEAMS })).rejects.toMatchObject({
      code: "ERR_RBAC_PERMISSION_DENIED",
      decision: { permission: "teams:read" },
    });
  });

  it("has its own principal", async () => {
    const principal = { id: "1002", roles: ["admin"] };
    const router = await createTeamRouter({ client: guarded(principal), teams: TEAMS });
    at().intercom.reset();
    for (const more of [{ principal }, { principal, adminId: 1002 }, { principal: undefined }]) {
      // @ts-expect-error what a caller without types may pass
      await expect(router.route("9007", { topic: "vip", ...more })).rejects.toMatchObject({
        code: "ERR_RBAC_OPTION_INVALID",
        message:
          "route: the guarded client has its own principal. Pass adminId, or give createTeamRouter a policy.",
      });
    }
    // @ts-expect-error who acts?
    await expect(router.route("9007", { topic: "vip" })).rejects.toThrow("adminId must be");
    expect(at().seen()).toEqual([]);
  });

  it.each(["principal", "audit", "workspaceId", "resources"])(
    "has no use for %s without a policy",
    async (name) => {
      const client = guarded({ id: "1002", roles: ["admin"] });
      const values = { audit: at().audit, workspaceId: "demo1234", resources: {} };
      const value = Object.hasOwn(values, name) ? Reflect.get(values, name) : () => null;
      await expect(createTeamRouter({ client, teams: TEAMS, [name]: value })).rejects.toMatchObject(
        {
          code: "ERR_RBAC_OPTION_INVALID",
          message: `createTeamRouter: options.${name} needs options.policy. Without it the guarded client decides.`,
        },
      );
    },
  );

  it("does not stand in for a policy that is given: both must allow it", async () => {
    const client = guarded({ id: "1002", roles: ["admin"] });
    const router = await createTeamRouter({ client, teams: TEAMS, policy });
    at().intercom.reset();
    const agent = { id: "1004", roles: ["agent"] };
    await expect(router.route("9007", { topic: "vip", principal: agent })).rejects.toMatchObject({
      code: "ERR_RBAC_PERMISSION_DENIED",
    });
    expect(at().seen()).toEqual([]);
  });
});

describe("what asks Intercom in the app's own name", () => {
  it("refuses a guarded client, and nothing is sent", async () => {
    const client = guarded({ id: "1001", roles: ["owner"] });
    const says = (where: string) => ({
      code: "ERR_RBAC_OPTION_INVALID",
      message: `${where}: the client is guarded, and would ask in its principal's name. Pass the client itself.`,
    });
    await expect(verifyConnection(client)).rejects.toMatchObject(says("verifyConnection"));
    const make = () => createRoleDirectory({ client, roles: { owners: [1001] } });
    expect(make).toThrow(expect.objectContaining(says("createRoleDirectory")));
    expect(at().seen()).toEqual([]);
  });
});

describe("isGuardedClient", () => {
  it("knows what was marked and nothing that was made of it", () => {
    const client = guarded(null);
    expect(isGuardedClient(client)).toBe(true);
    const others = [
      at().client,
      at().sdk,
      { ...client },
      Object.create(client),
      {},
      null,
      "client",
    ];
    expect(others.filter(isGuardedClient)).toEqual([]);
  });
});
