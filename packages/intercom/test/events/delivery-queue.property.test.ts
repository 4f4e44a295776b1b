import fc from "fast-check";
import { expect, test } from "vitest";
import type { Attempt } from "../../src/events/delivery-queue.ts";
import { DeliveryQueue } from "../../src/events/delivery-queue.ts";

/** What an attempt comes to, and whether it had arrived when it did. */
const outcome = fc.constantFrom(
  { answer: { kind: "delivered" }, arrives: true },
  { answer: { kind: "refused", failure: "HTTP 400" }, arrives: false },
  { answer: { kind: "again", failure: "HTTP 429" }, arrives: false },
  { answer: { kind: "again", failure: "unreachable" }, arrives: true },
  { answer: undefined, arrives: false },
  { answer: undefined, arrives: true },
) satisfies fc.Arbitrary<{ answer: Attempt | undefined; arrives: boolean }>;

const run = fc.record({
  script: fc.array(outcome, { maxLength: 12 }),
  count: fc.integer({ min: 1, max: 12 }),
  maxBatch: fc.integer({ min: 1, max: 4 }),
  maxQueued: fc.integer({ min: 1, max: 12 }),
});

test("whatever attempts come to: each item arrives or is reported, and what was answered cleanly arrived once", async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ script, count, maxBatch, maxQueued }) => {
      const arrived = new Map<number, number>();
      const clean = new Set<number>();
      const unclear = new Set<number>();
      const dropped: number[] = [];
      const queue = new DeliveryQueue<number>({
        deliver(items) {
          const { answer, arrives } = script.shift() ?? {
            answer: { kind: "delivered" } as const,
            arrives: true,
          };
          for (const item of items) {
            if (arrives) arrived.set(item, (arrived.get(item) ?? 0) + 1);
            if (arrives && answer?.kind !== "delivered") unclear.add(item);
            if (answer?.kind === "delivered") clean.add(item);
          }
          return answer === undefined ? new Promise(() => {}) : Promise.resolve(answer);
        },
        onDropped: (items) => dropped.push(...items),
        maxBatch,
        batchMs: 1,
        maxQueued,
        timeoutMs: 2,
        firstRetryMs: 1,
        giveUpAfterMs: 60_000,
      });
      const all = Array.from({ length: count }, (_, index) => index);
      for (const item of all) queue.add(item);
      await queue.flush();
      expect(queue.size).toBe(0);
      for (const item of all) {
        const times = arrived.get(item) ?? 0;
        expect(times > 0 || dropped.includes(item)).toBe(true);
        if (clean.has(item) && !unclear.has(item)) expect(times).toBe(1);
        expect(dropped.filter((other) => other === item).length).toBeLessThanOrEqual(1);
        expect(clean.has(item) && dropped.includes(item)).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});
