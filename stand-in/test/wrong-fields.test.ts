import { describe, expect } from "vitest";
import { demoContactId } from "../src/index.ts";
import { operations } from "../src/operations.ts";
import { sdkCalls } from "./support/sdk-calls.ts";
import { send, test } from "./support/test.ts";

const IDS: Readonly<Record<string, string>> = {
  admin_id: "1003",
  team_id: "5001",
  contact_id: demoContactId(1),
  external_id: "user-1",
  conversation_id: "9001",
  tag_id: "7001",
  article_id: "8001",
};

function fill(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => IDS[name] ?? "");
}

type Wrong = readonly [body: unknown, field: string, code?: "parameter_not_found"];

/** For every operation with a body: a field of the wrong type, and one that is missing. */
const WRONG: Readonly<Record<string, readonly Wrong[]>> = {
  "admins.away": [
    [{ away_mode_enabled: "yes", away_mode_reassign: false }, "away_mode_enabled"],
    [{ away_mode_enabled: true }, "away_mode_reassign", "parameter_not_found"],
  ],
  "contacts.search": [
    [{ query: { field: "role", operator: "LIKE", value: "user" } }, "query.operator"],
    [{ query: { field: "role", operator: "IN", value: "user" } }, "query.value"],
    [{ query: { field: "shoe_size", operator: "=", value: 42 } }, "query.field"],
    [{}, "query", "parameter_not_found"],
  ],
  "contacts.create": [
    [{ email: "not an address" }, "email"],
    [{ name: "Nobody" }, "email", "parameter_not_found"],
  ],
  "contacts.update": [[{ owner_id: "1003" }, "owner_id"]],
  "notes.create": [
    [{ body: 7 }, "body"],
    [{ admin_id: "1003" }, "body", "parameter_not_found"],
  ],
  "conversations.search": [
    [
      { query: { operator: "AND", value: [{ field: "state" }] } },
      "query.value.0.operator",
      "parameter_not_found",
    ],
    [
      {
        query: { field: "state", operator: "=", value: "open" },
        pagination: { starting_after: "x" },
      },
      "starting_after",
    ],
    [{}, "query", "parameter_not_found"],
  ],
  "conversations.create": [
    [{ from: { type: "admin", id: "1003" }, body: "Hello" }, "from.type"],
    [{ from: { type: "user", id: demoContactId(1) } }, "body", "parameter_not_found"],
  ],
  "conversations.update": [[{ read: "yes" }, "read"]],
  "conversations.reply": [
    [{ type: "admin", message_type: "shout", admin_id: "1003", body: "Hi" }, "message_type"],
    [{ type: "robot", message_type: "comment", body: "Hi" }, "type"],
    [{ type: "admin", message_type: "comment", body: "Hi" }, "admin_id", "parameter_not_found"],
    [{ type: "admin", message_type: "comment", admin_id: "1003" }, "body", "parameter_not_found"],
    [
      { type: "user", message_type: "comment", body: "Hi" },
      "intercom_user_id",
      "parameter_not_found",
    ],
  ],
  "conversations.manage": [
    [{ message_type: "reopen", admin_id: "1003" }, "message_type"],
    [{ message_type: "snoozed", admin_id: "1003", snoozed_until: "soon" }, "snoozed_until"],
    [
      { message_type: "assignment", type: "admin", admin_id: "1003" },
      "assignee_id",
      "parameter_not_found",
    ],
  ],
  "conversations.attachContactAsAdmin": [
    [{ admin_id: "1003", customer: { email: 1 } }, "customer.email"],
    [{ admin_id: "1003" }, "customer", "parameter_not_found"],
  ],
  "conversations.detachContactAsAdmin": [
    [{ admin_id: true }, "admin_id"],
    [{}, "admin_id", "parameter_not_found"],
  ],
  "tags.create": [
    [{ name: "" }, "name"],
    [{}, "name", "parameter_not_found"],
  ],
  "tags.tagContact": [
    [{ id: ["7001"] }, "id"],
    [{}, "id", "parameter_not_found"],
  ],
  "tags.tagConversation": [
    [{ id: null, admin_id: "1003" }, "id"],
    [{ id: "7001" }, "admin_id", "parameter_not_found"],
  ],
  "tags.untagConversation": [
    [{ admin_id: {} }, "admin_id"],
    [{}, "admin_id", "parameter_not_found"],
  ],
  "articles.create": [
    [{ title: "Hours", author_id: 9 }, "author_id"],
    [{ title: "Hours", author_id: 1002, state: "hidden" }, "state"],
    [{ author_id: 1002 }, "title", "parameter_not_found"],
  ],
  "articles.update": [[{ title: 5 }, "title"]],
  "events.create": [
    [{ user_id: "user-1", event_name: "x", created_at: "now" }, "created_at"],
    [{ user_id: "user-1", created_at: 1 }, "event_name", "parameter_not_found"],
    [{ event_name: "x", created_at: 1 }, "id", "parameter_not_found"],
  ],
};

/** Operations without a body that say no to something in the query. */
const WRONG_QUERIES: readonly (readonly [path: string, field: string, code?: string])[] = [
  ["/admins/activity_logs", "created_at_after", "parameter_not_found"],
  ["/admins/activity_logs?created_at_after=lately", "created_at_after"],
  ["/contacts?per_page=0", "per_page"],
  ["/contacts?per_page=151", "per_page"],
  ["/contacts?starting_after=!", "starting_after"],
  [`/contacts/${demoContactId(1)}/notes?page=none`, "page"],
  ["/conversations?per_page=many", "per_page"],
  ["/conversations/9001?include_translations=maybe", "include_translations"],
  ["/articles?page=0", "page"],
  ["/articles/search?state=secret", "state"],
  ["/events?user_id=user-1", "type", "parameter_not_found"],
  ["/events?type=user", "id", "parameter_not_found"],
];

const withBody = operations.filter((operation) => operation.hasBody);

function errorWith(code: string, field: string): object {
  return {
    type: "error.list",
    request_id: expect.any(String),
    errors: [{ code, field, message: expect.any(String) }],
  };
}

describe("a wrong field gets Intercom's 400", () => {
  test("covers every operation with a body", () => {
    expect(Object.keys(WRONG)).toEqual(withBody.map(({ sdk }) => sdk));
  });

  test.for(withBody)("$sdk", async ({ sdk, method, path }, { standIn }) => {
    for (const [body, field, code = "parameter_invalid"] of WRONG[sdk] ?? []) {
      const answer = await send(standIn, method, fill(path), body);
      expect([answer.status, answer.json]).toEqual([400, errorWith(code, field)]);
    }
  });

  test.for(withBody)("$sdk knows no other fields", async ({ sdk, method }, { standIn, client }) => {
    await sdkCalls[sdk]?.(client);
    const { path = "", body } = standIn.requests.at(-1) ?? {};
    const answer = await send(standIn, method, path, { ...Object(body), surprise: 1 });
    expect([answer.status, answer.json]).toEqual([400, errorWith("parameter_invalid", "surprise")]);
  });

  test.for(withBody)("$sdk wants an object", async ({ method, path }, { standIn }) => {
    for (const body of [[], "text", 7, null]) {
      expect((await send(standIn, method, fill(path), body)).status).toBe(400);
    }
  });

  test.for(WRONG_QUERIES)("GET %s", async ([path, field, code], { standIn }) => {
    const answer = await send(standIn, "GET", path);
    const expected = errorWith(code ?? "parameter_invalid", field);
    expect([answer.status, answer.json]).toEqual([400, expected]);
  });

  test("an error names the field and never what was in it", async ({ standIn }) => {
    const answer = await send(standIn, "POST", "/contacts", { email: "s3cret" });
    expect(JSON.stringify(answer.json)).not.toContain("s3cret");
  });
});
