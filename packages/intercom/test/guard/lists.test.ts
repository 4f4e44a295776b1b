import { definePolicy, intercomCatalogue, principal as of } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { sdkMethods } from "../../src/guard/sdk-methods.ts";
import { callMethod, guardUntyped, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();

const policy = definePolicy({
  permissions: intercomCatalogue,
  roles: {
    agent: {
      can: [
        { permission: "conversations:read", when: { admin_assignee_id: of("adminId") } },
        { permission: "contacts:read", when: { owner_id: of("adminId") } },
        { permission: "tickets:read", when: { admin_assignee_id: of("adminId") } },
        { permission: "articles:read", when: { state: "published" } },
        { permission: "companies:read", when: { plan: "pro" } },
        { permission: "internal_articles:read", when: { owner_id: of("adminId") } },
        { permission: "events:read", when: { name: "x" } },
        { permission: "settings:read", when: { label: "x" } },
        { permission: "notes:read", fields: ["body"] },
      ],
    },
    lead: { can: ["conversations:read", "contacts:read"] },
  },
});
const AGENT = { id: "1003", roles: ["agent"], adminId: 1003 };
const guarded = () => guardClient(server.client, { policy, principal: AGENT });

const HIDDEN = "hidden-canary";
const mine = (id: string) => ({ id, admin_assignee_id: 1003, owner_id: 1003 });
const theirs = (id: string) => ({ id, admin_assignee_id: 1004, owner_id: 1004, name: HIDDEN });

describe("a list of which some rows may be seen", () => {
  it("comes with those rows alone, in their order, and with nothing that counts the others", async () => {
    server.answer("GET /conversations", {
      type: "conversation.list",
      conversations: [theirs("1"), mine("2"), theirs("3"), mine("4")],
      total_count: 4,
      pages: { type: "pages", page: 1, per_page: 20, total_pages: 1, next: null },
      hint: HIDDEN,
    });
    const page = await guarded().conversations.list();
    expect(page.data).toEqual([mine("2"), mine("4")]);
    expect(page.response).toEqual({
      type: "conversation.list",
      conversations: [mine("2"), mine("4")],
      pages: { type: "pages", page: 1, per_page: 20 },
    });
    expect(JSON.stringify(page)).not.toContain(HIDDEN);
    expect(server.lines()).toEqual(["GET /conversations"]);
  });

  it("comes so beside the raw response, too", async () => {
    server.answer("GET /articles/search?phrase=x", {
      type: "list",
      total_count: 2,
      data: {
        articles: [
          { id: "1", state: "published" },
          { id: "2", state: "draft", title: HIDDEN },
        ],
        highlights: [{ article_id: "2", highlighted_summary: HIDDEN }],
      },
      pages: { total_pages: 1 },
    });
    const search = () => guarded().articles.search({ phrase: "x" });
    const seen = { type: "list", data: { articles: [{ id: "1", state: "published" }] }, pages: {} };
    expect(await search()).toEqual(seen);
    const { data, rawResponse } = await search().withRawResponse();
    expect(data).toEqual(seen);
    expect(rawResponse.status).toBe(200);
    expect(JSON.stringify(rawResponse)).not.toContain(HIDDEN);
  });

  const pages = () => {
    server.answer("GET /contacts", {
      type: "list",
      data: [theirs("1")],
      pages: { next: { starting_after: "a" } },
    });
    server.answer("GET /contacts?starting_after=a", {
      type: "list",
      data: [mine("2"), theirs("3")],
      pages: { next: { starting_after: "b" } },
    });
    server.answer("GET /contacts?starting_after=b", { type: "list", data: [mine("4")] });
  };

  it("has every page so, iterated over or asked for", async () => {
    pages();
    const seen: unknown[] = [];
    for await (const contact of await guarded().contacts.list()) seen.push(contact);
    expect(seen).toEqual([mine("2"), mine("4")]);

    const page = await guarded().contacts.list();
    expect(page.data).toEqual([]);
    expect(page.hasNextPage()).toBe(true);
    expect((await page.getNextPage()).data).toEqual([mine("2")]);
    expect(page.rawResponse.url).toMatch(/\/contacts$/);
    expect(page.response).toMatchObject({ data: [mine("2")] });
    await page.getNextPage();
    expect(page.data).toEqual([mine("4")]);
    expect(page.hasNextPage()).toBe(false);
    expect(JSON.stringify(page)).not.toContain(HIDDEN);
    expect(server.lines()).toHaveLength(6);
  });

  it("decides anew for every page", async () => {
    pages();
    let roles: string[] = ["lead"];
    const changing = guardClient(server.client, {
      policy,
      principal: () => Promise.resolve({ ...AGENT, roles }),
    });
    const page = await changing.contacts.list();
    expect(page.data).toEqual([theirs("1")]);
    roles = ["agent"];
    await page.getNextPage();
    expect(page.data).toEqual([mine("2")]);
    roles = [];
    const error = await refusal(page.getNextPage());
    expect(error).toMatchObject({ decision: { code: "permission_missing" } });
    expect(page.data).toEqual([mine("2")]);
    roles = ["lead"];
    await page.getNextPage();
    expect(page.data).toEqual([mine("4")]);
    expect(server.lines()).toHaveLength(3);
  });

  it("keeps the scroll it is part of, which is no row's", async () => {
    server.answer("GET /companies/scroll", {
      type: "list",
      data: [{ id: "1", plan: "free" }],
      scroll_param: "s1",
      total_count: 2,
    });
    server.answer("GET /companies/scroll?scroll_param=s1", { data: [{ id: "2", plan: "pro" }] });
    const page = await guarded().companies.scroll();
    expect(page.response).toEqual({ type: "list", data: [], scroll_param: "s1" });
    expect((await page.getNextPage()).data).toEqual([{ id: "2", plan: "pro" }]);
  });

  it("pages on where the SDK pages by number, however little of a page may be seen", async () => {
    server.answer("POST /companies/list", { data: [{ id: "1", plan: "free" }], total_count: 3 });
    server.answer("POST /companies/list?page=2", { data: [{ id: "2", plan: "pro" }] });
    server.answer("POST /companies/list?page=3", { data: [] });
    const seen: unknown[] = [];
    for await (const company of await guarded().companies.list()) seen.push(company);
    expect(seen).toEqual([{ id: "2", plan: "pro" }]);
  });

  const query = { field: "open", operator: "=", value: "true" } as const;
  const filtering = () =>
    guardClient(server.client, { policy, principal: AGENT, hiddenRows: "filter" });

  it("is not searched, because the number of pages would tell of hidden rows", async () => {
    for (const client of [
      guarded(),
      guardClient(server.client, { policy, principal: AGENT, hiddenRows: "refuse" }),
    ]) {
      for (const name of ["contacts.search", "conversations.search", "tickets.search"]) {
        const error = await refusal(callMethod(client, name, { query }));
        expect(error).toMatchObject({ decision: { allowed: false, code: "resource_required" } });
      }
    }
    expect(server.lines()).toEqual([]);
    const lead = guardClient(server.client, { policy, principal: { id: "1", roles: ["lead"] } });
    await lead.conversations.search({ query });
    expect(server.lines()).toEqual(["POST /conversations/search"]);
  });

  it("takes no other word for what becomes of hidden rows", () => {
    for (const hiddenRows of ["", "Filter", "show", true, null]) {
      expect(() => guardUntyped(server.client, { policy, principal: AGENT, hiddenRows })).toThrow(
        expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID" }),
      );
    }
  });

  it("is searched with the query that was given, where the app says that it may be", async () => {
    server.answer("POST /conversations/search", {
      conversations: [theirs("1"), mine("2")],
      total_count: 2,
      pages: { page: 1, total_pages: 9, next: { starting_after: HIDDEN } },
    });
    const page = await filtering().conversations.search({ query });
    expect(page.data).toEqual([mine("2")]);
    expect(page.response).toEqual({ conversations: [mine("2")], pages: { page: 1 } });
    expect(server.came[0]?.body).toEqual({ query });
  });

  it.each([
    null,
    {},
    [],
    "rows",
    { conversations: {} },
    { conversations: [null, 5, "x", [mine("1")]] },
  ])("is empty where the rows are not where they should be: %j", async (body) => {
    server.answer("GET /conversations", body);
    server.answer("GET /articles/search", body);
    server.answer("GET /internal_articles", body);
    const client = guarded();
    expect((await client.articles.search()).data?.articles).toEqual([]);
    expect((await client.internalArticles.listInternalArticles()).data).toEqual([]);
  });

  it("takes a list for no page, whatever its body looks like", async () => {
    const body = { data: [theirs("1")], response: { data: [mine("2")] }, rawResponse: HIDDEN };
    server.answer("GET /internal_articles", body);
    expect(await guarded().internalArticles.listInternalArticles()).toEqual({ data: [] });
  });

  it("is empty for rows that are none", async () => {
    server.answer("POST /tickets/search", { tickets: [null, 5, "x", [mine("1")], mine("2")] });
    const page = await filtering().tickets.search({ query });
    expect(page.data).toEqual([mine("2")]);
  });
});

describe("a list that may be seen whole", () => {
  it("comes as it is", async () => {
    const body = { data: [mine("1"), theirs("2")], total_count: 2, pages: { total_pages: 1 } };
    server.answer("GET /contacts", body);
    const lead = guardClient(server.client, { policy, principal: { id: "1", roles: ["lead"] } });
    const page = await lead.contacts.list();
    expect(page.response).toEqual(body);
    expect(page.data).toEqual(body.data);
  });
});

describe("a list of which nothing may be seen", () => {
  it("is not asked for", async () => {
    const calls: [string, object, string][] = [
      ["admins.list", {}, "permission_missing"],
      // Its rows have no one place, or are of another kind, or there is no row to speak of.
      ["companies.retrieve", {}, "resource_required"],
      ["events.list", {}, "resource_required"],
      ["awayStatusReasons.listAwayStatusReasons", {}, "resource_required"],
      // Of a list nobody could say which fields it touches.
      ["notes.list", { contact_id: "c" }, "field_required"],
    ];
    for (const [method, request, code] of calls) {
      const error = await refusal(callMethod(guarded(), method, request));
      expect(error).toMatchObject({ decision: { allowed: false, code } });
    }
    expect(server.lines()).toEqual([]);
  });
});

describe("the table", () => {
  it("decides on answers only of calls that change nothing, so that nothing is changed first", () => {
    for (const [name, method] of Object.entries(sdkMethods)) {
      const afterwards = method.rows !== undefined || method.answersRow === true;
      if (!afterwards) continue;
      const reads = method.http.startsWith("GET ") || method.reads === true;
      expect(reads, name).toBe(true);
    }
  });

  it("posts to read five times", () => {
    const posts = Object.values(sdkMethods).filter(({ reads = false }) => reads);
    expect(posts.map(({ http }) => http)).toEqual([
      "POST /contacts/search",
      "POST /companies/list",
      "POST /conversations/search",
      "POST /tickets/search",
      "POST /calls/search",
    ]);
  });
});
