import { describe, expect } from "vitest";
import type { Fault } from "../src/index.ts";
import { startStandIn } from "../src/index.ts";
import { clientOf, test } from "./support/test.ts";

describe("a fault with a status", () => {
  const codes: readonly (readonly [Exclude<Fault["kind"], string>, string])[] = [
    [{ status: 401 }, "unauthorized"],
    [{ status: 401, code: "token_revoked" }, "token_revoked"],
    [{ status: 401, code: "token_expired" }, "token_expired"],
    [{ status: 403 }, "forbidden"],
    [
      { status: 403, code: "api_plan_restricted", message: "Active subscription needed." },
      "api_plan_restricted",
    ],
    [{ status: 404 }, "not_found"],
    [{ status: 429 }, "rate_limit_exceeded"],
    [{ status: 500 }, "server_error"],
    [{ status: 503 }, "server_error"],
  ];

  test.for(codes)("%o", async ([kind, code], { standIn, client }) => {
    standIn.fail({ kind });
    await expect(client.admins.list()).rejects.toMatchObject({
      statusCode: kind.status,
      body: {
        type: "error.list",
        errors: [kind.message ? { code, message: kind.message } : { code }],
      },
    });
    await client.admins.list();
  });

  test("sends its headers, and 429 says when the window ends", async ({ standIn }) => {
    standIn.fail({ kind: { status: 429, headers: { "Retry-After": "1" } } });
    const { headers } = await fetch(`${standIn.url}/admins`);
    expect(headers.get("retry-after")).toBe("1");
    expect(headers.get("x-ratelimit-remaining")).toBe("0");
    expect(Number(headers.get("x-ratelimit-reset"))).toBeGreaterThan(Date.now() / 1000 - 5);
  });

  test("changes nothing in the workspace", async ({ standIn, client }) => {
    standIn.fail({ kind: { status: 500 } });
    await expect(client.articles.delete({ article_id: 8001 })).rejects.toThrow();
    expect(standIn.workspace.articles).toHaveLength(4);
  });
});

describe("a fault strikes", () => {
  test("the method and path that it names, as often as it says", async ({ standIn, client }) => {
    standIn.fail({ method: "get", path: "/teams/*", times: 2, kind: { status: 500 } });
    await client.teams.list();
    await client.admins.list();
    await expect(client.teams.find({ team_id: "5001" })).rejects.toThrow();
    await expect(client.teams.find({ team_id: "5002" })).rejects.toThrow();
    await client.teams.find({ team_id: "5001" });
    expect(standIn.requests.map(({ status }) => status)).toEqual([200, 200, 500, 500, 200]);
  });

  test("in the order given", async ({ standIn, client }) => {
    standIn.fail({ kind: { status: 500 } });
    standIn.fail({ path: "/admins", kind: { status: 503 } });
    await expect(client.admins.list()).rejects.toMatchObject({ statusCode: 500 });
    await expect(client.admins.list()).rejects.toMatchObject({ statusCode: 503 });
  });

  test("no more once forgotten", async ({ standIn, client }) => {
    standIn.fail({ times: 9, kind: "reset" });
    await expect(client.admins.list()).rejects.toThrow();
    standIn.reset();
    expect(standIn.requests).toEqual([]);
    await client.admins.list();
  });

  test("the token exchange too", async ({ standIn }) => {
    standIn.fail({ path: "/auth/eagle/token", kind: { status: 500 } });
    const answer = await fetch(`${standIn.url}/auth/eagle/token`, { method: "POST" });
    expect(answer.status).toBe(500);
  });
});

describe("a fault without an answer", () => {
  test("hang: nothing comes until the caller gives up", async ({ standIn, client }) => {
    standIn.fail({ kind: "hang" });
    const patience = new AbortController();
    const call = client.admins.list({ abortSignal: patience.signal });
    await expect.poll(() => standIn.requests.length).toBe(1);
    expect(standIn.requests[0]?.status).toBeUndefined();
    patience.abort();
    await expect(call).rejects.toThrow();
    await client.admins.list();
  });

  test("reset: the connection ends", async ({ standIn, client }) => {
    standIn.fail({ kind: "reset" });
    await expect(client.admins.list()).rejects.toMatchObject({ statusCode: undefined });
  });

  test("broken-json: 200, and no JSON", async ({ standIn }) => {
    for (const [method, path, body] of [
      ["GET", "/admins", null],
      ["POST", "/events", '{"user_id":"user-1","event_name":"x","created_at":1}'],
    ] as const) {
      standIn.fail({ kind: "broken-json" });
      const headers = { Authorization: `Bearer ${standIn.token}` };
      const answer = await fetch(standIn.url + path, { method, headers, body });
      expect(answer.ok).toBe(true);
      await expect(answer.json()).rejects.toThrow(SyntaxError);
    }
  });

  test("slow-body: the head at once, the body byte by byte", async ({ standIn }) => {
    standIn.fail({ kind: "slow-body" });
    const headers = { Authorization: `Bearer ${standIn.token}` };
    const answer = await fetch(`${standIn.url}/admins`, { headers });
    expect(answer.status).toBe(200);
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe("{");
    await reader?.cancel();
  });
});

describe("rate limits", () => {
  test("are in every answer's headers", async ({ standIn, client }) => {
    const { rawResponse } = await client.admins.list().withRawResponse();
    expect(rawResponse.headers.get("x-ratelimit-limit")).toBe("1667");
    expect(rawResponse.headers.get("x-ratelimit-remaining")).toBe("1666");
    expect(Number(rawResponse.headers.get("x-ratelimit-reset")) % 10).toBe(0);
    const refused = await fetch(`${standIn.url}/nowhere`);
    expect(refused.headers.get("x-ratelimit-limit")).toBe("1667");
  });

  test("are kept when a limit is set", async () => {
    const standIn = await startStandIn({ rateLimit: 0 });
    await expect(clientOf(standIn).admins.list()).rejects.toMatchObject({
      statusCode: 429,
      body: {
        errors: [
          { code: "rate_limit_exceeded", message: "Exceeded rate limit of 0 in 10_seconds" },
        ],
      },
    });
    await standIn.close();
  });
});
