import {
  createMemoryAuditSink,
  definePolicy,
  intercomCatalogue,
  principal as of,
} from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();

const policyBy = (row: string) =>
  definePolicy({
    permissions: intercomCatalogue,
    roles: {
      lead: { can: ["contacts:read", "contacts:delete", "conversations:read"] },
      agent: {
        can: [
          {
            permission: ["conversations:read", "conversations:reply"],
            when: { admin_assignee_id: of("adminId") },
          },
        ],
      },
    },
    tenant: { row, principal: "workspaceId" },
  });

const guard = (roles: string[], workspaceId: unknown, row = "workspaceId") =>
  guardClient(server.client, {
    policy: policyBy(row),
    principal: { id: "1", roles, adminId: 1003, workspaceId },
    workspaceId: "acme",
  });

const mismatch = { decision: { allowed: false, code: "tenant_mismatch", layer: "tenant" } };

describe("a policy with a tenant rule", () => {
  it("lets nobody of another workspace use this one's client", async () => {
    for (const elsewhere of ["other", undefined, null]) {
      const guarded = guard(["lead"], elsewhere);
      expect(await refusal(guarded.contacts.delete({ contact_id: "c" }))).toMatchObject(mismatch);
      expect(await refusal(guarded.contacts.list())).toMatchObject(mismatch);
    }
    expect(server.lines()).toEqual([]);
    await guard(["lead"], "acme").contacts.delete({ contact_id: "c" });
    await guard(["lead"], "acme").contacts.list();
    expect(server.lines()).toEqual(["DELETE /contacts/c", "GET /contacts"]);
  });

  it.each(["workspaceId", "workspace.id"])(
    "takes Intercom's rows for this workspace's: %s",
    async (row) => {
      const mine = { id: "1", admin_assignee_id: 1003 };
      server.answer("GET /conversations/1", mine);
      server.answer("GET /conversations", { conversations: [mine, { id: "2" }] });
      const guarded = guard(["agent"], "acme", row);
      expect(await guarded.conversations.find({ conversation_id: "1" })).toEqual(mine);
      expect((await guarded.conversations.list()).data).toEqual([mine]);
      const reply = (client: typeof guarded) =>
        callMethod(client, "conversations.reply", {
          conversation_id: "1",
          body: { message_type: "comment" },
        });
      await reply(guarded);
      expect(server.lines()).toHaveLength(4);
      const other = guard(["agent"], "other", row);
      expect(await refusal(other.conversations.find({ conversation_id: "1" }))).toMatchObject(
        mismatch,
      );
      expect(await refusal(other.conversations.list())).toMatchObject(mismatch);
      expect(await refusal(reply(other))).toMatchObject(mismatch);
      expect(server.lines()).toHaveLength(4);
    },
  );

  it.each(["workspaceId", "custom_attributes.ws"])(
    "does not believe what a row says of its workspace: %s",
    async (row) => {
      const claims = { workspaceId: "other", custom_attributes: { ws: "other" } };
      const mine = { id: "1", admin_assignee_id: 1003, ...claims };
      server.answer("GET /conversations/1", mine);
      server.answer("GET /conversations", { conversations: [mine] });
      const [here, elsewhere] = [guard(["agent"], "acme", row), guard(["agent"], "other", row)];
      const reply = (client: typeof here) =>
        callMethod(client, "conversations.reply", {
          conversation_id: "1",
          body: { message_type: "comment" },
        });
      expect(await refusal(reply(elsewhere))).toMatchObject(mismatch);
      expect(await refusal(elsewhere.conversations.list())).toMatchObject(mismatch);
      expect(await refusal(elsewhere.conversations.find({ conversation_id: "1" }))).toMatchObject(
        mismatch,
      );
      expect(server.lines()).toEqual([]);
      expect(await here.conversations.find({ conversation_id: "1" })).toEqual(mine);
      expect((await here.conversations.list()).data).toEqual([mine]);
      await reply(here);
    },
  );

  it("lets nobody of another workspace use it with rows of the app's that name theirs", async () => {
    const elsewhere = guardClient(server.client, {
      policy: policyBy("workspaceId"),
      principal: { id: "1", roles: ["agent"], adminId: 1003, workspaceId: "other" },
      workspaceId: "acme",
      resources: { conversations: (id) => ({ id, admin_assignee_id: 1003, workspaceId: "other" }) },
    });
    const find = elsewhere.conversations.find({ conversation_id: "1" });
    expect(await refusal(find)).toMatchObject(mismatch);
    expect(server.lines()).toEqual([]);
  });

  it("wants the app's own rows to name theirs", async () => {
    const supplied = (row: object) =>
      guardClient(server.client, {
        policy: policyBy("workspaceId"),
        principal: { id: "1", roles: ["agent"], adminId: 1003, workspaceId: "acme" },
        workspaceId: "acme",
        resources: { conversations: () => row },
      }).conversations.find({ conversation_id: "1" });
    expect(await refusal(supplied({ admin_assignee_id: 1003 }))).toMatchObject(mismatch);
    await supplied({ admin_assignee_id: 1003, workspaceId: "acme" });
  });

  it("leaves out of a list what is no row", async () => {
    const mine = { id: "1", admin_assignee_id: 1003 };
    server.answer("GET /conversations", { conversations: [null, "x", mine] });
    expect((await guard(["agent"], "acme").conversations.list()).data).toEqual([mine]);
  });
});

describe("a workspace without a tenant rule", () => {
  it("is named in the audit log", async () => {
    const audit = createMemoryAuditSink();
    const guarded = guardClient(server.client, {
      policy: definePolicy({ permissions: intercomCatalogue, roles: { all: { can: ["*"] } } }),
      principal: { id: "1", roles: ["all"] },
      workspaceId: "acme",
      audit,
    });
    await guarded.admins.list();
    expect(audit.entries).toMatchObject([{ workspaceId: "acme", adminId: "1" }]);
  });
});
