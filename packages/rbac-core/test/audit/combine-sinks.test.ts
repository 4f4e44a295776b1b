import { describe, expect, it } from "vitest";
import type { AuditEntry, AuditSink } from "../../src/index.ts";
import { combineSinks, createMemoryAuditSink, UnavailableError } from "../../src/index.ts";

const entry: AuditEntry = {
  at: "2026-11-29T08:00:00.000Z",
  decisionId: "d1",
  permission: "contacts:delete",
  outcome: "allowed",
  code: "granted",
  policyVersion: "v1",
};

describe("combineSinks", () => {
  it("writes to each, in order, and waits for each", async () => {
    const order: string[] = [];
    const slow: AuditSink = {
      async write() {
        order.push("first begins");
        await Promise.resolve();
        order.push("first ends");
      },
    };
    const memory = createMemoryAuditSink();
    const last: AuditSink = {
      async write(given) {
        order.push("last");
        await memory.write(given);
      },
    };
    await combineSinks(slow, last).write(entry);
    expect(order).toEqual(["first begins", "first ends", "last"]);
    expect(memory.entries).toEqual([entry]);
  });

  it.each<[string, AuditSink]>([
    ["rejects", { write: () => Promise.reject(new UnavailableError("away")) }],
    [
      "throws",
      {
        write() {
          throw new UnavailableError("away");
        },
      },
    ],
  ])("tells nobody after a sink that %s, and fails as it does", async (_how, broken) => {
    const before = createMemoryAuditSink();
    const after = createMemoryAuditSink();
    await expect(combineSinks(before, broken, after).write(entry)).rejects.toThrow("away");
    expect([before.entries.length, after.entries.length]).toEqual([1, 0]);
  });

  it("keeps to the sinks it was given", async () => {
    const memory = createMemoryAuditSink();
    const sinks: AuditSink[] = [memory];
    const both = combineSinks(...sinks);
    sinks.length = 0;
    await both.write(entry);
    expect(memory.entries).toHaveLength(1);
  });

  it("refuses no sink, and what is none", () => {
    expect(() => combineSinks()).toThrow("combineSinks: give at least one sink.");
    const memory = createMemoryAuditSink();
    // @ts-expect-error a sink is an object with write
    expect(() => combineSinks(memory, "file.log")).toThrow(
      "combineSinks: argument 2 must have a method write(entry), and is a string.",
    );
    // @ts-expect-error a sink is an object with write
    expect(() => combineSinks(null)).toThrow("argument 1 must have a method write(entry)");
  });
});
