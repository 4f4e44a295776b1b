import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AuditEntry } from "@intercom-rbac/core";
import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { AlertSinkOptions, DroppedEntries } from "../../src/index.ts";
import { alertSink } from "../../src/index.ts";
import { entries, entry, idsOf } from "./entries.ts";

/** What the receiver of alerts does with a request. `keep…`: it has taken the alerts, whatever it answers. */
type Manner = number | "reset" | "keep and reset" | "hang" | "keep and hang" | { after: string };

interface Received {
  readonly key: string | undefined;
  readonly ids: readonly string[];
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** An address for alerts on a real port, which treats requests as told, one after the other, and then well. */
async function receiverOf(manners: Manner[]) {
  const taken: Received[] = [];
  const seen: Received[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const { "idempotency-key": key } = req.headers;
    const received: Received = {
      key: key === undefined ? undefined : String(key),
      ids: idsOf(body.alerts),
      headers: req.headers,
      body,
    };
    const manner = manners.shift() ?? 204;
    seen.push(received);
    if (manner === 200 || manner === 204 || String(manner).startsWith("keep")) taken.push(received);
    if (typeof manner === "number") res.writeHead(manner, { Location: "/elsewhere" }).end("canary");
    else if (typeof manner === "object") res.writeHead(429, { "Retry-After": manner.after }).end();
    else if (manner.endsWith("reset")) req.socket.resetAndDestroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}/alerts`, taken, seen };
}

async function open(manners: Manner[] = [], options: Partial<AlertSinkOptions> = {}) {
  const receiver = await receiverOf(manners);
  const dropped: DroppedEntries[] = [];
  const sink = alertSink({
    on: ["contacts:delete"],
    to: receiver.url,
    firstRetryMs: 1,
    batchMs: 1,
    timeoutMs: 10_000,
    onDropped: (report) => dropped.push(report),
    ...options,
  });
  return { ...receiver, sink, dropped };
}

async function send(sink: ReturnType<typeof alertSink>, list: readonly AuditEntry[]) {
  for (const one of list) await sink.write(one);
  await sink.flush();
}

describe("alerts to an address", () => {
  test("go together, as JSON, under the id of the first", async () => {
    const { sink, seen } = await open([], { headers: { Authorization: "Bearer x" } });
    const told = entry(1, { resourceId: "c1", requestId: "r1" });
    await send(sink, [told, entry(2)]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      key: "d1",
      headers: { "content-type": "application/json", authorization: "Bearer x" },
      body: { type: "rbac.alerts", alerts: [told, entry(2)] },
    });
  });

  test("of sensitive permissions only", async () => {
    const { sink, seen } = await open();
    await send(sink, [
      entry(1, { permission: "contacts:read" }),
      entry(2),
      entry(3, { permission: "settings:manage" }),
    ]);
    expect(seen.map(({ ids }) => ids)).toEqual([["d2"]]);
  });

  test("hold what core's contract says, and nothing that a store has added", async () => {
    const { sink, seen } = await open();
    await send(sink, [Object.assign(entry(1), { adminEmail: "canary", row: { body: "canary" } })]);
    expect(seen[0]?.body).toEqual({ type: "rbac.alerts", alerts: [entry(1)] });
  });

  test("as many together as may be", async () => {
    const { sink, seen } = await open([], { maxBatch: 2 });
    await send(sink, entries(5));
    expect(seen.map(({ ids }) => ids)).toEqual([["d1", "d2"], ["d3", "d4"], ["d5"]]);
  });

  test.each<[string, Manner, number]>([
    ["500", 500, 10_000],
    ["503", 503, 10_000],
    ["408", 408, 10_000],
    ["429 that asks for no wait", { after: "0" }, 10_000],
    ["a connection that breaks", "reset", 10_000],
    ["a connection that breaks when they are taken", "keep and reset", 10_000],
    ["no answer", "hang", 1_000],
  ])("after %s are sent again, the same under the same key", async (_what, manner, timeoutMs) => {
    const { sink, seen, dropped } = await open([manner], { timeoutMs });
    await send(sink, entries(2));
    expect(seen.map(({ key, ids }) => [key, ids])).toEqual(Array(2).fill(["d1", ["d1", "d2"]]));
    expect(dropped).toEqual([]);
  });

  test.each([400, 401, 404, 410, 301, 307])(
    "after %i are dropped, and reported",
    async (status) => {
      const { sink, seen, dropped } = await open([status]);
      await send(sink, [entry(1)]);
      expect(seen).toHaveLength(1);
      expect(dropped).toEqual([
        { reason: "refused", entries: [entry(1)], failure: `HTTP ${status}` },
      ]);
    },
  );

  test("to nobody: tried until it is too long, then reported", async () => {
    const { sink, dropped } = await open([], { to: "http://127.0.0.1:1/", giveUpAfterMs: 30 });
    await send(sink, [entry(1)]);
    expect(dropped).toEqual([{ reason: "given-up", entries: [entry(1)], failure: "unreachable" }]);
  });

  test("whatever the address does: each arrives or is reported, and once where the answer was clean", async () => {
    const manner = fc.constantFrom<Manner>(
      204,
      400,
      500,
      { after: "0" },
      "reset",
      "keep and reset",
      "hang",
      "keep and hang",
    );
    const manners: Manner[] = [];
    const { url, taken } = await receiverOf(manners);
    await fc.assert(
      fc.asyncProperty(
        fc.array(manner, { maxLength: 6 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (script, count, maxBatch) => {
          const hangs = script.some((one) => String(one).endsWith("hang"));
          const repeats = hangs || script.includes("keep and reset");
          manners.splice(0, manners.length, ...script);
          taken.length = 0;
          const dropped: string[] = [];
          const sink = alertSink({
            on: ["*"],
            to: url,
            maxBatch,
            batchMs: 1,
            firstRetryMs: 1,
            // On a loaded machine another request may take as long, and come twice.
            timeoutMs: hangs ? 100 : 10_000,
            onDropped: (report) => dropped.push(...idsOf(report.entries)),
          });
          const all = entries(count);
          await send(sink, all);
          const arrived = taken.flatMap(({ ids }) => ids);
          // A batch is known by its key: who keeps one of each has each alert once.
          const kept = new Map(taken.map(({ key, ids }) => [key, ids]));
          expect(new Set([...arrived, ...dropped])).toEqual(new Set(idsOf(all)));
          expect([...kept.values()].flat()).toHaveLength(new Set(arrived).size);
          if (!repeats) expect([...arrived, ...dropped]).toHaveLength(count);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("alerts to a function", () => {
  test("are given together, and once", async () => {
    const told: (readonly AuditEntry[])[] = [];
    const { sink } = await open([], { to: (alerts) => void told.push(alerts) });
    await send(sink, entries(2));
    expect(told).toEqual([[entry(1), entry(2)]]);
  });

  test("that throws or rejects are given again", async () => {
    const to = vi
      .fn()
      .mockImplementationOnce(() => {
        throw new Error("boom");
      })
      .mockRejectedValueOnce(new Error("boom"));
    const { sink, dropped } = await open([], { to });
    await send(sink, entries(1));
    expect(to.mock.calls.map(([alerts]) => idsOf(alerts))).toEqual([["d1"], ["d1"], ["d1"]]);
    expect(dropped).toEqual([]);
  });

  test("that never answers is told to stop, and the process may drop it by close", async () => {
    const signals: AbortSignal[] = [];
    const { sink, dropped } = await open([], {
      to: (_alerts, { signal }) => {
        signals.push(signal);
        return new Promise(() => {});
      },
    });
    await sink.write(entry(1));
    await sink.close({ deadlineMs: 30 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(dropped).toMatchObject([{ reason: "closed" }]);
  });
});

describe("write", () => {
  test("resolves at once, whatever becomes of it", async () => {
    const { sink } = await open([], { to: () => new Promise(() => {}) });
    await expect(sink.write(entry(1))).resolves.toBeUndefined();
    expect(sink.pending).toBe(1);
    await sink.close({ deadlineMs: 0 });
    expect([sink.pending, sink.dropped]).toEqual([0, 1]);
    await expect(sink.write(entry(2))).resolves.toBeUndefined();
    expect(sink.dropped).toBe(2);
  });

  test("sends nothing while it runs", async () => {
    const to = vi.fn();
    const { sink } = await open([], { to, maxBatch: 1, batchMs: 0 });
    const written = sink.write(entry(1));
    expect(to).not.toHaveBeenCalled();
    await written;
    await sink.flush();
    expect(to).toHaveBeenCalledTimes(1);
  });

  test("of what is no entry is reported, and refuses nothing", async () => {
    const { sink, dropped } = await open();
    // @ts-expect-error no entry
    await sink.write(undefined);
    // @ts-expect-error no entry
    await sink.write({ permission: 7 });
    expect(dropped).toEqual([
      { reason: "refused", entries: [], failure: "unreadable" },
      { reason: "refused", entries: [], failure: "unreadable" },
    ]);
    expect(sink.dropped).toBe(2);
  });

  test("is told what it was when it was written", async () => {
    const { sink, seen } = await open();
    const told = { ...entry(1) };
    await sink.write(told);
    told.code = "granted";
    await sink.flush();
    expect(seen[0]?.body).toMatchObject({ alerts: [{ code: "permission_missing" }] });
  });
});

describe("what is dropped", () => {
  test("is said in a process warning where nobody listens, without a word of the entries", async () => {
    const warnings = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const to = "http://127.0.0.1:1/canary-path";
    const sink = alertSink({ on: ["*"], to, maxQueued: 1, firstRetryMs: 1, giveUpAfterMs: 1 });
    await send(sink, [entry(1, { resourceId: "canary-row" }), entry(2), entry(3)]);
    // One a minute.
    expect(warnings.mock.calls).toEqual([
      [
        "alertSink: 1 audit entries were not delivered (overflow).",
        { type: "RbacWarning", code: "ERR_RBAC_UNAVAILABLE" },
      ],
    ]);
    expect(sink.dropped).toBe(3);
    warnings.mockRestore();
  });

  test("is counted, though onDropped throws", async () => {
    const { sink } = await open([400], {
      onDropped: () => {
        throw new Error("boom");
      },
    });
    await send(sink, entries(1));
    expect(sink.dropped).toBe(1);
  });
});

describe("the options of alertSink", () => {
  const right = { on: ["contacts:delete"], to: "https://alerts.example/canary" };

  test.each<[object, string]>([
    [{ on: undefined }, "options.on must list permissions"],
    [{ on: [] }, "options.on must list permissions"],
    [{ to: undefined }, "options.to must be an address or a function, and is undefined."],
    [{ to: 7 }, "options.to must be an address or a function, and is a number."],
    [{ to: "canary" }, "options.to is no URL."],
    [{ to: "http://alerts.example/canary" }, "options.to must begin with https://"],
    [{ to: "ftp://127.0.0.1/canary" }, "options.to must begin with https://"],
    [
      { to: "https://canary:canary@alerts.example/" },
      "options.to must be an address without a user",
    ],
    [{ headers: { Canary: "a\r\nb" } }, "options.headers must hold names and values"],
    [{ headers: { "Idempotency-Key": "canary" } }, "other than Content-Type and Idempotency-Key"],
    [{ headers: {}, to: () => {} }, "options.headers go to an address, not a function."],
    [{ maxBatch: 0 }, "options.maxBatch must be a whole number"],
    [{ batchMs: -1 }, "options.batchMs must be a whole number"],
    [{ at: "https://alerts.example" }, "is no option."],
    [
      { on: ["contact:delete"], policy: { permissions: ["contacts:delete"] } },
      'Did you mean "contacts:delete"?',
    ],
  ])("%o is refused, and LEAK-01 no value is shown", (wrong, message) => {
    let thrown: unknown;
    try {
      alertSink({ ...right, ...wrong });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "ERR_RBAC_OPTION_INVALID" });
    expect(String(thrown)).toContain(message);
    expect(String(thrown)).not.toContain("canary");
  });

  test("close says what it takes", () => {
    const sink = alertSink(right);
    // @ts-expect-error a number is no object
    expect(() => sink.close(5)).toThrow("alertSink: close: the options must be an object");
    expect(() => sink.close({ deadlineMs: -1 })).toThrow("close deadlineMs must be a whole number");
  });
});
