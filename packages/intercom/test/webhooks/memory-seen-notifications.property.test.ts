import fc from "fast-check";
import { expect, test } from "vitest";
import { MemorySeenNotifications } from "../../src/webhooks/memory-seen-notifications.ts";

const WINDOW = 10;
const HELD = 5;
const MOST = 4;

test("whatever comes when: none is handled twice while it can be replayed, and no more are kept than may be", async () => {
  const step = fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "e", "f"),
    wait: fc.nat({ max: 4 }),
    succeeds: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      let now = 0;
      const seen = new MemorySeenNotifications(MOST, () => now);
      const handledAt = new Map<string, number>();
      for (const { id, wait, succeeds } of steps) {
        now += wait;
        const claim = await seen.claim(id, { heldUntil: now + HELD, until: now + WINDOW });
        const last = handledAt.get(id);
        const live = [...handledAt.values()].filter((at) => at + WINDOW > now);
        if (last !== undefined && last + WINDOW > now) {
          expect(claim.kind).toBe("handled");
        } else if (live.length >= MOST) {
          expect(claim.kind).toBe("full");
        } else if (claim.kind === "claimed") {
          await claim.end(succeeds);
          if (succeeds) handledAt.set(id, now);
        } else {
          throw new Error(`${id} should have been claimed at ${now}, and is ${claim.kind}`);
        }
      }
    }),
  );
});

/** One place, and a clock to set. */
function memory() {
  let now = 0;
  const seen = new MemorySeenNotifications(1, () => now);
  return {
    async claim(at: number, until: number) {
      now = at;
      return seen.claim("a", { heldUntil: at + HELD, until });
    },
  };
}

test("what ends after it was given up takes no place from who came since", async () => {
  const { claim } = memory();
  const first = await claim(0, 30);
  expect((await claim(HELD - 1, 30)).kind).toBe("running");
  const second = await claim(HELD, 30);
  if (first.kind !== "claimed" || second.kind !== "claimed") throw new Error("not claimed");
  await first.end(false);
  expect((await claim(HELD, 30)).kind).toBe("running");
  await second.end(true);
  expect((await claim(HELD, 30)).kind).toBe("handled");
  await first.end(false);
  expect((await claim(29, 30)).kind).toBe("handled");
  expect((await claim(30, 60)).kind).toBe("claimed");
});

test("half a million are remembered and looked through within seconds", async () => {
  let now = 0;
  const seen = new MemorySeenNotifications(500_000, () => now);
  const claim = (index: number) =>
    seen.claim(`notif_${index}`, { heldUntil: now + HELD, until: now + 10_000 });
  for (let index = 0; index < 500_000; index++) {
    now = Math.floor(index / 100);
    const one = await claim(index);
    if (one.kind !== "claimed") throw new Error(`${index} is ${one.kind}`);
    await one.end(true);
  }
  expect((await claim(0)).kind).toBe("handled");
  expect((await claim(500_001)).kind).toBe("full");
  now = 10_000;
  expect((await claim(500_001)).kind).toBe("claimed");
});
