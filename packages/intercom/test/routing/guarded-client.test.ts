import type { Who } from "@intercom-rbac/core";
import { extendPolicy, intercomPolicy } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import { describe, expect, it } from "vitest";
import { wrapMethods } from "../../src/client/wrap-methods.ts";
import { isGuardedClient, markGuarded } from "../../src/guard/guarded-clients.ts";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";
import { place, TEAMS } from "./routing.ts";

const at = place();
const NEEDS = new Map([
  ["teams.list", "teams:read"],
  ["conversations.manage", "conversations:assign"],
] as const);
const policy = extendPolicy(intercomPolicy, {
  roles: { outsider: { can: ["conversations:assign"] } },
});

/** As much of a guard as routing asks for: each call demands its permission before it leaves. */
function guarded(who: Who<unknown>): IntercomClient {
  const client = wrapMethods(at().client, async (call) => {
    for (const [method, permission] of NEEDS) {
      if (call.method === method) policy.authorize(who, permission);
    }
    return call.proceed();
  });
  markGuarded(client);
  return client;
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

  it.each(["principal", "audit", "toResource"])(
    "has no use for %s without a policy",
    async (name) => {
      const client = guarded({ id: "1002", roles: ["admin"] });
      const value = name === "audit" ? at().audit : () => null;
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
