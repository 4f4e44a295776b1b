import { createHmac } from "node:crypto";
import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:http";
import { expect } from "vitest";
import { startStandIn } from "../src/index.ts";
import { test as base } from "./support/test.ts";

interface Delivery {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An app's webhook endpoint that keeps what it gets, and answers 202. */
const test = base.extend<{ endpoint: string; deliveries: Delivery[] }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that one needs from its pattern.
  deliveries: async ({}, use) => use([]),
  endpoint: async ({ deliveries }, use) => {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      deliveries.push({ method: request.method, headers: request.headers, body });
      response.writeHead(202).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    await use(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/hook`);
    server.closeAllConnections();
    server.close();
  },
});

test("a notification is signed over its raw bytes", async ({ standIn, endpoint, deliveries }) => {
  const item = { type: "admin", id: 1003, name: "Agnès" };
  const answer = await standIn.notify(endpoint, {
    topic: "admin.removed_from_workspace",
    item,
    createdAt: 1767614400,
  });
  expect(answer.status).toBe(202);
  const [{ method, headers, body } = { method: "", headers: {}, body: "" }] = deliveries;
  const digest = createHmac("sha1", standIn.clientSecret).update(body, "utf8").digest("hex");
  expect(method).toBe("POST");
  expect(headers["content-type"]).toBe("application/json");
  expect(headers["x-hub-signature"]).toBe(`sha1=${digest}`);
  expect(headers["x-hub-signature"]).toMatch(/^sha1=[0-9a-f]{40}$/);
  expect(JSON.parse(body)).toEqual({
    type: "notification_event",
    app_id: "demo1234",
    id: expect.stringMatching(/^notif_[0-9a-f-]{36}$/),
    topic: "admin.removed_from_workspace",
    created_at: 1767614400,
    first_sent_at: 1767614400,
    delivery_attempts: 1,
    delivery_status: "pending",
    delivered_at: 0,
    self: null,
    links: {},
    data: { type: "notification_event_data", item },
  });
});

test("a signature that is published elsewhere", async () => {
  const standIn = await startStandIn({ clientSecret: "key" });
  expect(standIn.sign("The quick brown fox jumps over the lazy dog")).toBe(
    "sha1=de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9",
  );
  await standIn.close();
});

test("each notification has an id of its own unless told", async ({
  standIn,
  endpoint,
  deliveries,
}) => {
  const seed = { topic: "conversation.admin.assigned", item: {}, workspaceId: "other567" };
  await standIn.notify(endpoint, seed);
  await standIn.notify(endpoint, seed);
  await standIn.notify(endpoint, { ...seed, id: "notif_again" });
  const [first, second, third] = deliveries.map(({ body }) => JSON.parse(body));
  expect(first.app_id).toBe("other567");
  expect(first.id).not.toBe(second.id);
  expect(third.id).toBe("notif_again");
});

test("a ping is signed and has no id", async ({ standIn, endpoint, deliveries }) => {
  await standIn.ping(endpoint);
  expect(deliveries[0]?.headers["x-hub-signature"]).toBe(standIn.sign(deliveries[0]?.body ?? ""));
  expect(JSON.parse(deliveries[0]?.body ?? "")).toMatchObject({ topic: "ping", id: null });
});

test("an endpoint is checked with HEAD", async ({ standIn, endpoint, deliveries }) => {
  expect((await standIn.validate(endpoint)).status).toBe(202);
  expect(deliveries).toMatchObject([{ method: "HEAD", body: "" }]);
  expect(deliveries[0]?.headers["x-hub-signature"]).toBeUndefined();
});
