import type { PermissionDeniedError } from "@intercom-rbac/core";
import { createMemoryAuditSink, definePolicy, extendPolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import { createTeamRouter } from "../../src/routing/create-team-router.ts";
import { denied, place, policy, principalOf, routerAt, TEAMS } from "./routing.ts";

const at = place();
const routerOf = () => routerAt(at());

describe("an acting admin who may not assign", () => {
  it.each([
    ["an agent", 1004, "permission_missing"],
    ["a teammate without a role", 1005, "permission_missing"],
    ["nobody of the workspace", 1999, "unauthenticated"],
  ])("is refused, and no request leaves: %s", async (_who, adminId, code) => {
    const router = await routerOf();
    await expect(router.route("9007", { topic: "vip", adminId })).rejects.toMatchObject(
      denied(code),
    );
    expect(at().seen()).toEqual([]);
    expect(at().written).toEqual([[code, "9007"]]);
  });

  it("is refused before anything is said of topic, team or conversation", async () => {
    const router = await routerOf();
    for (const [id, topic] of [
      ["9999", "vip"],
      ["nonsense", "vip"],
      ["9007", "sales"],
    ] as const) {
      // @ts-expect-error one of them is no topic
      await expect(router.route(id, { topic, adminId: 1004 })).rejects.toMatchObject(
        denied("permission_missing"),
      );
    }
    expect(at().seen()).toEqual([]);
  });

  it("is refused by a denial, whatever is granted", async () => {
    const router = await routerOf();
    const barred = { id: "1002", roles: ["owner", "barred"] };
    await expect(router.route("9007", { topic: "vip", principal: barred })).rejects.toMatchObject(
      denied("explicitly_denied"),
    );
    expect(at().seen()).toEqual([]);
  });
});

describe("a permission that depends on the conversation", () => {
  it("loads it first, and lets the admin assign what they hold", async () => {
    const router = await routerOf();
    expect(await router.route("9001", { topic: "vip", adminId: 1003 })).toMatchObject({
      routed: true,
    });
    expect(at().seen()).toEqual(["GET /conversations/9001", "POST /conversations/9001/parts"]);
    expect(at().written).toEqual([["granted", "9001"]]);
  });

  it.each([
    ["somebody else's", "9003", "condition_not_met"],
    ["nobody's", "9007", "condition_not_met"],
  ])("refuses %s", async (_whose, id, code) => {
    const router = await routerOf();
    const before = at().assigneeOf(id);
    await expect(router.route(id, { topic: "vip", adminId: 1003 })).rejects.toMatchObject(
      denied(code),
    );
    expect(at().seen()).toEqual([`GET /conversations/${id}`]);
    expect(at().assigneeOf(id)).toBe(before);
    expect(at().written).toEqual([[code, id]]);
  });

  it("is not decided when there is no such conversation", async () => {
    const router = await routerOf();
    expect(await router.route("9999", { topic: "vip", adminId: 1003 })).toMatchObject({
      reason: "conversation-not-found",
    });
    expect(at().written).toEqual([]);
  });

  it.each([
    { status: 401 },
    { status: 403 },
    { status: 404, code: "something_else" },
    { status: 500 },
    "broken-json",
    "reset",
  ] as const)("assigns nothing when loading fails: %j", async (kind) => {
    const router = await routerOf();
    at().intercom.fail({ path: "/conversations/9001", kind, times: 9 });
    await expect(router.route("9001", { topic: "vip", adminId: 1003 })).rejects.toMatchObject({
      code: "ERR_RBAC_INTERCOM_FAILED",
    });
    expect(
      at()
        .seen()
        .filter((request) => request.startsWith("POST")),
    ).toEqual([]);
    expect(at().assigneeOf("9001")).toBe("5001");
  });

  it("takes an answer that is no conversation for none, and not for one that nobody holds", async () => {
    const pickers = extendPolicy(policy, {
      roles: {
        picker: {
          can: [
            { permission: "conversations:assign", when: { admin_assignee_id: { $exists: false } } },
          ],
        },
      },
    });
    const router = await createTeamRouter({ client: at().client, teams: TEAMS, policy: pickers });
    const principal = { id: "1004", roles: ["picker"] };
    at().intercom.reset();
    at().intercom.fail({ path: "/conversations/9001", kind: { status: 200 } });
    await expect(router.route("9001", { topic: "vip", principal })).rejects.toMatchObject({
      code: "ERR_RBAC_INTERCOM_FAILED",
      reason: "answer-invalid",
    });
    expect(at().seen()).toEqual(["GET /conversations/9001"]);
    expect(await router.route("9007", { topic: "vip", principal })).toMatchObject({ routed: true });
  });

  it("may speak of a row of the app's own", async () => {
    const own = definePolicy({
      types: {} as { rows: { conversations: { queue: string } } },
      permissions: { conversations: ["assign"] },
      roles: {
        dispatcher: { can: [{ permission: "conversations:assign", when: { queue: "new" } }] },
      },
    });
    const principal = { id: "u-7", adminId: 1003, roles: ["dispatcher"] };
    const queues = new Map([
      ["9001", "new"],
      ["9002", "done"],
    ]);
    const router = await createTeamRouter({
      client: at().client,
      teams: TEAMS,
      policy: own,
      resources: {
        conversations: async (id) => {
          const queue = queues.get(id);
          return queue === undefined ? undefined : { queue };
        },
      },
    });
    at().intercom.reset();
    expect(await router.route("9001", { topic: "vip", principal })).toMatchObject({ routed: true });
    await expect(router.route("9002", { topic: "vip", principal })).rejects.toMatchObject(
      denied("condition_not_met"),
    );
    expect(await router.route("9003", { topic: "vip", principal })).toMatchObject({
      reason: "conversation-not-found",
    });
    expect(at().seen()).toEqual(["POST /conversations/9001/parts"]);
  });

  it("assigns nothing when the app's row cannot be had", async () => {
    const broken = new RangeError("no such column");
    for (const load of [() => Promise.reject(broken), () => "9001", () => [1003]]) {
      const router = await createTeamRouter({
        client: at().client,
        teams: TEAMS,
        policy,
        principal: principalOf,
        // @ts-expect-error what a caller without types may pass
        resources: { conversations: load },
      });
      at().intercom.reset();
      await expect(router.route("9001", { topic: "vip", adminId: 1003 })).rejects.toThrow();
      expect(at().seen()).toEqual([]);
    }
  });
});

describe("a policy with a tenant rule", () => {
  const tenants = definePolicy({
    permissions: { conversations: ["assign"] },
    roles: { owner: { can: ["*"] } },
    tenant: { row: "workspaceId", principal: "workspaceId" },
  });
  const owner = (workspaceId: string) => ({ id: "1001", roles: ["owner"], workspaceId });

  it("refuses the owner of another workspace", async () => {
    const { client, intercom, audit } = at();
    const router = await createTeamRouter({
      client,
      teams: TEAMS,
      policy: tenants,
      workspaceId: "demo1234",
      audit,
    });
    intercom.reset();
    await expect(
      router.route("9007", { topic: "vip", principal: owner("other567") }),
    ).rejects.toMatchObject(denied("tenant_mismatch"));
    expect(at().seen()).toEqual([]);
    expect(at().written).toEqual([["tenant_mismatch", "9007"]]);
    expect(
      await router.route("9007", { topic: "vip", principal: owner("demo1234") }),
    ).toMatchObject({ routed: true });
  });

  it("needs to be told whose workspace it is, at the start", async () => {
    await expect(
      createTeamRouter({ client: at().client, teams: TEAMS, policy: tenants }),
    ).rejects.toMatchObject({
      code: "ERR_RBAC_OPTION_INVALID",
      message: expect.stringContaining("options.workspaceId is missing"),
    });
    expect(at().seen()).toEqual([]);
  });
});

describe("a token without the scope", () => {
  it("is a refusal of the scope layer, at assigning and at loading", async () => {
    const scopes = ["Read admins", "Read conversations"];
    for (const [without, adminId] of [
      ["Write conversations", 1002],
      ["Read conversations", 1003],
    ] as const) {
      const { intercom, audit, written } = at();
      const all = [...scopes, "Write conversations"];
      const token = intercom.issueToken({ scopes: all.filter((scope) => scope !== without) });
      const router = await createTeamRouter({
        client: createIntercomClient({ token, baseUrl: intercom.url }),
        teams: TEAMS,
        policy,
        principal: principalOf,
        audit,
      });
      await expect(router.route("9001", { topic: "vip", adminId })).rejects.toMatchObject(
        denied("scope_missing"),
      );
      expect(written.at(-1)).toEqual(["scope_missing", "9001"]);
      expect(at().assigneeOf("9001")).toBe("5001");
    }
  });
});

describe("the audit log", () => {
  it("is written before the conversation is assigned, and names it", async () => {
    const { client, intercom } = at();
    const audit = createMemoryAuditSink();
    const options = { client, teams: TEAMS, policy, principal: principalOf, audit };
    const router = await createTeamRouter(options);
    intercom.reset();
    await router.route("9007", { topic: "vip", adminId: 1002 });
    expect(audit.entries).toMatchObject([
      {
        adminId: "1002",
        workspaceId: "demo1234",
        permission: "conversations:assign",
        resourceId: "9007",
        outcome: "allowed",
        code: "granted",
      },
    ]);
  });

  it("has the id that the refusal carries", async () => {
    const audit = createMemoryAuditSink();
    const router = await createTeamRouter({
      client: at().client,
      teams: TEAMS,
      policy,
      principal: principalOf,
      audit,
    });
    const error: PermissionDeniedError = await router
      .route("9007", { topic: "vip", adminId: 1004 })
      .then(
        () => Promise.reject(new Error("routed")),
        (reason) => reason,
      );
    expect(error.decisionId).toBe(audit.entries[0]?.decisionId);
    expect(error.decisionId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("holds nothing of what is no id", async () => {
    const audit = createMemoryAuditSink();
    const router = await createTeamRouter({
      client: at().client,
      teams: TEAMS,
      policy,
      principal: principalOf,
      audit,
    });
    await expect(
      router.route("9007\r\nforged", { topic: "vip", adminId: 1004 }),
    ).rejects.toMatchObject(denied("permission_missing"));
    expect(audit.entries).toHaveLength(1);
    expect(audit.entries[0]).not.toHaveProperty("resourceId");
    expect(JSON.stringify(audit.entries)).not.toContain("forged");
  });

  it("must be written, or nothing is assigned", async () => {
    const { client, intercom } = at();
    for (const adminId of [1002, 1003]) {
      const router = await createTeamRouter({
        client,
        teams: TEAMS,
        policy,
        principal: principalOf,
        audit: { write: () => Promise.reject(new Error("disk full")) },
      });
      intercom.reset();
      await expect(router.route("9001", { topic: "vip", adminId })).rejects.toMatchObject({
        code: "ERR_RBAC_UNAVAILABLE",
      });
      expect(
        at()
          .seen()
          .filter((request) => request.startsWith("POST")),
      ).toEqual([]);
    }
  });
});
