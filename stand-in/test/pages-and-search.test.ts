import type { Intercom, IntercomClient } from "intercom-client";
import { describe, expect } from "vitest";
import { test } from "./support/test.ts";

async function drain(pages: AsyncIterable<{ id: string }>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of pages) ids.push(id);
  return ids;
}

describe("the SDK's pages reach every row once", () => {
  const lists: Readonly<
    Record<string, [(client: IntercomClient) => Promise<AsyncIterable<{ id: string }>>, number[]]>
  > = {
    "contacts.list": [(client) => client.contacts.list({ per_page: 3 }), [8, 3]],
    "contacts.search": [
      (client) =>
        client.contacts.search({
          query: { field: "role", operator: "=", value: "user" },
          pagination: { per_page: 3 },
        }),
      [8, 3],
    ],
    "conversations.list": [(client) => client.conversations.list({ per_page: 5 }), [12, 3]],
    "conversations.search": [
      (client) =>
        client.conversations.search({
          query: { field: "state", operator: "=", value: "open" },
          pagination: { per_page: 3 },
        }),
      [9, 3],
    ],
    // By number: the SDK asks until a page is empty.
    "articles.list": [(client) => client.articles.list({ per_page: 3 }), [4, 3]],
  };

  test.for(Object.entries(lists))("%s", async ([, [list, expected]], { client, standIn }) => {
    const ids = await drain(await list(client));
    expect([new Set(ids).size, standIn.requests.length]).toEqual(expected);
    expect(ids).toHaveLength(expected[0] ?? 0);
  });
});

describe("a search finds", () => {
  type Query = Intercom.SearchRequest["query"];
  const one = (
    field: string,
    operator: Intercom.SingleFilterSearchRequest.Operator,
    value: Intercom.SingleFilterSearchRequest.Value,
  ): Intercom.SingleFilterSearchRequest => ({ field, operator, value });

  const conversations: readonly (readonly [Query, string[]])[] = [
    [one("admin_assignee_id", "=", 1003), ["9001", "9002", "9009"]],
    [one("admin_assignee_id", "=", "1006"), ["9010"]],
    [one("team_assignee_id", "IN", ["5003", 5099]), ["9002", "9012"]],
    [one("state", "NIN", ["open", "closed"]), ["9004"]],
    [one("state", "!=", "open"), ["9004", "9009", "9011"]],
    [one("created_at", ">", 1_767_614_400 + 11 * 3600), ["9012"]],
    [one("created_at", "<", String(1_767_614_400 + 2 * 3600)), ["9001"]],
    [one("source.body", "~", "INVOICE"), ["9001"]],
    [one("source.body", "^", "<p>Two"), ["9006"]],
    [one("source.body", "$", "plan</p>"), ["9008"]],
    [
      {
        operator: "AND",
        value: [one("admin_assignee_id", "=", 1003), one("state", "=", "open")],
      },
      ["9001", "9002"],
    ],
    [
      {
        operator: "OR",
        value: [
          { operator: "AND", value: [one("state", "=", "closed"), one("id", "=", "9011")] },
          { operator: "AND", value: [one("id", "=", "9003")] },
        ],
      },
      ["9003", "9011"],
    ],
    [{ operator: "AND", value: [one("state", "=", "open"), one("state", "=", "closed")] }, []],
  ];

  test.for(conversations)("conversations by %o", async ([query, expected], { client }) => {
    expect(await drain(await client.conversations.search({ query }))).toEqual(expected);
  });

  const contacts: readonly (readonly [Query, number])[] = [
    [one("email", "=", "carol@customers.example"), 1],
    [one("email_domain", "=", "customers.example"), 8],
    [one("custom_attributes.plan", "=", "enterprise"), 2],
    [one("tag_id", "=", "7003"), 2],
    [one("owner_id", "=", 1003), 4],
    [one("name", "!~", "customer"), 0],
  ];

  test.for(contacts)("contacts by %o", async ([query, expected], { client }) => {
    expect(await drain(await client.contacts.search({ query }))).toHaveLength(expected);
  });
});
