import { describe, expect, test } from "vitest";
import { bodyOf, openEndpoint, seconds } from "./endpoint.ts";

const time = seconds("2026-11-29T12:00:00Z");
const clock = { now: () => time * 1000 };

describe("what the app is told", () => {
  test.each<[string, string]>([
    ["admin.added_to_workspace", "admin"],
    ["admin.removed_from_workspace", "admin"],
    ["admin.away_mode_updated", "admin"],
    ["admin.logged_in", "admin"],
    ["admin.logged_out", "admin"],
    ["admin.activity_log_event.created", "admin-activity"],
    ["conversation.admin.assigned", "conversation"],
    ["conversation.admin.open.assigned", "conversation"],
    ["conversation.admin.closed", "conversation"],
    ["conversation.deleted", "conversation"],
    ["contact.deleted", "contact"],
    ["ticket.admin.assigned", "ticket"],
    ["ticket.team.assigned", "ticket"],
    ["job.completed", "job"],
    ["company.created", "other"],
  ])("%s is of the kind %s", async (topic, kind) => {
    const endpoint = await openEndpoint(clock);
    const item = { id: "7", activity_type: "role_change", more: { deep: [1] } };
    await endpoint.post(
      bodyOf({ topic, created_at: time, first_sent_at: time + 9, data: { item } }),
    );
    const [event] = endpoint.events;
    expect(event).toEqual({
      kind,
      topic,
      id: "notif_1",
      workspaceId: "demo1234",
      createdAt: "2026-11-29T12:00:00.000Z",
      item,
    });
    expect(Object.isFrozen(event)).toBe(true);
  });

  test("a number for an admin's id is told as text, and the rest as it came", async () => {
    const endpoint = await openEndpoint();
    const item = { type: "admin", id: 1002, name: "Adam Admin", team_ids: [5001, 5002] };
    await endpoint.standIn.notify(endpoint.url, { topic: "admin.logged_in", item });
    expect(endpoint.events[0]?.item).toEqual({ ...item, id: "1002" });
  });

  test("the kind says what the item is", async () => {
    const told: string[] = [];
    const endpoint = await openEndpoint({
      onEvent(event) {
        switch (event.kind) {
          case "admin":
            told.push(`${event.topic === "admin.removed_from_workspace"} ${event.item.id}`);
            break;
          case "admin-activity":
            told.push(event.item.activity_type);
            break;
          case "other": {
            const topic: string = event.topic;
            const item: unknown = event.item;
            told.push(`${topic} ${typeof item}`);
          }
        }
      },
    });
    const send = (topic: string, item: object) =>
      endpoint.standIn.notify(endpoint.url, { topic, item });
    await send("admin.removed_from_workspace", { id: 1002 });
    await send("admin.activity_log_event.created", { activity_type: "role_change" });
    await send("company.created", {});
    expect(told).toEqual(["true 1002", "role_change", "company.created object"]);
  });
});

test("LEAK-01 no secret and nothing of the content is in what is told of a request", async () => {
  const secret = "canary-client-secret";
  const endpoint = await openEndpoint({
    clientSecret: secret,
    onEvent: ({ id }) => {
      if (id === "n2") throw new Error("the app's own words");
    },
  });
  const { createHmac } = await import("node:crypto");
  const sign = (body: string) => `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`;
  const item = { id: 1, email: "canary@example.com", body: "canary-message" };
  const bodies = [
    bodyOf({ id: "n1", topic: "admin.logged_in", data: { item } }),
    bodyOf({ id: "n2", data: { item } }),
    bodyOf({ id: "n3", data: { canary: item } }),
    "canary, and no JSON",
  ];
  for (const body of bodies) {
    await endpoint.post(body, sign(body));
    await endpoint.post(body, `sha1=${"c".repeat(40)}`);
  }
  expect(endpoint.replies.map(({ status }) => status)).toEqual([
    200, 401, 500, 401, 400, 401, 400, 401,
  ]);
  for (const reply of endpoint.replies) {
    const { error } = reply;
    const text = `${JSON.stringify(reply)} ${error instanceof Error ? error.stack : ""}`;
    expect(text).not.toMatch(/canary/i);
    expect(text).not.toMatch(/[0-9a-f]{40}/);
  }
});
