import type { AuditEntry } from "@intercom-rbac/core";
import {
  createMemoryAuditSink,
  definePolicy,
  intercomCatalogue,
  isRbacError,
  principal as of,
} from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer, TOKEN } from "./counting-server.ts";

const server = countingServer();

const policy = definePolicy({
  permissions: intercomCatalogue,
  roles: {
    lead: { can: ["contacts:read", "contacts:merge", "tickets:update", "conversations:assign"] },
    agent: {
      can: [
        {
          permission: ["conversations:read", "conversations:reply"],
          when: { admin_assignee_id: of("adminId") },
        },
      ],
    },
  },
});
const LEAD = { id: "1", roles: ["lead"], adminId: 1, workspaceId: "acme" };
const AGENT = { id: "3", roles: ["agent"], adminId: 3 };

/** `allowed contacts:read c`, and how many requests had come when it was written. */
function log(principal: typeof AGENT) {
  const lines: string[] = [];
  const entries: AuditEntry[] = [];
  const audit = {
    write(entry: AuditEntry): Promise<void> {
      const { outcome, permission, resourceId = "-", code } = entry;
      entries.push(entry);
      lines.push(`${outcome} ${permission} ${resourceId} ${code} after ${server.came.length}`);
      return Promise.resolve();
    },
  };
  return { lines, entries, guarded: guardClient(server.client, { policy, principal, audit }) };
}

describe("the audit log", () => {
  it("has every decision before its request leaves", async () => {
    const { lines, entries, guarded } = log(LEAD);
    await guarded.contacts.find({ contact_id: "c" });
    await guarded.contacts.list();
    await guarded.contacts.mergeLeadInUser({ from: "a", into: "b" });
    await guarded.tickets.update({ ticket_id: "t", assignee_id: "5" });
    expect(lines).toEqual([
      "allowed contacts:read c granted after 0",
      "allowed contacts:read - granted after 1",
      "allowed contacts:merge a granted after 2",
      "allowed contacts:merge b granted after 2",
      "allowed tickets:update t granted after 3",
      "allowed conversations:assign - granted after 3",
    ]);
    expect(entries[0]).toMatchObject({
      adminId: "1",
      workspaceId: "acme",
      policyVersion: policy.version,
    });
    expect(new Set(entries.map(({ decisionId }) => decisionId)).size).toBe(6);
  });

  it("has every refusal, by the id that the error carries", async () => {
    const { lines, entries, guarded } = log(LEAD);
    const error = await refusal(guarded.contacts.delete({ contact_id: "c" }));
    expect(lines).toEqual(["denied contacts:delete c permission_missing after 0"]);
    if (!isRbacError(error) || error.code !== "ERR_RBAC_PERMISSION_DENIED") throw error;
    expect(error.decisionId).toBe(entries[0]?.decisionId);
    expect(error.decisionId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("has no yes of a call that another demand refused", async () => {
    const { lines, guarded } = log(AGENT);
    server.answer("GET /conversations/9", { id: "9", admin_assignee_id: 3 });
    const request = {
      conversation_id: "9",
      body: { message_type: "comment", type: "user", intercom_user_id: "c", body: "Hi" },
    };
    await refusal(callMethod(guarded, "conversations.reply", request));
    expect(lines).toEqual(["denied conversations:create 9 permission_missing after 0"]);
  });

  it("has what was decided on a row, by its id", async () => {
    server.answer("GET /conversations/9", { id: "9", admin_assignee_id: 3 });
    server.answer("GET /conversations/8", { id: "8", admin_assignee_id: 4, title: "canary" });
    server.answer("GET /conversations", { conversations: [] });
    const { lines, entries, guarded } = log(AGENT);
    const body = { message_type: "comment" };
    await callMethod(guarded, "conversations.reply", { conversation_id: 9, body });
    await refusal(callMethod(guarded, "conversations.reply", { conversation_id: "8", body }));
    await guarded.conversations.find({ conversation_id: "9" });
    await refusal(guarded.conversations.find({ conversation_id: "8" }));
    await guarded.conversations.list();
    expect(lines).toEqual([
      "allowed conversations:reply 9 granted after 1",
      "denied conversations:reply 8 condition_not_met after 3",
      "allowed conversations:read 9 granted after 4",
      "denied conversations:read 8 condition_not_met after 5",
      "allowed conversations:read - granted after 5",
    ]);
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`canary|${TOKEN}`));
  });

  it("has every page", async () => {
    server.answer("GET /contacts", { data: [], pages: { next: { starting_after: "a" } } });
    const { lines, guarded } = log(LEAD);
    const page = await guarded.contacts.list();
    await page.getNextPage();
    expect(lines).toHaveLength(2);
  });

  it("keeps the request back when it cannot be written", async () => {
    const full = new Error("disk full");
    const audit = { write: () => Promise.reject(full) };
    const throwing = {
      write: () => {
        throw full;
      },
    };
    for (const sink of [audit, throwing]) {
      const guarded = guardClient(server.client, { policy, principal: LEAD, audit: sink });
      for (const call of [
        () => guarded.contacts.find({ contact_id: "c" }),
        () => guarded.contacts.delete({ contact_id: "c" }),
        () => guarded.contacts.list(),
      ]) {
        expect(await refusal(call())).toMatchObject({ code: "ERR_RBAC_UNAVAILABLE", cause: full });
      }
    }
    expect(server.lines()).toEqual([]);
  });

  it("keeps back what was read when it cannot be written", async () => {
    server.answer("GET /conversations/9", { id: "9", admin_assignee_id: 3 });
    const audit = { write: () => Promise.reject(new Error("disk full")) };
    const guarded = guardClient(server.client, { policy, principal: AGENT, audit });
    const error = await refusal(guarded.conversations.find({ conversation_id: "9" }));
    expect(error).toMatchObject({ code: "ERR_RBAC_UNAVAILABLE" });
  });

  it("has nothing of a call that no permission is known for", async () => {
    const audit = createMemoryAuditSink();
    const guarded = guardClient(server.client, { policy, principal: LEAD, audit });
    await refusal(callMethod(guarded, "unstable.contacts.showContact", { id: "1" }));
    await refusal(callMethod(guarded, "conversations.manage", { conversation_id: "1", body: {} }));
    expect(audit.entries).toEqual([]);
  });
});
