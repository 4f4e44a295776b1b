import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect } from "vitest";
import { startStandIn } from "../src/index.ts";
import { clientOf, send, test } from "./support/test.ts";

describe("close", () => {
  test("ends requests that hang and bodies that drip", async () => {
    const standIn = await startStandIn();
    const client = clientOf(standIn);
    standIn.fail({ path: "/admins", kind: "hang" });
    standIn.fail({ path: "/teams", kind: "slow-body" });
    const calls = [client.admins.list(), client.teams.list()].map((call) =>
      call.then(
        () => "answered",
        () => "ended",
      ),
    );
    await expect.poll(() => standIn.requests.length).toBe(2);
    await standIn.close();
    expect(await Promise.all(calls)).toEqual(["ended", "ended"]);
    await expect(fetch(standIn.url)).rejects.toThrow();
  });

  test("may be called twice", async () => {
    const standIn = await startStandIn();
    await standIn.close();
    await standIn.close();
  });
});

describe("the server outlives", () => {
  test("a body that is not JSON", async ({ standIn, client }) => {
    const headers = { Authorization: `Bearer ${standIn.token}` };
    const answer = await fetch(`${standIn.url}/contacts`, { method: "POST", headers, body: "{" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ code: "bad_request" }] });
    await client.admins.list();
  });

  test("a body of three megabytes", async ({ standIn, client }) => {
    const answer = await send(standIn, "POST", "/contacts", { name: "x".repeat(3_000_000) });
    expect(answer.status).toBe(413);
    await client.admins.list();
  });

  test("a path that does not decode", async ({ standIn }) => {
    expect((await send(standIn, "GET", "/contacts/%E0%A4%A")).status).toBe(404);
    expect((await send(standIn, "GET", "/contacts/__proto__")).status).toBe(404);
  });

  test("what is not HTTP, and a client that leaves in the middle", async ({ standIn, client }) => {
    const port = Number(new URL(standIn.url).port);
    for (const text of ["hello\r\n\r\n", "POST /events HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"]) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      socket.write(text);
      socket.end();
      await once(socket, "close");
    }
    await client.admins.list();
  });
});

test("what was seen is there to be asserted", async ({ standIn, client }) => {
  await client.contacts.list({ per_page: 2 });
  await client.tags.create({ name: "urgent" });
  expect(standIn.requests).toMatchObject([
    { method: "GET", path: "/contacts", status: 200, body: undefined },
    { method: "POST", path: "/tags", status: 200, body: { name: "urgent" } },
  ]);
  expect(standIn.requests[0]?.query.get("per_page")).toBe("2");
  expect(standIn.requests[0]?.headers["authorization"]).toBe(`Bearer ${standIn.token}`);
});
