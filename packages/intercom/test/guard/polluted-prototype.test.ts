import { definePolicy, intercomCatalogue } from "@intercom-rbac/core";
import { afterEach, describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();

const policy = definePolicy({
  permissions: intercomCatalogue,
  roles: {
    agent: {
      can: [
        { permission: "notes:write", when: { author: 1 } },
        { permission: "contacts:delete", when: { owner_id: 1 } },
        "conversations:close",
        "articles:write",
      ],
    },
  },
});
const agent = () =>
  guardClient(server.client, { policy, principal: { id: "1", roles: ["agent"] } });

const lent: string[] = [];

function pollute(name: string, value: unknown): void {
  lent.push(name);
  Reflect.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
}

afterEach(() => {
  for (const name of lent.splice(0)) Reflect.deleteProperty(Object.prototype, name);
});

describe("a polluted Object.prototype", () => {
  const calls: readonly [string, object][] = [
    ["notes.create", { contact_id: "c", body: "x" }],
    ["contacts.delete", { contact_id: "c" }],
    ["articles.update", { article_id: 1, state: "published" }],
    [
      "conversations.manage",
      { conversation_id: "1", body: { message_type: "close", assignee_id: "5" } },
    ],
  ];

  it.each([
    ["answersRow", true],
    ["rows", "data"],
    ["nested", true],
    ["reads", true],
    ["noRequest", true],
    ["fields", true],
    ["also", []],
    ["queryIds", []],
    ["row", { ids: ["id"] }],
    ["read", "contacts.find"],
    ["message_type", "close"],
  ])("changes nothing in what a call demands: %s", async (name, value) => {
    server.answer("GET /contacts/c", { id: "c", owner_id: 2 });
    // What a client finds out once is found out while it is clean, and while it is not.
    const guarded = agent();
    pollute(name, value);
    for (const client of [guarded, agent()]) {
      for (const [method, request] of calls) {
        const error = await refusal(callMethod(client, method, request));
        expect(error).toMatchObject({ code: "ERR_RBAC_PERMISSION_DENIED" });
      }
    }
    expect(server.lines().filter((line) => !line.startsWith("GET"))).toEqual([]);
  });
});
