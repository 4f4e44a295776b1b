import { definePolicy, intercomCatalogue } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { guardClient } from "../../src/guard/guard-client.ts";
import { callMethod, refusal } from "./call-method.ts";
import { countingServer } from "./counting-server.ts";

const server = countingServer();
const policy = definePolicy({ permissions: intercomCatalogue, roles: { all: { can: ["*"] } } });

function actingAs(attributes: object) {
  const principal = { id: "u1", roles: ["all"], ...attributes };
  return guardClient(server.client, { policy, principal: () => principal });
}

const acts = (id: unknown) => [
  {
    method: "conversations.reply",
    request: {
      conversation_id: "9",
      body: { type: "admin", admin_id: id, message_type: "comment", body: "Hello" },
    },
  },
  {
    method: "conversations.manage",
    request: { conversation_id: "9", body: { type: "admin", admin_id: id, message_type: "close" } },
  },
  { method: "notes.create", request: { contact_id: "c", admin_id: id, body: "Hello" } },
  {
    method: "messages.create",
    request: { message_type: "inapp", from: { type: "admin", id }, to: {}, body: "Hello" },
  },
];

describe("a principal that says which admin it is", () => {
  it.each(acts("8"))("acts in no other's name: $method", async ({ method, request }) => {
    const sdk = actingAs({ adminId: 7 });
    const error = await refusal(callMethod(sdk, method, request));
    expect(error).toMatchObject({ code: "ERR_RBAC_GUARD_MISUSED" });
    expect(server.came).toEqual([]);
  });

  it.each([...acts("7"), ...acts(7)])("acts in its own: $method", async ({ method, request }) => {
    await callMethod(actingAs({ adminId: 7 }), method, request);
    expect(server.came).toHaveLength(1);
  });

  it.each([{}, ["7"], true, "07", "7 "])("acts in the name of nobody else by %j", async (id) => {
    const [reply] = acts(id);
    const call = callMethod(actingAs({ adminId: 7 }), reply?.method ?? "", reply?.request ?? {});
    await refusal(call);
    expect(server.came).toEqual([]);
  });
});

it("a principal whose id is the app's own may name any admin", async () => {
  const [reply] = acts("8");
  await callMethod(actingAs({}), reply?.method ?? "", reply?.request ?? {});
  expect(server.came).toHaveLength(1);
});
