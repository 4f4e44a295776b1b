import fc from "fast-check";
import { expect, test } from "vitest";
import { SeenNotifications } from "../../src/webhooks/seen-notifications.ts";

const WINDOW = 10;
const MOST = 4;

test("whatever comes when: none is handled twice while it can be replayed, and no more are kept than may be", () => {
  const step = fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "e", "f"),
    wait: fc.nat({ max: 4 }),
    succeeds: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const seen = new SeenNotifications(MOST);
      const handledAt = new Map<string, number>();
      let now = 0;
      for (const { id, wait, succeeds } of steps) {
        now += wait;
        const claim = seen.claim(id, now + WINDOW, now);
        const last = handledAt.get(id);
        const live = [...handledAt.values()].filter((at) => at + WINDOW > now);
        if (last !== undefined && last + WINDOW > now) {
          expect(claim.kind).toBe("handled");
        } else if (live.length >= MOST) {
          expect(claim.kind).toBe("full");
        } else if (claim.kind === "claimed") {
          claim.end(succeeds);
          if (succeeds) handledAt.set(id, now);
        } else {
          throw new Error(`${id} should have been claimed at ${now}, and is ${claim.kind}`);
        }
      }
    }),
  );
});

test("what ends after it has been forgotten takes no place from who came since", async () => {
  const seen = new SeenNotifications(1);
  const first = seen.claim("a", 10, 0);
  const second = seen.claim("a", 30, 20);
  if (first.kind !== "claimed" || second.kind !== "claimed") throw new Error("not claimed");
  first.end(false);
  expect(seen.claim("a", 30, 20).kind).toBe("running");
  second.end(true);
  expect(seen.claim("a", 30, 20).kind).toBe("handled");
});
