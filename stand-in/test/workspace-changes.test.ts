import { describe, expect } from "vitest";
import { demoContactId } from "../src/index.ts";
import { clientOf, test } from "./support/test.ts";

const conversation_id = "9005";

describe("a conversation", () => {
  test("gets a part by every kind of reply", async ({ client }) => {
    const admin = { type: "admin", admin_id: "1003" } as const;
    const contact = { type: "user", message_type: "comment" } as const;
    for (const body of [
      { ...admin, message_type: "comment", body: "Hello" } as const,
      { ...admin, message_type: "note", body: "Rude" } as const,
      { ...contact, intercom_user_id: demoContactId(5), body: "Thanks" },
      { ...contact, user_id: "user-5", body: "And" },
      { ...contact, email: "celia@customers.example", body: "bye" },
    ]) {
      await client.conversations.reply({ conversation_id, body });
    }
    const found = await client.conversations.find({ conversation_id });
    const parts = found.conversation_parts?.conversation_parts ?? [];
    expect(parts.map((part) => [part.part_type, part.body, part.author?.name])).toEqual([
      ["comment", "Hello", "Agnes Agent"],
      ["note", "Rude", "Agnes Agent"],
      ["comment", "Thanks", "Celia Customer"],
      ["comment", "And", "Celia Customer"],
      ["comment", "bye", "Celia Customer"],
    ]);
    expect(found.teammates?.admins).toEqual([{ type: "admin", id: "1003" }]);
  });

  test("is the contact's last one when the id says so", async ({ client }) => {
    const answer = await client.conversations.reply({
      conversation_id: "last",
      body: { type: "user", message_type: "comment", user_id: "user-2", body: "Hello?" },
    });
    expect(answer.id).toBe("9012");
  });

  test("is assigned, snoozed, opened and closed", async ({ client }) => {
    const manage = client.conversations.manage.bind(client.conversations);
    const toTeam = { message_type: "assignment", type: "team", assignee_id: "5002" } as const;
    const toAdmin = { message_type: "assignment", type: "admin", assignee_id: "1004" } as const;
    const admin_id = "1002";

    await manage({ conversation_id, body: { ...toTeam, admin_id } });
    const assigned = await manage({ conversation_id, body: { ...toAdmin, admin_id } });
    expect(assigned).toMatchObject({ admin_assignee_id: 1004, team_assignee_id: "5002" });
    expect(assigned.conversation_parts?.conversation_parts?.[0]).toMatchObject({
      part_type: "assignment",
      assigned_to: { type: "team", id: "5002" },
    });

    const until = 1_800_000_000;
    const snooze = { message_type: "snoozed", admin_id, snoozed_until: until } as const;
    expect(await manage({ conversation_id, body: snooze })).toMatchObject({
      state: "snoozed",
      open: true,
      snoozed_until: until,
    });
    const close = { message_type: "close", type: "admin", admin_id } as const;
    expect(await manage({ conversation_id, body: close })).toMatchObject({
      state: "closed",
      open: false,
    });
    const open = { message_type: "open", admin_id } as const;
    expect(await manage({ conversation_id, body: open })).toMatchObject({
      state: "open",
      snoozed_until: null,
    });

    const nobody = { ...toAdmin, assignee_id: "0", admin_id };
    expect(await manage({ conversation_id, body: nobody })).toMatchObject({
      admin_assignee_id: null,
    });
  });

  test.for([
    ["assignee_not_found", { type: "admin", assignee_id: "77", admin_id: "1002" }],
    ["assignee_not_found", { type: "team", assignee_id: "1002", admin_id: "1002" }],
    ["admin_not_found", { type: "team", assignee_id: "5001", admin_id: "77" }],
  ] as const)(
    "is not assigned by or to nobody: %s %o",
    async ([code, who], { client, standIn }) => {
      const body = { message_type: "assignment", ...who } as const;
      await expect(client.conversations.manage({ conversation_id, body })).rejects.toMatchObject({
        statusCode: 404,
        body: { errors: [{ code }] },
      });
      expect(standIn.workspace.conversations[4]).toMatchObject({
        admin_assignee_id: null,
        team_assignee_id: "5001",
        parts: [],
      });
    },
  );

  test("keeps one contact at least", async ({ client }) => {
    const detach = client.conversations.detachContactAsAdmin({
      conversation_id,
      contact_id: demoContactId(5),
      admin_id: "1003",
    });
    await expect(detach).rejects.toMatchObject({ statusCode: 422 });
  });

  test("is gone once deleted", async ({ client }) => {
    await client.conversations.deleteConversation({ conversation_id: 9005 });
    await expect(client.conversations.find({ conversation_id })).rejects.toMatchObject({
      statusCode: 404,
      body: { errors: [{ code: "not_found" }] },
    });
  });
});

describe("a contact", () => {
  test("is created, updated, found and deleted", async ({ client, standIn }) => {
    const { id } = await client.contacts.create({ external_id: "user-9", name: "Dora" });
    await client.contacts.update({ contact_id: id, email: "dora@customers.example" });
    expect(await client.contacts.find({ contact_id: id })).toMatchObject({
      name: "Dora",
      email: "dora@customers.example",
      external_id: "user-9",
      role: "user",
      workspace_id: "demo1234",
    });
    expect(await client.contacts.delete({ contact_id: id })).toMatchObject({ id, deleted: true });
    await expect(client.contacts.find({ contact_id: id })).rejects.toMatchObject({
      statusCode: 404,
    });
    expect(standIn.workspace.contacts).toHaveLength(8);
  });

  test("is not created twice", async ({ client }) => {
    const twice = client.contacts.create({ email: "carol@customers.example" });
    await expect(twice).rejects.toMatchObject({ statusCode: 409 });
  });

  test("is out of lists while archived", async ({ client }) => {
    const contact_id = demoContactId(1);
    await client.contacts.archive({ contact_id });
    expect((await client.contacts.list()).data).toHaveLength(7);
    await client.contacts.unarchive({ contact_id });
    expect((await client.contacts.list()).data).toHaveLength(8);
  });
});

describe("everything else", () => {
  test("an article is written, changed and deleted", async ({ client }) => {
    const { id, state } = await client.articles.create({ title: "Hours", author_id: 1002 });
    expect(state).toBe("draft");
    const article_id = Number(id);
    await client.articles.update({ article_id, state: "published" });
    expect(await client.articles.find({ article_id })).toMatchObject({ state: "published" });
    expect(await client.articles.delete({ article_id })).toMatchObject({ deleted: true });
    await expect(client.articles.find({ article_id })).rejects.toMatchObject({ statusCode: 404 });
  });

  test("articles are searched by phrase and state", async ({ client }) => {
    const found = await client.articles.search({ phrase: "COLLEAGUE", state: "draft" });
    expect(found.data?.articles?.map(({ title }) => title)).toEqual(["Inviting a colleague"]);
    expect(
      (await client.articles.search({ phrase: "colleague", state: "published" })).data?.articles,
    ).toEqual([]);
  });

  test("a tag is put on, taken off, and deleted everywhere", async ({ client }) => {
    const tag = await client.tags.create({ name: "urgent" });
    expect((await client.tags.create({ name: "urgent" })).id).toBe(tag.id);
    const contact_id = demoContactId(3);
    await client.tags.tagContact({ contact_id, id: tag.id });
    await client.tags.tagConversation({ conversation_id, id: tag.id, admin_id: "1003" });
    const names = async (): Promise<(string | undefined)[]> => {
      const conversation = await client.conversations.find({ conversation_id });
      const { data = [] } = await client.contacts.listAttachedTags({ contact_id });
      return [...(conversation.tags?.tags ?? []), ...data].map(({ name }) => name);
    };
    expect(await names()).toEqual(["urgent", "urgent"]);
    await client.tags.untagContact({ contact_id, tag_id: tag.id });
    expect(await names()).toEqual(["urgent"]);
    await client.tags.delete({ tag_id: tag.id });
    expect(await names()).toEqual([]);
  });

  test("an event is attached to the contact that it names", async ({ client, standIn }) => {
    const event = { event_name: "denied", created_at: 1767614400, metadata: { why: "role" } };
    await client.events.create({ email: "carol@customers.example", ...event });
    const { events } = await client.events.list({ type: "user", user_id: "user-1" });
    expect(events).toMatchObject([{ ...event, intercom_user_id: demoContactId(1) }]);
    const nobody = client.events.create({ user_id: "user-77", ...event });
    await expect(nobody).rejects.toMatchObject({ statusCode: 404 });
    expect(standIn.workspace.events).toHaveLength(1);
  });

  test("away mode is shown, and so is what a test changes by hand", async ({ client, standIn }) => {
    await client.admins.away({ admin_id: 1004, away_mode_enabled: true, away_mode_reassign: true });
    expect(await client.admins.find({ admin_id: 1004 })).toMatchObject({
      away_mode_enabled: true,
      away_mode_reassign: true,
    });
    for (const admin of standIn.workspace.admins) admin.team_ids = [];
    expect((await client.teams.find({ team_id: "5002" })).admin_ids).toEqual([]);
    standIn.workspace.teams.pop();
    await expect(client.teams.find({ team_id: "5003" })).rejects.toMatchObject({
      body: { errors: [{ code: "team_not_found" }] },
    });
    standIn.workspace.admins.splice(3, 1);
    await expect(client.admins.find({ admin_id: 1004 })).rejects.toMatchObject({
      body: { errors: [{ code: "admin_not_found" }] },
    });
  });

  test("workspaces are apart", async ({ standIn }) => {
    const token = standIn.issueToken({ workspaceId: "other567", adminId: "2001" });
    const other = clientOf(standIn, { token });
    expect((await other.admins.identify())?.app).toMatchObject({
      id_code: "other567",
      region: "EU",
    });
    expect((await other.contacts.list()).data).toEqual([]);
    await expect(other.conversations.find({ conversation_id })).rejects.toMatchObject({
      statusCode: 404,
    });
  });
});
