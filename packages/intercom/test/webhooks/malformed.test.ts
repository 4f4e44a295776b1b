import { describe, expect, test } from "vitest";
import { isAmbiguousJson } from "../../src/webhooks/ambiguous-json.ts";
import { bodyOf, openEndpoint } from "./endpoint.ts";

const withItem = (item: string) =>
  bodyOf({ data: "ITEM" }).replace('"ITEM"', `{"type":"notification_event_data","item":${item}}`);

describe("a body that is signed rightly", () => {
  test.each<[string, string]>([
    ["no JSON", "not json"],
    ["nothing", ""],
    ["half of it", bodyOf().slice(0, -1)],
    ["JSON and more", `${bodyOf()} {}`],
    ["a byte order mark", `\ufeff${bodyOf()}`],
    ["a list", `[${bodyOf()}]`],
    ["null", "null"],
    ["another type", bodyOf({ type: "notification" })],
    ["no topic", bodyOf({ topic: undefined })],
    ["a topic with a line break", bodyOf({ topic: "ping\nforged: log line" })],
    ["a topic of 1,000 characters", bodyOf({ topic: "a".repeat(1_000) })],
    ["no id, and no ping", bodyOf({ id: null })],
    ["an id that is a number", bodyOf({ id: 7 })],
    ["an id with a line break", bodyOf({ id: "notif_1\r\n" })],
    ["no workspace", bodyOf({ app_id: undefined })],
    ["a workspace with a slash", bodyOf({ app_id: "../demo1234" })],
    ["no time", bodyOf({ created_at: undefined })],
    ["a time in milliseconds", bodyOf({ created_at: Date.now() })],
    ["a time that is text", bodyOf({ created_at: "2026-11-29" })],
    ["a negative time", bodyOf({ created_at: -1 })],
    ["no data", bodyOf({ data: undefined })],
    ["an item that is text", bodyOf({ data: { item: "contact" } })],
    ["an item that is a list", bodyOf({ data: { item: [] } })],
    ["an id written twice", bodyOf().replace('"id":"notif_1"', '"id":"notif_0","id":"notif_1"')],
    [
      "a key written twice, once with an escape",
      bodyOf().replace('"id":"notif_1"', '"\\u0069d":"notif_0","id":"notif_1"'),
    ],
    ["a key of the item written twice", withItem('{"id":"c1","id":"c2"}')],
    ["__proto__ in the item", withItem('{"__proto__":{"isAdmin":true}}')],
    ["__proto__ with an escape", withItem('{"__pro\\u0074o__":1}')],
    ["__proto__ deep in it", withItem('{"a":[{"b":{"__proto__":null}}]}')],
    ["a constructor with members", withItem('{"constructor":{"prototype":{"isAdmin":true}}}')],
    ["1,000 levels", withItem(`{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}`)],
  ])("HOOK-04 %s → 400", async (_what, body) => {
    const endpoint = await openEndpoint();
    expect(await endpoint.post(body)).toBe(400);
    expect(endpoint.replies).toEqual([{ status: 400, outcome: "malformed" }]);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-04 bytes that are no UTF-8 → 400", async () => {
    const endpoint = await openEndpoint();
    const body = Buffer.concat([
      Buffer.from(bodyOf().slice(0, -1)),
      Buffer.from([0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    ]);
    const answer = await fetch(endpoint.url, {
      method: "POST",
      headers: { "X-Hub-Signature": endpoint.standIn.sign(body) },
      body,
    });
    expect(answer.status).toBe(400);
    expect(endpoint.events).toEqual([]);
  });

  test("HOOK-04 nothing of it is in what is told", async () => {
    const endpoint = await openEndpoint();
    await endpoint.post(bodyOf({ topic: "canary canary" }));
    expect(JSON.stringify(endpoint.replies)).not.toContain("canary");
  });

  test.each<[string, string]>([
    ["keys again in another object", withItem('{"id":"c1","owner":{"id":"a1"}}')],
    ["a key like another value", withItem('{"a":"id","id":"a"}')],
    ["a constructor by trade", withItem('{"custom_attributes":{"constructor":"Bob"}}')],
    ["brackets and quotes in text", withItem('{"body":"\\"id\\": [}{,: \\\\"}')],
  ])("%s is taken", async (_what, body) => {
    const endpoint = await openEndpoint();
    expect(await endpoint.post(body)).toBe(200);
    expect(endpoint.events).toHaveLength(1);
  });
});

describe("isAmbiguousJson", () => {
  test("reads a text of a megabyte, all escapes", () => {
    expect(isAmbiguousJson(`{"a":"${"\\n".repeat(500_000)}","b":1}`)).toBe(false);
    expect(isAmbiguousJson(`{"a":"${"\\n".repeat(500_000)}","a":1}`)).toBe(true);
  });

  test("64 levels are read, 65 are not", () => {
    expect(isAmbiguousJson("[".repeat(64) + "]".repeat(64))).toBe(false);
    expect(isAmbiguousJson("[".repeat(65) + "]".repeat(65))).toBe(true);
  });
});
