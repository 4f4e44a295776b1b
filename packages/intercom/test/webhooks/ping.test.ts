import { describe, expect, test } from "vitest";
import { bodyOf, openEndpoint } from "./endpoint.ts";

describe("what Intercom sends to see whether the endpoint is there", () => {
  test("HOOK-08 the ping of the Developer Hub, without an id → 200, every time", async () => {
    const endpoint = await openEndpoint({ workspaces: () => false });
    for (let times = 0; times < 2; times++) {
      expect((await endpoint.standIn.ping(endpoint.url)).status).toBe(200);
    }
    const reply = {
      status: 200,
      outcome: "ping",
      notification: { id: null, topic: "ping", workspaceId: "demo1234" },
    };
    expect(endpoint.replies).toEqual([reply, reply]);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-08 an old ping, and one with an id, is a ping", async () => {
    const endpoint = await openEndpoint();
    await endpoint.post(bodyOf({ topic: "ping", id: "notif_1", created_at: 1, first_sent_at: 1 }));
    expect(endpoint.replies).toMatchObject([{ outcome: "ping", notification: { id: null } }]);
  });

  test("HOOK-08 HEAD → 200", async () => {
    const endpoint = await openEndpoint();
    expect((await endpoint.standIn.validate(endpoint.url)).status).toBe(200);
    expect(endpoint.replies).toEqual([{ status: 200, outcome: "validation" }]);
  });

  test("a ping that nobody signed → 401", async () => {
    const endpoint = await openEndpoint();
    expect(await endpoint.post(bodyOf({ topic: "ping", id: null }), null)).toBe(401);
  });

  test.each(["GET", "PUT", "DELETE", "PATCH"])("%s → 405", async (method) => {
    const endpoint = await openEndpoint();
    expect((await fetch(endpoint.url, { method })).status).toBe(405);
    expect(endpoint.replies).toEqual([{ status: 405, outcome: "method-refused" }]);
  });
});

describe("HOOK-05 a body of more than maxBytes", () => {
  test("HOOK-05 2 MB, signed rightly → 413", async () => {
    const endpoint = await openEndpoint();
    const body = bodyOf({ data: { item: { text: "x".repeat(2_000_000) } } });
    expect(await endpoint.post(body)).toBe(413);
    expect(endpoint.replies).toEqual([{ status: 413, outcome: "too-large" }]);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-05 one byte more → 413, and of that size exactly → 200", async () => {
    const body = bodyOf();
    const maxBytes = Buffer.byteLength(body);
    const endpoint = await openEndpoint({ maxBytes });
    expect([await endpoint.post(`${body} `), await endpoint.post(body)]).toEqual([413, 200]);
  });
});
