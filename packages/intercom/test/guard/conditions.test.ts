import {
  definePolicy,
  extendPolicy,
  intercomCatalogue,
  isRbacError,
  principal as of,
} from "@intercom-rbac/core";
import { IntercomClient } from "intercom-client";
import { describe, expect, it } from "vitest";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, guardUntyped, refusal } from "./call-method.ts";
import { baseUrlOf, countingServer, TOKEN } from "./counting-server.ts";

const server = countingServer();

/** Agents work on conversations assigned to them or to a team of theirs, and on tickets and contacts of their own. */
const policy = definePolicy({
  permissions: intercomCatalogue,
  roles: {
    agent: {
      can: [
        {
          permission: [
            "conversations:read",
            "conversations:reply",
            "conversations:close",
            "conversations:redact",
          ],
          when: { admin_assignee_id: of("adminId") },
        },
        {
          permission: ["conversations:read", "conversations:reply"],
          when: { team_assignee_id: { $in: of("teamIds") } },
        },
        { permission: "tickets:read", when: { admin_assignee_id: of("adminId") } },
        {
          permission: ["contacts:read", "contacts:write", "contacts:merge", "contacts:delete"],
          when: { owner_id: of("adminId") },
        },
        { permission: "contacts:block", when: { role: "lead" } },
        { permission: "notes:write", when: { body: "x" } },
        { permission: "data_attributes:write", when: { archived: false } },
        { permission: "custom_objects:write", when: { type: "Order" } },
        { permission: "articles:write", when: { author_id: of("adminId") } },
        { permission: "articles:publish", when: { state: "draft" } },
        { permission: "tags:apply", when: { name: "vip" } },
        { permission: "conversations:assign", when: { admin_assignee_id: of("adminId") } },
        "tickets:update",
      ],
    },
    careful: {
      can: ["contacts:delete"],
      cannot: [{ permission: "contacts:delete", when: { has_hard_bounced: false } }],
    },
  },
});

const AGENT = { id: "1003", roles: ["agent"], adminId: 1003, teamIds: [5001, 5003] };
const guarded = () => guardClient(server.client, { policy, principal: AGENT });

const MINE = { type: "conversation", id: "1", admin_assignee_id: 1003, team_assignee_id: null };
const TEAMS = { type: "conversation", id: "2", admin_assignee_id: null, team_assignee_id: 5003 };
const OTHERS = { type: "conversation", id: "3", admin_assignee_id: 1004, team_assignee_id: 5002 };

function conversations(): void {
  for (const row of [MINE, TEAMS, OTHERS]) server.answer(`GET /conversations/${row.id}`, row);
}

async function denied(call: PromiseLike<unknown>): Promise<string> {
  const error = await refusal(call);
  if (isRbacError(error) && error.code === "ERR_RBAC_PERMISSION_DENIED") {
    return `${error.decision.permission} ${error.decision.code}`;
  }
  throw error;
}

const reply = (conversation_id: string, message_type = "comment") =>
  callMethod(guarded(), "conversations.reply", {
    conversation_id,
    body: { message_type, type: "admin", admin_id: "1003", body: "Hello" },
  });

describe("a write whose grant depends on the row", () => {
  it("reads the row first, and is sent when it fits", async () => {
    conversations();
    await reply("1");
    await reply("2");
    expect(server.lines()).toEqual([
      "GET /conversations/1",
      "POST /conversations/1/reply",
      "GET /conversations/2",
      "POST /conversations/2/reply",
    ]);
  });

  it("is not sent when the row does not fit", async () => {
    conversations();
    expect(await denied(reply("3"))).toBe("conversations:reply condition_not_met");
    expect(server.lines()).toEqual(["GET /conversations/3"]);
  });

  it("reads nothing where no row would help", async () => {
    expect(await denied(reply("1", "note"))).toBe("conversations:note permission_missing");
    expect(server.lines()).toEqual([]);
  });

  it("is decided on the row that the body names, where the path names none", async () => {
    conversations();
    const redact = (conversation_id: string) =>
      callMethod(guarded(), "conversations.redactConversationPart", {
        type: "conversation_part",
        conversation_id,
        conversation_part_id: "5",
      });
    await redact("1");
    expect(await denied(redact("2"))).toBe("conversations:redact condition_not_met");
    const strange = await refusal(redact("../contacts"));
    expect(strange).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason: "not-found" });
    const word = await refusal(redact("search"));
    expect(word).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason: "not-found" });
    expect(server.lines()).toEqual([
      "GET /conversations/1",
      "POST /conversations/redact",
      "GET /conversations/2",
    ]);
  });

  it("is decided on every row it acts on", async () => {
    for (const [id, owner_id] of [
      ["mine", 1003],
      ["mine2", 1003],
      ["theirs", 1004],
    ] as const) {
      server.answer(`GET /contacts/${id}`, { id, owner_id });
    }
    const merge = (from: string, into?: string) =>
      callMethod(guarded(), "contacts.mergeLeadInUser", { from, into });
    await merge("mine", "mine2");
    expect(server.lines()).toEqual([
      "GET /contacts/mine",
      "GET /contacts/mine2",
      "POST /contacts/merge",
    ]);
    expect(await denied(merge("mine", "theirs"))).toBe("contacts:merge condition_not_met");
    expect(await denied(merge("theirs", "mine"))).toBe("contacts:merge condition_not_met");
    expect(await denied(merge("mine"))).toBe("contacts:merge resource_required");
    expect(server.lines().filter((line) => line.startsWith("POST"))).toHaveLength(1);
  });

  it("demands what its body demands of the same row", async () => {
    conversations();
    const close = (conversation_id: string, body?: string) =>
      callMethod(guarded(), "conversations.manage", {
        conversation_id,
        body: { message_type: "close", type: "admin", admin_id: "1003", body },
      });
    await close("1", "Bye");
    expect(await denied(close("2"))).toBe("conversations:close condition_not_met");
    server.answer("GET /articles/4", { id: "4", author_id: 1003, state: "draft" });
    server.answer("GET /articles/5", { id: "5", author_id: 1003, state: "published" });
    const publish = (article_id: number) =>
      callMethod(guarded(), "articles.update", { article_id, state: "published" });
    await publish(4);
    expect(await denied(publish(5))).toBe("articles:publish condition_not_met");
    expect(server.lines().filter((line) => !line.startsWith("GET"))).toEqual([
      "POST /conversations/1/parts",
      "PUT /articles/4",
    ]);
  });

  it("asks about the row that is tagged, and the conversation that becomes a ticket", async () => {
    conversations();
    server.answer("GET /tickets/1", { id: "1", admin_assignee_id: 1003 });
    server.answer("GET /tickets/2", { id: "2", admin_assignee_id: 1004 });
    server.answer("GET /contacts/mine", { id: "mine", owner_id: 1003 });
    server.answer("GET /contacts/theirs", { id: "theirs", owner_id: 1004 });
    const tagger = guardClient(server.client, {
      policy: extendPolicy(policy, {
        roles: { tagger: { extends: ["agent"], can: ["tags:apply", "tickets:create"] } },
      }),
      principal: { ...AGENT, roles: ["tagger"] },
    });
    const calls: [string, object, object, string][] = [
      ["tags.tagConversation", { conversation_id: "1" }, { conversation_id: "3" }, "conversations"],
      [
        "tags.untagConversation",
        { conversation_id: "1" },
        { conversation_id: "3" },
        "conversations",
      ],
      ["tags.tagTicket", { ticket_id: "1" }, { ticket_id: "2" }, "tickets"],
      ["tags.untagTicket", { ticket_id: "1" }, { ticket_id: "2" }, "tickets"],
      ["tags.tagContact", { contact_id: "mine" }, { contact_id: "theirs" }, "contacts"],
      ["tags.untagContact", { contact_id: "mine" }, { contact_id: "theirs" }, "contacts"],
      [
        "conversations.convertToTicket",
        { conversation_id: "1" },
        { conversation_id: "3" },
        "conversations",
      ],
    ];
    for (const [method, mine, theirs, resource] of calls) {
      const more = { id: "7", tag_id: "7", ticket_type_id: "1" };
      await callMethod(tagger, method, { ...more, ...mine });
      expect(server.lines().at(-1), method).not.toMatch(/^GET/);
      const before = server.came.length;
      const refused = callMethod(tagger, method, { ...more, ...theirs });
      expect(await denied(refused), method).toBe(`${resource}:read condition_not_met`);
      expect(server.lines().slice(before)).toHaveLength(1);
    }
  });

  it("is refused where there is no row to read", async () => {
    const calls: [string, object, string][] = [
      ["contacts.create", { email: "c@example.com" }, "contacts:write"],
      ["notes.create", { contact_id: "c", body: "x" }, "notes:write"],
      ["articles.create", { title: "A", author_id: 1003 }, "articles:write"],
      ["dataAttributes.update", { data_attribute_id: 1, body: {} }, "data_attributes:write"],
      ["visitors.update", { id: "v" }, "contacts:write"],
      ["tickets.update", { ticket_id: "1", assignee_id: "5" }, "conversations:assign"],
    ];
    for (const [method, request, permission] of calls) {
      expect(await denied(callMethod(guarded(), method, request))).toBe(
        `${permission} resource_required`,
      );
    }
    expect(server.lines()).toEqual([]);
  });

  it("reads rows of other kinds by their own methods", async () => {
    server.answer("GET /tags/7", { type: "tag", id: "7", name: "vip" });
    server.answer("GET /contacts/c", { id: "c", owner_id: 1003 });
    server.answer("GET /custom_object_instances/Order/22", { id: "22", type: "Order" });
    server.answer("GET /custom_object_instances/Order?external_id=x1", { id: "23", type: "Order" });
    await guarded().tags.tagContact({ contact_id: "c", id: "7" });
    await guarded().tags.untagContact({ contact_id: "c", tag_id: "7" });
    const order = { custom_object_type_identifier: "Order" };
    await guarded().customObjectInstances.deleteCustomObjectInstancesByExternalId({
      ...order,
      custom_object_instance_id: "22",
    });
    await guarded().customObjectInstances.deleteCustomObjectInstancesById({
      ...order,
      external_id: "x1",
    });
    expect(server.lines()).toEqual([
      "GET /tags/7",
      "GET /contacts/c",
      "POST /contacts/c/tags",
      "GET /tags/7",
      "GET /contacts/c",
      "DELETE /contacts/c/tags/7",
      "GET /custom_object_instances/Order/22",
      "DELETE /custom_object_instances/Order/22",
      "GET /custom_object_instances/Order?external_id=x1",
      "DELETE /custom_object_instances/Order?external_id=x1",
    ]);
  });

  it("reads the row as well where a denial depends on it", async () => {
    server.answer("GET /contacts/good", { id: "good", has_hard_bounced: true });
    server.answer("GET /contacts/bad", { id: "bad", has_hard_bounced: false });
    server.answer("GET /contacts/unknown", { id: "unknown" });
    const careful = guardClient(server.client, {
      policy,
      principal: { id: "9", roles: ["careful"] },
    });
    await careful.contacts.delete({ contact_id: "good" });
    for (const contact_id of ["bad", "unknown"]) {
      expect(await denied(careful.contacts.delete({ contact_id }))).toBe(
        "contacts:delete explicitly_denied",
      );
    }
    expect(server.lines().filter((line) => !line.startsWith("GET"))).toEqual([
      "DELETE /contacts/good",
    ]);
  });
});

describe("a row that cannot be read", () => {
  it("refuses the call with what reading it came to", async () => {
    for (const status of [401, 403, 404, 429, 500]) {
      server.answer("GET /conversations/1", { type: "error.list", errors: [] }, status);
      expect(await refusal(reply("1"))).toMatchObject({ statusCode: status });
    }
    expect(server.lines()).toEqual(new Array(5).fill("GET /conversations/1"));
  });

  it("says so by the typed errors of a client that has them", async () => {
    const client = createIntercomClient({ token: TOKEN, baseUrl: baseUrlOf(server.client) });
    const typed = guardClient(client, { policy, principal: AGENT });
    server.answer("GET /contacts/gone", { errors: [{ code: "not_found" }] }, 404);
    const error = await refusal(typed.contacts.delete({ contact_id: "gone" }));
    expect(error).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason: "not-found" });
    expect(server.lines()).toEqual(["GET /contacts/gone"]);
  });

  it.each([
    ["nothing", null, "not-found"],
    ["another row", { id: "2", admin_assignee_id: 1003 }, "answer-invalid"],
  ])("is one when %s comes", async (_what, body, reason) => {
    server.answer("GET /conversations/1", body);
    expect(await refusal(reply("1"))).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason });
    expect(server.lines()).toEqual(["GET /conversations/1"]);
  });

  it("is one of which too little comes", async () => {
    for (const body of [{}, [], [MINE], { admin_assignee_id: 1003 }, { id: null }]) {
      server.answer("GET /conversations/1", body);
      expect(await refusal(reply("1"))).toMatchObject({ reason: "answer-invalid" });
    }
    for (const body of [{ id: "1" }, { id: 1, admin_assignee_id: "1003" }]) {
      server.answer("GET /conversations/1", body);
      expect(await denied(reply("1"))).toBe("conversations:reply condition_not_met");
    }
    expect(server.lines()).toEqual(new Array(7).fill("GET /conversations/1"));
  });

  it("leaves the caller's deadline, signal and retries to the reading", async () => {
    const stopped = AbortSignal.abort();
    const call = guarded().contacts.delete({ contact_id: "c" }, { abortSignal: stopped });
    expect(await refusal(call)).toBeInstanceOf(Error);
    expect(server.lines()).toEqual([]);
  });
});

describe("a read whose grant depends on the row", () => {
  it("is one request, decided on before it is handed over", async () => {
    conversations();
    expect(await guarded().conversations.find({ conversation_id: "1" })).toEqual(MINE);
    const { data, rawResponse } = await guarded()
      .conversations.find({ conversation_id: "2" })
      .withRawResponse();
    expect(data).toEqual(TEAMS);
    expect(rawResponse.status).toBe(200);
    expect(server.lines()).toEqual(["GET /conversations/1", "GET /conversations/2"]);
  });

  it("hands nothing over when the row does not fit", async () => {
    conversations();
    const find = () => guarded().conversations.find({ conversation_id: "3" });
    expect(await denied(find())).toBe("conversations:read condition_not_met");
    expect(await denied(find().withRawResponse())).toBe("conversations:read condition_not_met");
    server.answer("GET /conversations/3", null);
    expect(await denied(find())).toBe("conversations:read resource_required");
  });

  it("is decided on the row around it, where it reads what belongs to one", async () => {
    server.answer("GET /contacts/mine", { id: "mine", owner_id: 1003 });
    server.answer("GET /contacts/theirs", { id: "theirs", owner_id: 1004 });
    const companies = guarded().contacts.listAttachedCompanies({ contact_id: "mine" });
    expect(await denied(companies)).toBe("companies:read permission_missing");
    await guarded().contacts.listAttachedSegments({ contact_id: "mine" });
    const theirs = guarded().contacts.listAttachedSegments({ contact_id: "theirs" });
    expect(await denied(theirs)).toBe("contacts:read condition_not_met");
    expect(server.lines()).toEqual([
      "GET /contacts/mine",
      "GET /contacts/mine/segments",
      "GET /contacts/theirs",
    ]);
  });

  it("is refused where the answer is no row of the kind", async () => {
    const calls: [string, object][] = [
      ["ticketTypes.list", {}],
      ["ticketTypes.get", { ticket_type_id: "1" }],
      ["ticketStates.listTicketStates", {}],
    ];
    for (const [method, request] of calls) {
      expect(await denied(callMethod(guarded(), method, request))).toBe(
        "tickets:read resource_required",
      );
    }
    expect(server.lines()).toEqual([]);
  });
});

describe("rows of the app's own", () => {
  const asked: string[] = [];
  const supplying = (row: unknown) =>
    guardUntyped(server.client, {
      policy,
      principal: AGENT,
      resources: {
        conversations: async (id: string) => {
          asked.push(id);
          if (row instanceof Error) throw row;
          return row;
        },
      },
    });

  it("are asked for in place of Intercom's, before anything is sent", async () => {
    asked.length = 0;
    conversations();
    await callMethod(supplying({ admin_assignee_id: 1003 }), "conversations.find", {
      conversation_id: 3,
    });
    expect(asked).toEqual(["3"]);
    expect(server.lines()).toEqual(["GET /conversations/3"]);
    const theirs = callMethod(supplying({ admin_assignee_id: 1 }), "conversations.find", {
      conversation_id: "1",
    });
    expect(await denied(theirs)).toBe("conversations:read condition_not_met");
    expect(server.lines()).toHaveLength(1);
  });

  it("are not asked for where the grant does not depend on them", async () => {
    asked.length = 0;
    const all = guardClient(server.client, {
      policy: definePolicy({
        permissions: intercomCatalogue,
        roles: { all: { can: ["*"] } },
      }),
      principal: { id: "1", roles: ["all"] },
      resources: {
        conversations: (id) => {
          asked.push(id);
          return { id };
        },
      },
    });
    await all.conversations.find({ conversation_id: "1" });
    expect(asked).toEqual([]);
  });

  it.each([null, undefined])("that are not there are Intercom's not-found: %s", async (row) => {
    const error = await refusal(
      callMethod(supplying(row), "conversations.find", { conversation_id: "1" }),
    );
    expect(error).toMatchObject({ code: "ERR_RBAC_INTERCOM_FAILED", reason: "not-found" });
    expect(server.lines()).toEqual([]);
  });

  it.each([{ id: "2" }, { id: 2 }, { id: null }, { id: undefined }, { id: ["1"] }, { id: "" }])(
    "that are other rows refuse: %j",
    async (named) => {
      const row = { admin_assignee_id: 1003, ...named };
      const calls: [string, object][] = [
        ["conversations.find", { conversation_id: "1" }],
        ["conversations.reply", { conversation_id: "1", body: { message_type: "comment" } }],
      ];
      for (const [method, request] of calls) {
        expect(await refusal(callMethod(supplying(row), method, request))).toMatchObject({
          code: "ERR_RBAC_GUARD_MISUSED",
          message:
            "guardClient: options.resources.conversations gave another row than it was asked for: its id is not the call's.",
        });
      }
      expect(server.lines()).toEqual([]);
    },
  );

  it("are named by a number as well, or by the app's own id where the call names that", async () => {
    await callMethod(supplying({ id: 1, admin_assignee_id: 1003 }), "conversations.find", {
      conversation_id: "1",
    });
    const orders = (external_id: string) =>
      callMethod(
        guardUntyped(server.client, {
          policy,
          principal: AGENT,
          resources: { custom_objects: () => ({ id: "23", external_id, type: "Order" }) },
        }),
        "customObjectInstances.deleteCustomObjectInstancesById",
        { custom_object_type_identifier: "Order", external_id: "x1" },
      );
    await orders("x1");
    expect(await refusal(orders("x2"))).toMatchObject({ code: "ERR_RBAC_GUARD_MISUSED" });
    expect(server.lines()).toEqual([
      "GET /conversations/1",
      "DELETE /custom_object_instances/Order?external_id=x1",
    ]);
  });

  it.each(["row", 5, [[MINE]]])("that are no objects refuse: %j", async (row) => {
    const error = await refusal(
      callMethod(supplying(row), "conversations.find", { conversation_id: "1" }),
    );
    expect(error).toMatchObject({ code: "ERR_RBAC_OPTION_INVALID" });
    expect(server.lines()).toEqual([]);
  });

  it("that cannot be had refuse, and the error travels on", async () => {
    const away = new Error("the database is away");
    const call = callMethod(supplying(away), "conversations.find", { conversation_id: "1" });
    expect(await refusal(call)).toBe(away);
    expect(server.lines()).toEqual([]);
  });
});

describe("a grant that is limited to fields", () => {
  const fields = definePolicy({
    permissions: intercomCatalogue,
    roles: {
      editor: {
        can: [
          { permission: "contacts:write", fields: ["name", "phone", "custom_attributes"] },
          { permission: "tickets:update", fields: ["ticket_attributes"], when: { open: true } },
          { permission: "conversations:reply", fields: ["body"] },
        ],
      },
      most: {
        can: ["contacts:write"],
        cannot: [{ permission: "contacts:write", fields: ["email", "custom_attributes"] }],
      },
    },
  });
  const as = (role: string) =>
    guardClient(server.client, { policy: fields, principal: { id: "1", roles: [role] } });
  const update = (role: string, body: object) =>
    callMethod(as(role), "contacts.update", { contact_id: "c", ...body });

  it("takes the keys of the body for them", async () => {
    await update("editor", { name: "Ann", phone: "1" });
    await update("editor", { custom_attributes: { plan: "pro" } });
    await update("most", { name: "Ann", contact_id: "c" });
    expect(server.lines()).toEqual(new Array(3).fill("PUT /contacts/c"));
  });

  it.each([
    ["editor", { name: "Ann", email: "e" }, "field_denied"],
    ["editor", { owner_id: null }, "field_denied"],
    ["editor", {}, "field_required"],
    ["editor", { name: undefined }, "field_required"],
    ["most", { email: "e" }, "field_denied"],
    ["most", { name: "Ann", custom_attributes: null }, "field_denied"],
    ["most", {}, "field_required"],
  ])("refuses %s %j: %s", async (role, body, code) => {
    expect(await denied(update(role, body))).toBe(`contacts:write ${code}`);
    expect(server.lines()).toEqual([]);
  });

  it("may depend on the row besides", async () => {
    server.answer("GET /tickets/1", { id: "1", open: true });
    server.answer("GET /tickets/2", { id: "2", open: false });
    const change = (ticket_id: string, body: object) =>
      callMethod(as("editor"), "tickets.update", { ticket_id, ...body });
    await change("1", { ticket_attributes: { note: "x" } });
    expect(await denied(change("2", { ticket_attributes: {} }))).toBe(
      "tickets:update condition_not_met",
    );
    expect(await denied(change("1", { open: false }))).toBe("tickets:update field_denied");
    expect(server.lines()).toEqual(["GET /tickets/1", "PUT /tickets/1", "GET /tickets/2"]);
  });

  it("asks of a further permission only the fields that it is about", async () => {
    const limited = guardClient(server.client, {
      policy: definePolicy({
        permissions: intercomCatalogue,
        roles: {
          publisher: {
            can: [
              "articles:write",
              { permission: "articles:publish", fields: ["state"] },
              "conversations:update",
              { permission: "conversations:assign", fields: ["assignee_id"] },
            ],
          },
        },
      }),
      principal: { id: "1", roles: ["publisher"] },
    });
    const article = (content: object) =>
      callMethod(limited, "articles.update", { article_id: 4, title: "A", ...content });
    await article({ state: "published" });
    await article({ state: "published", translated_content: { fr: { state: "draft" } } });
    const translated = { translated_content: { fr: { state: "published" } } };
    expect(await denied(article(translated))).toBe("articles:publish field_denied");
    expect(await denied(article({ state: "published", ...translated }))).toBe(
      "articles:publish field_denied",
    );
    const conversation = (content: object) =>
      callMethod(limited, "conversations.update", { conversation_id: "1", read: true, ...content });
    await conversation({ assignee_id: 5 });
    expect(await denied(conversation({ team_assignee_id: 5 }))).toBe(
      "conversations:assign field_denied",
    );
    expect(server.lines()).toEqual(["PUT /articles/4", "PUT /articles/4", "PUT /conversations/1"]);
  });

  it("refuses calls whose body has no fields of the row", async () => {
    const call = callMethod(as("editor"), "conversations.reply", {
      conversation_id: "1",
      body: { message_type: "comment", body: "Hi" },
    });
    expect(await denied(call)).toBe("conversations:reply field_required");
    const archive = callMethod(as("editor"), "contacts.archive", { contact_id: "c" });
    expect(await denied(archive)).toBe("contacts:write field_required");
    expect(server.lines()).toEqual([]);
  });
});

describe("what a call demands of another resource", () => {
  it("has no fields in the body, and so a grant limited to some does not reach it", async () => {
    const fields = definePolicy({
      permissions: intercomCatalogue,
      roles: {
        agent: {
          can: ["tickets:update", { permission: "conversations:assign", fields: ["assignee_id"] }],
        },
      },
    });
    const principal = { id: "1", roles: ["agent"] };
    const limited = guardClient(server.client, { policy: fields, principal });
    const call = limited.tickets.update({ ticket_id: "1", assignee_id: "5" });
    expect(await denied(call)).toBe("conversations:assign field_required");
    expect(server.lines()).toEqual([]);
  });
});

describe("the requests of a guarded write", () => {
  const owner = { id: "1", roles: ["all"] };
  const all = definePolicy({ permissions: intercomCatalogue, roles: { all: { can: ["*"] } } });

  it("are one, also of a client that would repeat it", async () => {
    const client = new IntercomClient({
      token: TOKEN,
      baseUrl: baseUrlOf(server.client),
      maxRetries: 1,
    });
    server.answer("DELETE /contacts/c", {}, 500);
    const call = guardClient(client, { policy: all, principal: owner }).contacts.delete({
      contact_id: "c",
    });
    expect(await refusal(call)).toMatchObject({ statusCode: 500 });
    expect(server.lines()).toEqual(["DELETE /contacts/c"]);
  });

  it("leave the reading of its row to the client's own retries", async () => {
    const seen: unknown[] = [];
    const noting = (name: string) => (_request: unknown, options: object) => {
      seen.push([name, { ...options }]);
      return Promise.resolve({ id: "c", owner_id: 1003 });
    };
    const client = Object.create(server.client, {
      contacts: { value: { find: noting("find"), update: noting("update") } },
    });
    const mine = guardUntyped(client, { policy, principal: AGENT });
    await callMethod(mine, "contacts.update", { contact_id: "c" }, { timeoutInSeconds: 3 });
    expect(seen).toEqual([
      ["find", { timeoutInSeconds: 3 }],
      ["update", { timeoutInSeconds: 3, maxRetries: 0 }],
    ]);
  });
});
