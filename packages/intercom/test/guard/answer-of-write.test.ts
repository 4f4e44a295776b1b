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

const policy = definePolicy({
  permissions: intercomCatalogue,
  roles: {
    blind: {
      can: ["contacts:write", "contacts:delete", "conversations:close", "ticket_types:write"],
    },
    own: {
      can: ["contacts:write", { permission: "contacts:read", when: { owner_id: of("adminId") } }],
    },
    reader: { can: ["contacts:write", "contacts:read"] },
    denied: {
      can: ["contacts:*"],
      cannot: [{ permission: "contacts:read", when: { owner_id: 2 } }],
    },
    company: { can: ["companies:read"] },
    both: { can: ["companies:read", "contacts:read"] },
    mine: {
      can: [
        { permission: "companies:read", when: { plan: "pro" } },
        { permission: "contacts:read", when: { owner_id: of("adminId") } },
      ],
    },
    exporter: { can: ["exports:run"] },
  },
});
const as = (role: string) =>
  guardClient(server.client, { policy, principal: { id: "1", roles: [role], adminId: 1 } });

const SECRET = "hidden-canary";
const contact = (owner_id: number) => ({
  type: "contact",
  id: "c",
  owner_id,
  email: SECRET,
  custom_attributes: { plan: SECRET },
});

describe("what a write answers", () => {
  const update = (role: string) => callMethod(as(role), "contacts.update", { contact_id: "c" });

  it.each([
    ["blind", 1, false],
    ["own", 1, true],
    ["own", 2, false],
    ["reader", 2, true],
    ["denied", 1, true],
    ["denied", 2, false],
  ])(
    "is the row for whoever may read it, else its id and type: %s %i",
    async (role, owner, all) => {
      server.answer("PUT /contacts/c", contact(owner));
      const seen = all ? contact(owner) : { type: "contact", id: "c" };
      expect(await update(role)).toEqual(seen);
      const audit = createMemoryAuditSink();
      const audited = guardClient(server.client, {
        policy,
        principal: { id: "1", roles: [role], adminId: 1 },
        audit,
      });
      expect(await audited.contacts.update({ contact_id: "c" })).toEqual(seen);
      const { data, rawResponse } = await audited.contacts
        .update({ contact_id: "c" })
        .withRawResponse();
      expect(data).toEqual(seen);
      expect(rawResponse.status).toBe(200);
      expect(audit.entries).toHaveLength(2);
      expect(server.lines()).toEqual(new Array(3).fill("PUT /contacts/c"));
    },
  );

  it("is decided by the row's own read, of a workspace's rows too", async () => {
    const tenant = { row: "workspaceId", principal: "workspaceId" };
    const guarded = guardClient(server.client, {
      policy: definePolicy({
        permissions: intercomCatalogue,
        roles: {
          own: {
            can: [
              "contacts:write",
              { permission: "contacts:read", when: { owner_id: of("adminId") } },
            ],
          },
        },
        tenant,
      }),
      principal: { id: "1", roles: ["own"], adminId: 1, workspaceId: "acme" },
      workspaceId: "acme",
    });
    server.answer("PUT /contacts/c", contact(1));
    expect(await guarded.contacts.update({ contact_id: "c" })).toEqual(contact(1));
    server.answer("PUT /contacts/c", contact(2));
    expect(await guarded.contacts.update({ contact_id: "c" })).toEqual({
      type: "contact",
      id: "c",
    });
  });

  it("stays an object, whatever came", async () => {
    for (const body of [{}, [contact(1)], [], null, SECRET, 5, { id: { of: SECRET } }]) {
      server.answer("PUT /contacts/c", body);
      expect(await update("blind")).toEqual({});
    }
    server.answer("DELETE /contacts/c", { type: "contact", id: "c", deleted: true, email: SECRET });
    expect(await as("blind").contacts.delete({ contact_id: "c" })).toEqual({
      type: "contact",
      id: "c",
      deleted: true,
    });
  });

  it("is asked about by the permission of what is answered", async () => {
    server.answer("PUT /ticket_types/7", { type: "ticket_type", id: "7", name: SECRET });
    expect(await callMethod(as("blind"), "ticketTypes.update", { ticket_type_id: "7" })).toEqual({
      type: "ticket_type",
      id: "7",
    });
    server.answer("POST /conversations/7/parts", { id: "7", title: SECRET });
    const close = { conversation_id: "7", body: { message_type: "close" } };
    expect(await callMethod(as("blind"), "conversations.manage", close)).toEqual({ id: "7" });
  });

  it("is whole where nothing of it is for somebody to read", async () => {
    const job = { job_identifier: "j", status: "pending" };
    server.answer("POST /export/cancel/j", job);
    const cancel = as("exporter").dataExport.cancel({ job_identifier: "j" });
    expect(await cancel).toEqual(job);
  });

  it("is not the row where the policy has no permission to read it", async () => {
    const narrow = definePolicy({
      permissions: { contacts: ["write"] },
      roles: { writer: { can: ["contacts:write"] } },
    });
    server.answer("PUT /contacts/c", contact(1));
    const guarded = guardClient(server.client, {
      policy: narrow,
      principal: { id: "1", roles: ["writer"] },
    });
    expect(await guarded.contacts.update({ contact_id: "c" })).toEqual({
      type: "contact",
      id: "c",
    });
  });
});

describe("a list of rows of another kind", () => {
  const list = (role: string) =>
    callMethod(as(role), "companies.listAttachedContacts", { company_id: "co" });
  const body = { type: "list", data: [contact(1), contact(2)], total_count: 2 };

  it("demands to read those, too", async () => {
    server.answer("GET /companies/co/contacts", body);
    expect(await refusal(list("company"))).toMatchObject({
      decision: { permission: "contacts:read", code: "permission_missing" },
    });
    expect(server.lines()).toEqual([]);
    expect(await list("both")).toEqual(body);
  });

  it("comes with those rows that may be read, of a row that may be", async () => {
    server.answer("GET /companies/co/contacts", body);
    server.answer("GET /companies/co", { id: "co", plan: "pro" });
    expect(await list("mine")).toEqual({ type: "list", data: [contact(1)] });
    server.answer("GET /companies/co", { id: "co", plan: "free" });
    expect(await refusal(list("mine"))).toMatchObject({
      decision: { permission: "companies:read", code: "condition_not_met" },
    });
    server.answer("GET /contacts/c", contact(1));
    server.answer("GET /contacts/c/companies", {
      type: "list",
      data: [
        { id: "1", plan: "pro" },
        { id: "2", plan: "free" },
      ],
    });
    const companies = await as("mine").contacts.listAttachedCompanies({ contact_id: "c" });
    expect(companies.data).toEqual([{ id: "1", plan: "pro" }]);
  });
});
