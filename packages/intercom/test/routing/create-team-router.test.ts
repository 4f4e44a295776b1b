import { IntercomFailedError } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";
import { place, policy, principalOf, TEAMS } from "./routing.ts";

const at = place();
const routerOf = (more: { readonly refreshMs?: number } = {}) =>
  createTeamRouter({
    client: at().client,
    teams: TEAMS,
    policy,
    principal: principalOf,
    audit: at().audit,
    ...more,
  });

/** Agnes is the only member of VIP. */
function emptyVip(): void {
  for (const admin of at().intercom.workspace.admins) {
    admin.team_ids = admin.team_ids.filter((id) => id !== TEAMS.vip);
  }
}

function removeTeam(id: string | number): void {
  const { teams } = at().intercom.workspace;
  teams.splice(
    teams.findIndex((team) => team.id === String(id)),
    1,
  );
}

describe("at the start", () => {
  it("asks once for the teams, and knows every topic", async () => {
    const router = await routerOf();
    expect(at().seen()).toEqual(["GET /teams"]);
    expect(router.topics).toEqual(["billing", "technical", "vip"]);
    expect(router.isTopic("vip")).toBe(true);
    expect(["VIP", "toString", "__proto__", 7, undefined].filter(router.isTopic)).toEqual([]);
  });

  it("refuses teams that the workspace does not have, naming each topic and no id", async () => {
    const teams = { billing: 5001, sales: 777_001, press: "777002" };
    await expect(createTeamRouter({ client: at().client, teams, policy })).rejects.toMatchObject({
      code: "ERR_RBAC_OPTION_INVALID",
      message: `createTeamRouter: options.teams has no team of this workspace for "sales", "press". verifyConnection lists the workspace's teams with their ids.`,
    });
  });

  it.each([
    ["a rejected token", { status: 401 }, "token-rejected"],
    ["a missing scope", { status: 401, code: "token_unauthorized" }, "scope-missing"],
    ["an answer that is no JSON", "broken-json", "answer-invalid"],
    ["a closed connection", "reset", "unreachable"],
  ] as const)("does not come about over %s", async (_what, kind, reason) => {
    at().intercom.fail({ path: "/teams", kind, times: 9 });
    await expect(routerOf()).rejects.toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason });
  });
});

describe("a routed conversation", () => {
  it("belongs to the topic's team, in the acting admin's name", async () => {
    const router = await routerOf();
    at().intercom.reset();
    const result = await router.route("9007", { topic: "technical", adminId: 1002 });
    expect(result).toMatchObject({
      routed: true,
      topic: "technical",
      teamId: "5002",
      conversation: { id: "9007", team_assignee_id: "5002" },
    });
    expect(at().intercom.requests).toMatchObject([
      {
        method: "POST",
        path: "/conversations/9007/parts",
        body: {
          message_type: "assignment",
          type: "team",
          admin_id: "1002",
          assignee_id: "5002",
        },
      },
    ]);
    expect(at().assigneeOf("9007")).toBe("5002");
  });

  it("may be named by a number, and its team's id is as the app wrote it", async () => {
    const router = await routerOf();
    expect(await router.route(9007, { topic: "billing", adminId: "1001" })).toMatchObject({
      routed: true,
      teamId: 5001,
    });
  });
});

describe("a conversation that stays where it was", () => {
  it("has an unknown topic", async () => {
    const router = await routerOf();
    at().intercom.reset();
    for (const topic of ["sales", "constructor", "__proto__", ""]) {
      // @ts-expect-error no topic of the router: from outside, isTopic tells
      const result = await router.route("9007", { topic, adminId: 1002 });
      expect(result).toEqual({ routed: false, reason: "topic-unknown", topic });
    }
    expect(at().seen()).toEqual([]);
  });

  it("has a topic whose team was deleted, which Intercom says and the router then knows", async () => {
    const router = await routerOf();
    removeTeam(TEAMS.vip);
    at().intercom.reset();
    const gone = { routed: false, reason: "team-deleted", topic: "vip" };
    const route = () => router.route("9007", { topic: "vip", adminId: 1002 });
    expect(await route()).toEqual(gone);
    expect(at().seen()).toEqual(["POST /conversations/9007/parts"]);
    expect(await route()).toEqual(gone);
    expect(at().seen()).toHaveLength(1);
    expect(await router.route("9007", { topic: "billing", adminId: 1002 })).toMatchObject({
      routed: true,
    });
  });

  it.each(["team_not_found", "assignee_not_found"])("is told by %s", async (code) => {
    const router = await routerOf();
    at().intercom.fail({ method: "POST", kind: { status: 404, code } });
    expect(await router.route("9007", { topic: "billing", adminId: 1002 })).toMatchObject({
      reason: "team-deleted",
    });
  });

  it("has a topic whose team the next look does not find", async () => {
    const router = await routerOf({ refreshMs: 0 });
    removeTeam(TEAMS.vip);
    at().intercom.reset();
    expect(await router.route("9007", { topic: "vip", adminId: 1002 })).toMatchObject({
      reason: "team-deleted",
    });
    expect(at().seen()).toEqual(["GET /teams"]);
  });

  it("has a topic whose team nobody is in", async () => {
    emptyVip();
    const router = await routerOf();
    at().intercom.reset();
    expect(await router.route("9007", { topic: "vip", adminId: 1002 })).toEqual({
      routed: false,
      reason: "team-empty",
      topic: "vip",
    });
    expect(at().seen()).toEqual([]);
    expect(at().assigneeOf("9007")).toBeNull();
  });

  it("does not exist", async () => {
    const router = await routerOf();
    const missing = { routed: false, reason: "conversation-not-found", topic: "billing" };
    expect(await router.route("9999", { topic: "billing", adminId: 1002 })).toEqual(missing);
    expect(await router.route("9999", { topic: "billing", adminId: 1003 })).toEqual(missing);
  });

  it("cannot exist: what is no id never gets into an address", async () => {
    const router = await routerOf();
    at().intercom.reset();
    for (const id of ["", "search", "../contacts/1", "9007/reply", "9007\n", "-1", "0x1", 1.5]) {
      for (const adminId of [1002, 1003]) {
        expect(await router.route(id, { topic: "billing", adminId })).toMatchObject({
          reason: "conversation-not-found",
        });
      }
    }
    expect(at().seen()).toEqual([]);
  });

  it("has an acting admin whom Intercom does not know", async () => {
    const router = await createTeamRouter({
      client: at().client,
      teams: TEAMS,
      policy,
      principal: (id) => ({ id, roles: ["admin"] }),
    });
    expect(await router.route("9007", { topic: "billing", adminId: 1999 })).toEqual({
      routed: false,
      reason: "admin-not-found",
      topic: "billing",
    });
  });
});

describe("a failure of Intercom", () => {
  const FAULTS = [
    [{ status: 401, code: "token_revoked" }, "token-revoked"],
    [{ status: 403, code: "api_plan_restricted" }, "plan-restricted"],
    [{ status: 404, code: "something_else" }, "not-found"],
    [{ status: 429 }, "rate-limited"],
    [{ status: 500 }, "server-failed"],
    ["broken-json", "answer-invalid"],
    ["reset", "unreachable"],
  ] as const;

  it.each(FAULTS)("%j is an error, with the client of this package", async (kind, reason) => {
    const router = await routerOf();
    at().intercom.reset();
    at().intercom.fail({ method: "POST", kind, times: 9 });
    const route = router.route("9007", { topic: "billing", adminId: 1002 });
    await expect(route).rejects.toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason });
    expect(at().seen()).toEqual(["POST /conversations/9007/parts"]);
  });

  it.each(FAULTS)(
    "%j is the same error with the SDK's own, and asked once",
    async (kind, reason) => {
      const router = await createTeamRouter({
        client: at().sdk,
        teams: TEAMS,
        policy,
        principal: principalOf,
      });
      at().intercom.reset();
      at().intercom.fail({ method: "POST", kind, times: 9 });
      const route = router.route("9007", { topic: "billing", adminId: 1002 });
      await expect(route).rejects.toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason });
      expect(at().seen()).toEqual(["POST /conversations/9007/parts"]);
    },
  );

  it("shows nothing of the answer", async () => {
    const router = await createTeamRouter({
      client: at().sdk,
      teams: TEAMS,
      policy,
      principal: principalOf,
    });
    const kind = { status: 422, code: "parameter_invalid", message: "canary-4711 carol@x.example" };
    at().intercom.fail({ method: "POST", kind });
    const error: unknown = await router
      .route("9007", { topic: "billing", adminId: 1002 })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(IntercomFailedError);
    if (!(error instanceof IntercomFailedError)) return;
    expect(error.reason).toBe("request-refused");
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toMatch(
      /canary|carol/,
    );
  });

  it("that answers something else may have assigned, and says so", async () => {
    const router = await routerOf();
    at().intercom.fail({ method: "POST", kind: { status: 200 } });
    await expect(router.route("9007", { topic: "billing", adminId: 1002 })).rejects.toMatchObject({
      reason: "answer-invalid",
      message: expect.stringContaining("conversations.manage, which may have taken effect"),
    });
  });
});

describe("the teams", () => {
  it("are listed by topic, with their members and what is wrong", async () => {
    emptyVip();
    const router = await routerOf({ refreshMs: 0 });
    removeTeam(TEAMS.technical);
    expect(await router.teams()).toEqual([
      {
        topic: "billing",
        teamId: "5001",
        name: "Billing",
        adminIds: ["1002", "1003"],
        status: "ready",
      },
      { topic: "technical", teamId: "5002", name: undefined, adminIds: [], status: "deleted" },
      { topic: "vip", teamId: "5003", name: "VIP", adminIds: [], status: "empty" },
    ]);
  });

  it("of two topics may be one", async () => {
    const router = await createTeamRouter({
      client: at().client,
      teams: { refunds: 5001, invoices: 5001 },
      policy,
      principal: principalOf,
    });
    expect((await router.teams()).map(({ topic, name }) => [topic, name])).toEqual([
      ["refunds", "Billing"],
      ["invoices", "Billing"],
    ]);
  });
});
