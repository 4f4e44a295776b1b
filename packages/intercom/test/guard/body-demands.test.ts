import type { IntercomPermission } from "@intercom-rbac/core";
import { definePolicy, intercomCatalogue, isRbacError } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();

/** A client in the hands of somebody who holds these permissions and no other. */
function holding(...can: readonly IntercomPermission[]) {
  const policy = definePolicy({ permissions: intercomCatalogue, roles: { holder: { can } } });
  return guardClient(server.client, { policy, principal: { id: "1", roles: ["holder"] } });
}

/** The permission whose want refused the call. */
async function wanting(call: PromiseLike<unknown>): Promise<string> {
  const error = await refusal(call);
  if (isRbacError(error) && error.code === "ERR_RBAC_PERMISSION_DENIED") {
    return error.decision.permission;
  }
  throw error;
}

const ADMIN = { type: "admin", admin_id: "7" };
const CONVERSATION = { conversation_id: "9" };
const TICKET = { ticket_id: "8" };

interface Row {
  readonly method: string;
  readonly request: object;
  /** All that the call demands, its own permission first. */
  readonly demands: readonly [IntercomPermission, ...IntercomPermission[]];
}

const replies: readonly Row[] = [
  ["comment", "conversations:reply"] as const,
  ["quick_reply", "conversations:reply"] as const,
  ["note", "conversations:note"] as const,
].map(([message_type, permission]) => ({
  method: "conversations.reply",
  request: { ...CONVERSATION, body: { ...ADMIN, message_type, body: "Hello" } },
  demands: [permission],
}));

const contactReplies: readonly Row[] = [
  { type: "user", intercom_user_id: "c" },
  { type: "user" },
  { type: "contact" },
  { type: null, contact_id: "c" },
  { contact_id: "c" },
  { user_id: "c" },
  { external_id: "c" },
  { email: "c@example.com" },
  { ...ADMIN, email: "c@example.com" },
  { type: ["admin"] },
].flatMap((author): Row[] => [
  {
    method: "conversations.reply",
    request: { ...CONVERSATION, body: { ...author, message_type: "comment", body: "Hello" } },
    demands: ["conversations:reply", "conversations:create"],
  },
  {
    method: "tickets.reply",
    request: { ...TICKET, body: { ...author, message_type: "comment", body: "Hello" } },
    demands: ["tickets:reply", "conversations:create"],
  },
]);

const manage = (body: object, ...demands: Row["demands"]): Row => ({
  method: "conversations.manage",
  request: { ...CONVERSATION, body: { ...ADMIN, ...body } },
  demands,
});

const managed: readonly Row[] = [
  manage({ message_type: "assignment", assignee_id: "5" }, "conversations:assign"),
  manage({ message_type: "close" }, "conversations:close"),
  manage({ message_type: "close", body: "" }, "conversations:close"),
  manage({ message_type: "close", body: null }, "conversations:close"),
  manage({ message_type: "open" }, "conversations:snooze"),
  manage({ message_type: "snoozed", snoozed_until: 1 }, "conversations:snooze"),
  manage({ message_type: "close", body: "Bye" }, "conversations:close", "conversations:reply"),
  manage(
    { message_type: "assignment", assignee_id: "5", body: "To them" },
    "conversations:assign",
    "conversations:reply",
  ),
  manage(
    { message_type: "close", assignee_id: "5" },
    "conversations:close",
    "conversations:assign",
  ),
  manage(
    { message_type: "open", assignee_id: "5", body: "Back" },
    "conversations:snooze",
    "conversations:assign",
    "conversations:reply",
  ),
];

const assigning: readonly Row[] = [
  { assignee_id: "5" },
  { assignee_id: null },
  { assignee_id: "" },
  { admin_assignee_id: 5 },
  { team_assignee_id: 5 },
  { assignment: { admin_id: "1", assignee_id: "5" } },
].flatMap((assignment): Row[] => [
  {
    method: "tickets.update",
    request: { ...TICKET, ...assignment },
    demands: ["tickets:update", "conversations:assign"],
  },
  {
    method: "tickets.create",
    request: { ticket_type_id: "1", contacts: [{ id: "c" }], ...assignment },
    demands: ["tickets:create", "conversations:assign"],
  },
  {
    method: "tickets.enqueueCreateTicket",
    request: { ticket_type_id: "1", contacts: [{ id: "c" }], ...assignment },
    demands: ["tickets:create", "conversations:assign"],
  },
  {
    method: "conversations.convertToTicket",
    request: { conversation_id: 9, ticket_type_id: "1", ...assignment },
    demands: ["tickets:create", "conversations:read", "conversations:assign"],
  },
  {
    method: "conversations.update",
    request: { ...CONVERSATION, ...assignment },
    demands: ["conversations:update", "conversations:assign"],
  },
  {
    method: "conversations.create",
    request: { from: { type: "user", id: "c" }, body: "Hi", ...assignment },
    demands: ["conversations:create", "conversations:assign"],
  },
]);

const plainTickets: readonly Row[] = [
  {
    method: "tickets.update",
    request: { ...TICKET, ticket_attributes: { assignee_id: "x" }, open: false, admin_id: 7 },
    demands: ["tickets:update"],
  },
  {
    method: "tickets.update",
    request: { ...TICKET, assignee_id: undefined },
    demands: ["tickets:update"],
  },
  {
    method: "tickets.reply",
    request: { ...TICKET, body: { ...ADMIN, message_type: "note", body: "Hm" } },
    demands: ["tickets:reply"],
  },
];

const article = (content: object, ...demands: Row["demands"]): Row[] => [
  {
    method: "articles.update",
    request: { article_id: 4, ...content },
    demands,
  },
  {
    method: "articles.create",
    request: { title: "A", author_id: 1, ...content },
    demands,
  },
];

const articles: readonly Row[] = [
  ...article({ body: "text" }, "articles:write"),
  ...article({ state: "draft" }, "articles:write"),
  ...article({ translated_content: { fr: { state: "draft" } } }, "articles:write"),
  ...article({ state: "published" }, "articles:write", "articles:publish"),
  ...article({ state: "Published" }, "articles:write", "articles:publish"),
  ...article({ state: "scheduled" }, "articles:write", "articles:publish"),
  ...article({ state: ["published"] }, "articles:write", "articles:publish"),
  ...article({ translated_content: null }, "articles:write"),
  ...article({ translated_content: { type: "x", fr: null } }, "articles:write"),
  ...[[{ state: "published" }], [], "published", 1, true].flatMap((translated_content) =>
    article({ translated_content }, "articles:write", "articles:publish"),
  ),
  ...["published", [{ state: "published" }], 1].flatMap((fr) =>
    article({ translated_content: { fr } }, "articles:write", "articles:publish"),
  ),
  ...article({ translated_content: { type: {} } }, "articles:write"),
  ...article({ translated_content: { type: ["x"] } }, "articles:write", "articles:publish"),
  ...article(
    { state: "draft", translated_content: { type: "x", fr: { state: "published" } } },
    "articles:write",
    "articles:publish",
  ),
];

const others: readonly Row[] = [
  { method: "tags.create", request: { name: "vip" }, demands: ["tags:write"] },
  {
    method: "tags.create",
    request: { name: "vip", users: [{ id: "c" }] },
    demands: ["tags:write", "tags:apply"],
  },
  {
    method: "tags.create",
    request: { name: "vip", companies: [{ id: "c", untag: true }] },
    demands: ["tags:write", "tags:apply"],
  },
  {
    method: "contacts.update",
    request: { contact_id: "c", name: "Ann", owner_id: 5 },
    demands: ["contacts:write"],
  },
  {
    method: "contacts.update",
    request: { contact_id: "c", unsubscribed_from_emails: false },
    demands: ["contacts:write", "subscriptions:write"],
  },
  {
    method: "contacts.create",
    request: { email: "c@example.com", unsubscribed_from_emails: true },
    demands: ["contacts:write", "subscriptions:write"],
  },
];

const rows = [
  ...replies,
  ...contactReplies,
  ...managed,
  ...assigning,
  ...plainTickets,
  ...articles,
  ...others,
];

describe("what a body demands", () => {
  it.each(rows)("$method $demands", async ({ method, request, demands }) => {
    for (const lacking of demands) {
      const held = demands.filter((permission) => permission !== lacking);
      const call = callMethod(holding(...held), method, request);
      expect(await wanting(call)).toBe(lacking);
    }
    expect(server.lines()).toEqual([]);
    await callMethod(holding(...demands), method, request);
    expect(server.came).toHaveLength(1);
  });
});

describe("a message_type that no permission is known for", () => {
  const strange = ["assign", "Close", "close ", "", "constructor", "__proto__", null, 1, ["close"]];

  it.each([
    ["conversations.manage", "assignment, close, snoozed, open"],
    ["conversations.reply", "comment, quick_reply, note"],
  ])("is refused by %s, whoever asks", async (method, allowed) => {
    const owner = holding(...everything());
    const bodies = [{}, ...strange.map((message_type) => ({ message_type }))];
    for (const body of bodies) {
      const error = await refusal(callMethod(owner, method, { ...CONVERSATION, body }));
      expect(error).toMatchObject({
        code: "ERR_RBAC_GUARD_MISUSED",
        message: `${method} is refused: no permission is known for this request.body.message_type. Use ${allowed}.`,
      });
    }
    for (const body of [undefined, null, "close", ["close"]]) {
      const error = await refusal(callMethod(owner, method, { ...CONVERSATION, body }));
      expect(error).toMatchObject({
        code: "ERR_RBAC_OPTION_INVALID",
        message: `${method}: request.body must be an object.`,
      });
    }
    // The SDK sends the field `body`; a type beside it is none.
    const beside = { ...CONVERSATION, message_type: "close", body: {} };
    expect(await refusal(callMethod(owner, method, beside))).toMatchObject({
      code: "ERR_RBAC_GUARD_MISUSED",
    });
    expect(server.lines()).toEqual([]);
  });
});

function everything(): IntercomPermission[] {
  const policy = definePolicy({ permissions: intercomCatalogue, roles: {} });
  return [...policy.permissions];
}
