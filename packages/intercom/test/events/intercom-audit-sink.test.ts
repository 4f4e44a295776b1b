import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { IntercomFailedError } from "@intercom-rbac/core";
import type { StandIn } from "@intercom-rbac/stand-in";
import { demoContactId, startStandIn } from "@intercom-rbac/stand-in";
import fc from "fast-check";
import { IntercomClient } from "intercom-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { createIntercomClient } from "../../src/client/create-intercom-client.ts";
import type { DroppedEntries, IntercomAuditSinkOptions } from "../../src/index.ts";
import { intercomAuditSink } from "../../src/index.ts";
import { entries, entry, NOON } from "./entries.ts";

type MakeClient = (intercom: Pick<StandIn, "url" | "token">) => IntercomClient;

/** The SDK as it comes, and as this package sets it up. */
const CLIENTS: readonly (readonly [string, MakeClient])[] = [
  ["the SDK's client", ({ url, token }) => new IntercomClient({ token, baseUrl: url })],
  [
    "createIntercomClient",
    ({ url, token }) => createIntercomClient({ token, baseUrl: url, timeoutMs: 5_000 }),
  ],
];

interface Shown {
  readonly id: string | undefined;
  readonly second: number;
}

async function open(
  options: Partial<IntercomAuditSinkOptions> = {},
  makeClient: MakeClient = CLIENTS[0]?.[1] ?? neverMade,
) {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const dropped: DroppedEntries[] = [];
  const contact = demoContactId(1);
  const sink = intercomAuditSink({
    client: makeClient(standIn),
    contact: { id: contact },
    firstRetryMs: 1,
    timeoutMs: 10_000,
    onDropped: (report) => dropped.push(report),
    ...options,
  });
  const shown = (): Shown[] =>
    standIn.workspace.events.map(({ metadata, created_at }) => ({
      id: metadata["decision_id"] === undefined ? undefined : String(metadata["decision_id"]),
      second: created_at,
    }));
  return { sink, standIn, dropped, contact, shown };
}

function neverMade(): never {
  throw new Error("there is no client");
}

/** At once: 429 asks for no wait. */
const LIMITED = { status: 429, headers: { "Retry-After": "0" } } as const;

describe.each(CLIENTS)("a decision in Intercom, through %s", (_which, makeClient) => {
  test("is an event of the contact, with ids and no more", async () => {
    const { sink, standIn, contact } = await open({}, makeClient);
    const told = entry(1, { resourceId: "canary-row", requestId: "canary-request" });
    // What a store may keep beside it.
    await sink.write(Object.assign(told, { adminEmail: "canary@example.com" }));
    await sink.flush();
    expect(standIn.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /events",
    ]);
    expect(standIn.workspace.events).toMatchObject([
      {
        contact_id: contact,
        event_name: "rbac-decision",
        created_at: NOON,
        metadata: {
          permission: "contacts:delete",
          outcome: "denied",
          code: "permission_missing",
          decision_id: "d1",
          admin_id: "1002",
          workspace_id: "demo1234",
          policy_version: "v1",
          decided_at: "2026-11-29T12:00:00.000Z",
        },
      },
    ]);
    expect(JSON.stringify(standIn.requests.map(({ body }) => body))).not.toContain("canary");
  });

  test.each<[string, Parameters<StandIn["fail"]>[0]["kind"], number]>([
    ["429", LIMITED, 10_000],
    ["500", { status: 500 }, 10_000],
    ["503", { status: 503 }, 10_000],
    ["a connection that breaks", "reset", 10_000],
    ["no answer", "hang", 1_000],
  ])("after %s is sent again, the same, and then no more", async (_what, kind, timeoutMs) => {
    const { sink, standIn, dropped, shown } = await open({ timeoutMs }, makeClient);
    standIn.fail({ kind, path: "/events" });
    await sink.write(entry(1));
    await sink.flush();
    const [first, ...others] = standIn.requests.map(({ body }) => body);
    expect(others).toEqual([first]);
    expect(shown()).toEqual([{ id: "d1", second: NOON }]);
    expect(dropped).toEqual([]);
  });

  test.each([400, 401, 403, 404, 422])("after %i is dropped, and reported", async (status) => {
    const { sink, standIn, dropped } = await open({}, makeClient);
    standIn.fail({ kind: { status, message: "canary in the answer" }, path: "/events" });
    await sink.write(entry(1));
    await sink.write(entry(2));
    await sink.flush();
    expect(standIn.requests).toHaveLength(2);
    expect(dropped).toMatchObject([{ reason: "refused", entries: [{ decisionId: "d1" }] }]);
    expect(JSON.stringify(dropped)).not.toContain("canary");
    expect(sink.dropped).toBe(1);
  });
});

describe("the contact", () => {
  test("may be named by the app's own id", async () => {
    const { sink, standIn } = await open({ contact: { userId: "user-7" } });
    const [first] = standIn.workspace.contacts;
    if (first === undefined) throw new Error("there is no contact");
    first.external_id = "user-7";
    await sink.write(entry(1));
    await sink.flush();
    expect(standIn.workspace.events).toMatchObject([{ contact_id: first.id }]);
  });

  test("that is not there: dropped, and reported", async () => {
    const { sink, dropped } = await open({ contact: { id: "no-such-contact" } });
    await sink.write(entry(1));
    await sink.flush();
    expect(dropped).toMatchObject([{ reason: "refused", failure: "not-found" }]);
  });
});

describe("what Intercom would take for the same event", () => {
  test("decisions of one second have a second each", async () => {
    const { sink, shown } = await open();
    for (const told of entries(4)) await sink.write(told);
    await sink.flush();
    expect(shown()).toEqual([
      { id: "d1", second: NOON },
      { id: "d2", second: NOON - 1 },
      { id: "d3", second: NOON - 2 },
      { id: "d4", second: NOON - 3 },
    ]);
  });

  test("what finds no second is dropped, and reported", async () => {
    const { sink, dropped } = await open({ maxQueued: 1 });
    for (const told of entries(302)) await sink.write(told);
    expect(dropped.map(({ reason }) => reason)).toEqual(Array(301).fill("overflow"));
    expect(sink.pending).toBe(1);
  });
});

test("an id that is an email address is left out", async () => {
  const { sink, standIn } = await open();
  await sink.write(entry(1, { adminId: "ada@example.com" }));
  await sink.flush();
  expect(standIn.workspace.events[0]?.metadata).not.toHaveProperty("admin_id");
  expect(JSON.stringify(standIn.requests[0]?.body)).not.toContain("ada@");
});

test("the SDK repeats nothing by itself", async () => {
  const { sink, standIn, dropped } = await open({ giveUpAfterMs: 1 });
  standIn.fail({ kind: { status: 500 }, path: "/events", times: 9 });
  await sink.write(entry(1));
  await sink.flush();
  expect(dropped).toMatchObject([{ reason: "given-up", failure: "server-failed" }]);
  expect(standIn.requests).toHaveLength(1);
});

test.each(CLIENTS)(
  "taken with an answer that is not JSON is taken, by %s",
  async (_which, make) => {
    let requests = 0;
    const server = createServer((req, res) => {
      requests += 1;
      req.resume();
      res.writeHead(202, { "Content-Type": "application/json" }).end("accepted");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const { sink, dropped } = await open({}, ({ token }) =>
      make({ token, url: `http://127.0.0.1:${port}` }),
    );
    await sink.write(entry(1));
    await sink.flush();
    expect([requests, dropped]).toEqual([1, []]);
  },
);

test("an answer that means nothing is no reason to send again: it was one", async () => {
  const client = new IntercomClient({ token: "t", baseUrl: "http://127.0.0.1:1" });
  let calls = 0;
  Reflect.set(client.events, "create", () => {
    calls += 1;
    return Promise.reject(new IntercomFailedError({ reason: "answer-invalid" }, "It is no JSON."));
  });
  const { sink, dropped } = await open({ client });
  await sink.write(entry(1));
  await sink.flush();
  expect([calls, dropped]).toEqual([1, []]);
});

test("only what is meant is sent", async () => {
  const { sink, shown } = await open({ on: ["*:delete"], outcome: "allowed" });
  await sink.write(entry(1, { outcome: "denied" }));
  await sink.write(entry(2, { outcome: "allowed", permission: "contacts:read" }));
  await sink.write(entry(3, { outcome: "allowed" }));
  await sink.flush();
  expect(shown().map(({ id }) => id)).toEqual(["d3"]);
});

test("whatever Intercom does: each decision is shown once, or reported", async () => {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const fault = fc.constantFrom<Parameters<StandIn["fail"]>[0]["kind"]>(
    LIMITED,
    { status: 500 },
    { status: 502 },
    { status: 400 },
    { status: 401 },
    "reset",
    "hang",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 5 }),
      fc.integer({ min: 1, max: 6 }),
      async (faults, count) => {
        standIn.reset();
        standIn.workspace.events.length = 0;
        for (const kind of faults) standIn.fail({ kind, path: "/events" });
        const dropped: string[] = [];
        const sink = intercomAuditSink({
          client: new IntercomClient({ token: standIn.token, baseUrl: standIn.url }),
          contact: { id: demoContactId(1) },
          firstRetryMs: 1,
          // On a loaded machine another request may take as long, and come twice.
          timeoutMs: faults.includes("hang") ? 150 : 10_000,
          onDropped: (report) => {
            for (const { decisionId } of report.entries) dropped.push(decisionId);
          },
        });
        const all = entries(count);
        for (const told of all) await sink.write(told);
        await sink.flush();
        const shown = standIn.workspace.events.map(
          ({ metadata, created_at }) => `${metadata["decision_id"]} ${created_at}`,
        );
        // Intercom takes what has one contact, name and second for one event.
        const seen = faults.includes("hang") ? [...new Set(shown)] : shown;
        const ids = seen.map((one) => one.split(" ")[0]);
        // The stand-in's faults strike before anything is written: what was not answered was not shown.
        expect([...ids, ...dropped].sort()).toEqual(all.map(({ decisionId }) => decisionId).sort());
        expect(new Set(seen.map((one) => one.split(" ")[1])).size).toBe(ids.length);
        expect(sink.pending).toBe(0);
      },
    ),
    { numRuns: 15 },
  );
});

describe("the options of intercomAuditSink", () => {
  const client = new IntercomClient({ token: "canary", baseUrl: "http://127.0.0.1:1" });
  const right = { client, contact: { id: "c1" } };

  test.each<[object, string]>([
    [{ contact: undefined }, "options.contact must be { id } or { userId }"],
    [{ contact: {} }, "options.contact must be { id } or { userId }"],
    [{ contact: { id: "" } }, "options.contact must be { id } or { userId }"],
    [{ contact: { id: "c1", userId: "u1" } }, "options.contact must be { id } or { userId }"],
    [{ contact: { email: "a@b.c" } }, "options.contact must be { id } or { userId }"],
    [{ contact: "c1" }, "options.contact must be an object, not a string."],
    [{ client: undefined }, "options.client must be a client of Intercom's SDK"],
    [{ client: {} }, "options.client must be a client of Intercom's SDK"],
    [{ eventName: "" }, "options.eventName must be 1 to 120 printable characters"],
    [{ eventName: "a".repeat(121) }, "options.eventName must be 1 to 120 printable characters"],
    [{ eventName: "two\nlines" }, "options.eventName must be 1 to 120 printable characters"],
    [{ maxQueued: 0 }, "options.maxQueued must be a whole number"],
    [{ timeoutMs: 1.5 }, "options.timeoutMs must be a whole number"],
    [{ firstRetryMs: "1" }, "options.firstRetryMs must be a whole number"],
    [{ giveUpAfterMs: -1 }, "options.giveUpAfterMs must be a whole number"],
    [{ onDropped: {} }, "options.onDropped must be a function"],
    [{ onDroped: () => {} }, 'Did you mean "onDropped"?'],
    [{ on: ["contacts"] }, "intercomAuditSink: options.on[0]"],
  ])("%o is refused", (wrong, message) => {
    const make = () => intercomAuditSink({ ...right, ...wrong });
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID" }));
  });
});
