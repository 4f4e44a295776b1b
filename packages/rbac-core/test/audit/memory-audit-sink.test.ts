import { describe, expect, it } from "vitest";
import type { AuditEntry } from "../../src/index.ts";
import { createMemoryAuditSink } from "../../src/index.ts";

function entry(at: number): AuditEntry {
  return {
    at: "2026-11-21T10:00:00.000Z",
    decisionId: `decision-${at}`,
    permission: "contacts:read",
    outcome: "allowed",
    code: "granted",
    policyVersion: "v",
  };
}

describe("createMemoryAuditSink", () => {
  it("keeps the newest entries, 10,000 unless told", async () => {
    const few = createMemoryAuditSink({ limit: 3 });
    for (let at = 0; at < 5; at++) await few.write(entry(at));
    expect(few.entries).toEqual([entry(2), entry(3), entry(4)]);

    const many = createMemoryAuditSink();
    for (let at = 0; at < 10_002; at++) await many.write(entry(at));
    expect(many.entries).toHaveLength(10_000);
    expect(many.entries[0]).toEqual(entry(2));
  });

  it("keeps a frozen copy of each", async () => {
    const sink = createMemoryAuditSink();
    const written = { ...entry(1) };
    await sink.write(written);
    Object.assign(written, { outcome: "denied" });
    const [kept] = sink.entries;
    expect(kept).toEqual(entry(1));
    expect(Object.isFrozen(kept)).toBe(true);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses a limit of %s", (limit) => {
    expect(() => createMemoryAuditSink({ limit })).toThrow(
      expect.objectContaining({ code: "ERR_RBAC_OPTION_INVALID" }),
    );
  });

  it("two sinks share nothing", async () => {
    const [one, other] = [createMemoryAuditSink(), createMemoryAuditSink()];
    await one.write(entry(1));
    expect(other.entries).toEqual([]);
  });
});
