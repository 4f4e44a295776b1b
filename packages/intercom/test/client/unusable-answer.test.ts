import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { intercomPolicy } from "@intercom-rbac/core";
import { expect, it, onTestFinished } from "vitest";
import { createIntercomClient, createRoleDirectory } from "../../src/index.ts";

/** A server on a real port, what it was asked, and a client of it. */
async function serve(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    req.resume();
    answer(req, res);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = createIntercomClient({ token: "t", baseUrl: url, maxAnswerBytes: 1000 });
  return { asked, url, client };
}

const NEXT =
  "Check options.baseUrl and a proxy in between; the client expects API version 2.16. If it was a write, look whether it took effect before you repeat it.";

const STATUSES = [300, 301, 302, 303, 304, 307, 308];

it.each(STATUSES)("a redirect (%i) of a write is a failure, and goes nowhere", async (status) => {
  const elsewhere = await serve((_req, res) => res.end("{}"));
  const { client, asked } = await serve((_req, res) =>
    res.writeHead(status, { Location: `${elsewhere.url}/contacts` }).end(),
  );
  const write = client.contacts.create({ email: "new@customers.example" });
  await expect(write).rejects.toMatchObject({
    code: "ERR_RBAC_INTERCOM_FAILED",
    reason: "answer-invalid",
    status,
    message: `The answer was a redirect, and none is followed (${status}). ${NEXT}`,
  });
  expect(asked).toEqual(["POST /contacts"]);
  expect(elsewhere.asked).toEqual([]);
});

it.each(STATUSES)("a redirect (%i) of a read is not asked for again", async (status) => {
  const elsewhere = await serve((_req, res) => res.end("{}"));
  const { client, asked } = await serve((_req, res) =>
    res.writeHead(status, { Location: `${elsewhere.url}/admins`, "Retry-After": "0" }).end(),
  );
  await expect(client.admins.list()).rejects.toMatchObject({ reason: "answer-invalid", status });
  // A call's own retries are the SDK's.
  await expect(client.admins.list({ maxRetries: 2 })).rejects.toMatchObject({ status });
  expect(asked).toEqual(["GET /admins", "GET /admins"]);
  expect(elsewhere.asked).toEqual([]);
});

it("a redirect gives nobody a role", async () => {
  const forged = { id: "7", role: { id: 102 }, team_ids: [] };
  const elsewhere = await serve((_req, res) => res.end(JSON.stringify({ admins: [forged] })));
  const { client } = await serve((_req, res) =>
    res.writeHead(302, { Location: `${elsewhere.url}/admins` }).end(),
  );
  const directory = createRoleDirectory({
    client,
    policy: intercomPolicy,
    workspaceId: "demo1234",
    roles: { byRoleId: { 102: "admin" }, owners: [] },
  });
  await expect(directory.principal("7")).rejects.toMatchObject({
    code: "ERR_RBAC_UNAVAILABLE",
    cause: { reason: "answer-invalid", status: 302 },
  });
  expect(elsewhere.asked).toEqual([]);
});

const listOf = (bytes: number) => {
  const empty = JSON.stringify({ admins: [], more: "" });
  return JSON.stringify({ admins: [], more: "x".repeat(bytes - empty.length) });
};

it("an answer of as many bytes as may be is read, and one of one more is not", async () => {
  let bytes = 1000;
  const { client } = await serve((_req, res) => res.end(listOf(bytes)));
  expect(await client.admins.list()).toMatchObject({ admins: [] });
  bytes = 1001;
  await expect(client.admins.list()).rejects.toMatchObject({
    reason: "answer-invalid",
    status: undefined,
    message: `Intercom's answer could not be understood (longer than options.maxAnswerBytes). ${NEXT}`,
  });
});

it.each([200, 500])("an answer (%i) without an end is given up", async (status) => {
  let gone: Promise<unknown> = Promise.resolve();
  const { client } = await serve((_req, res) => {
    gone = once(res, "close");
    res.writeHead(status, { "Retry-After": "60" });
    const more = () => void res.write("x".repeat(600));
    res.on("drain", more);
    more();
    const timer = setInterval(more, 5);
    res.on("close", () => clearInterval(timer));
  });
  await expect(client.admins.list()).rejects.toMatchObject({ reason: "answer-invalid" });
  await gone;
});

it("what is counted is what was unpacked", async () => {
  const packed = gzipSync(listOf(100_000));
  expect(packed.byteLength).toBeLessThan(1000);
  const { client } = await serve((_req, res) =>
    res.writeHead(200, { "Content-Encoding": "gzip" }).end(packed),
  );
  await expect(client.admins.list()).rejects.toMatchObject({ reason: "answer-invalid" });
});

it("16 MiB are read unless told", async () => {
  let bytes = 16 * 2 ** 20;
  const { url } = await serve((_req, res) => res.end(listOf(bytes)));
  const client = createIntercomClient({ token: "t", baseUrl: url });
  expect(await client.admins.list()).toMatchObject({ admins: [] });
  bytes++;
  await expect(client.admins.list()).rejects.toMatchObject({ reason: "answer-invalid" });
});
