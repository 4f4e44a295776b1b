import {
  createMemoryAuditSink,
  extendPolicy,
  intercomPolicy,
  principal as of,
} from "@intercom-rbac/core";
import type { StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import { guardClient } from "../../src/guard/guard-client.ts";
import { refusal } from "./call-method.ts";

let intercom: StandIn;
beforeAll(async () => {
  intercom = await startStandIn();
});
afterEach(() => intercom.reset());
afterAll(() => intercom.close());

const policy = extendPolicy(intercomPolicy, {
  roles: {
    "own-agent": {
      can: [
        "contacts:read",
        {
          permission: ["conversations:read", "conversations:reply", "conversations:note"],
          when: { admin_assignee_id: of("adminId") },
        },
        {
          permission: ["conversations:read", "conversations:reply", "conversations:note"],
          when: { team_assignee_id: { $in: of("teamIds") } },
        },
      ],
    },
  },
});
const AGNES = { id: "1003", roles: ["own-agent"], adminId: 1003, teamIds: ["5001", "5003"] };
const OLIVIA = { id: "1001", roles: ["owner"] };

const guard = (principal: { id: string; roles: string[] }, token = intercom.token) =>
  guardClient(createIntercomClient({ token, baseUrl: intercom.url, readRetries: 0 }), {
    policy,
    principal,
  });
const seen = () => intercom.requests.map(({ method, path }) => `${method} ${path}`);

/** Assigned to Agnes or to one of her teams, by the stand-in's own data. */
const hers = () =>
  intercom.workspace.conversations
    .filter(
      ({ admin_assignee_id, team_assignee_id }) =>
        admin_assignee_id === 1003 || team_assignee_id === "5001" || team_assignee_id === "5003",
    )
    .map(({ id }) => String(id))
    .sort();
const others = () =>
  intercom.workspace.conversations
    .map(({ id }) => String(id))
    .filter((id) => !hers().includes(id))
    .sort();

describe("an agent who works on her own conversations, on the stand-in", () => {
  it("lists them, over several pages, and no other", async () => {
    const found: string[] = [];
    const page = await guard(AGNES).conversations.list({ per_page: 3 });
    for await (const { id } of page) found.push(id);
    expect(found.sort()).toEqual(hers());
    expect(hers().length).toBeGreaterThan(0);
    expect(others().length).toBeGreaterThan(0);
  });

  it("reads and answers each of them, and none of the others", async () => {
    const guarded = guard(AGNES);
    const reply = (conversation_id: string) =>
      guarded.conversations.reply({
        conversation_id,
        body: { message_type: "note", type: "admin", admin_id: "1003", body: "Seen" },
      });
    for (const id of hers()) {
      expect((await guarded.conversations.find({ conversation_id: id })).id).toBe(id);
      await reply(id);
    }
    intercom.reset();
    for (const id of others()) {
      const find = guarded.conversations.find({ conversation_id: id });
      expect(await refusal(find)).toMatchObject({ decision: { code: "condition_not_met" } });
      expect(await refusal(reply(id))).toMatchObject({ decision: { code: "condition_not_met" } });
    }
    expect(seen().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  it("is told of a conversation that is not there as Intercom tells it", async () => {
    const error = await refusal(
      guard(AGNES).conversations.reply({
        conversation_id: "404404",
        body: { message_type: "comment", type: "admin", admin_id: "1003", body: "Hello?" },
      }),
    );
    expect(error).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason: "not-found" });
    expect(seen()).toEqual(["GET /conversations/404404"]);
  });

  it("is refused whatever goes wrong with reading the row", async () => {
    const [id = ""] = hers();
    const kinds = [
      { status: 429 },
      { status: 500 },
      { status: 401, code: "token_revoked" },
      "broken-json",
      "reset",
    ] as const;
    for (const kind of kinds) {
      intercom.fail({ method: "GET", path: `/conversations/${id}`, kind });
      const call = guard(AGNES).conversations.reply({
        conversation_id: id,
        body: { message_type: "comment", type: "admin", admin_id: "1003", body: "Hello" },
      });
      expect(await refusal(call)).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED" });
    }
    expect(seen().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });

  it("deletes nobody, where the owner does", async () => {
    const [contact] = intercom.workspace.contacts;
    if (contact === undefined) throw new Error("no contact");
    const contact_id = String(contact.id);
    await refusal(guard(AGNES).contacts.delete({ contact_id }));
    expect(seen()).toEqual([]);
    expect(await guard(OLIVIA).contacts.delete({ contact_id })).toMatchObject({ id: contact_id });
    expect(seen()).toEqual([`DELETE /contacts/${contact_id}`]);
  });

  it("learns which scope the workspace's token lacks", async () => {
    const token = intercom.issueToken({ scopes: ["Read conversations"] });
    const audit = createMemoryAuditSink();
    const guarded = guardClient(createIntercomClient({ token, baseUrl: intercom.url }), {
      policy,
      principal: OLIVIA,
      audit,
    });
    await guarded.conversations.list();
    const error = await refusal(guarded.tags.list());
    expect(error).toMatchObject({
      code: "ERR_RBAC_PERMISSION_DENIED",
      decision: { permission: "tags:read", code: "scope_missing", layer: "scope" },
    });
    expect(audit.entries.map(({ code }) => code)).toEqual(["granted", "granted", "scope_missing"]);
  });
});
