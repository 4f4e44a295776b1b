import type { SeenNotifications } from "@intercom-rbac/core";
import { UnavailableError } from "@intercom-rbac/core";
import { expect, test, vi } from "vitest";
import { createWebhookReceiver } from "../../src/index.ts";
import { MemorySeenNotifications } from "../../src/webhooks/memory-seen-notifications.ts";
import { bodyOf, openEndpoint } from "./endpoint.ts";

/** A store beside the processes, such as a database: it does not tell one how another's work ends. */
function sharedSeen(): SeenNotifications {
  const memory = new MemorySeenNotifications(100, Date.now);
  return {
    async claim(id, times) {
      const claim = await memory.claim(id, times);
      return claim.kind === "running" ? { kind: "running" } : claim;
    },
  };
}

test("HOOK-03 two processes that share what they saw: the same delivery at both → one effect", async () => {
  const seen = sharedSeen();
  const [one, other] = [await openEndpoint({ seen }), await openEndpoint({ seen })];
  const body = bodyOf();
  expect([await one.post(body), await other.post(body)]).toEqual([200, 200]);
  expect([one.replies[0]?.outcome, other.replies[0]?.outcome]).toEqual(["handled", "duplicate"]);
  expect([one.events.length, other.events.length]).toEqual([1, 0]);
});

test("HOOK-03 while another process is at it → 500, so that Intercom comes again", async () => {
  const seen = sharedSeen();
  let finish = () => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const [one, other] = [
    await openEndpoint({ seen, onEvent: () => work }),
    await openEndpoint({ seen }),
  ];
  const first = one.receive(bodyOf());
  await vi.waitFor(() => expect(one.events).toHaveLength(1));
  expect(await other.receive(bodyOf())).toMatchObject({ status: 500, outcome: "busy" });
  finish();
  expect(await first).toMatchObject({ status: 200, outcome: "handled" });
  expect(await other.receive(bodyOf())).toMatchObject({ status: 200, outcome: "duplicate" });
  expect(other.events).toEqual([]);
});

test("a process that has failed leaves it to another", async () => {
  const seen = sharedSeen();
  const error = new Error("the database is away");
  const [one, other] = [
    await openEndpoint({ seen, onEvent: () => Promise.reject(error) }),
    await openEndpoint({ seen }),
  ];
  expect(await one.receive(bodyOf())).toMatchObject({ status: 500, outcome: "failed", error });
  expect(await other.receive(bodyOf())).toMatchObject({ status: 200, outcome: "handled" });
});

const away = () => Promise.reject(new UnavailableError("The store is away."));

test("a store that cannot tell → 500, no effect", async () => {
  const endpoint = await openEndpoint({ seen: { claim: away } });
  expect(await endpoint.post(bodyOf())).toBe(500);
  expect(endpoint.replies).toMatchObject([
    { outcome: "failed", error: { code: "ERR_RBAC_UNAVAILABLE" } },
  ]);
  expect(endpoint.events).toEqual([]);
});

test("a store that cannot note how it ended → 500; what the app fails with is what is told", async () => {
  const seen: SeenNotifications = {
    claim: () => Promise.resolve({ kind: "claimed", end: away }),
  };
  let error: Error | undefined;
  const endpoint = await openEndpoint({
    seen,
    onEvent: () => {
      if (error) throw error;
    },
  });
  expect(await endpoint.receive(bodyOf())).toMatchObject({
    outcome: "failed",
    error: { code: "ERR_RBAC_UNAVAILABLE" },
  });
  error = new Error("the app fails");
  expect(await endpoint.receive(bodyOf())).toMatchObject({ outcome: "failed", error });
});

test("it is given the times: 5 minutes after the deadline, and the end of the window", async () => {
  const claim = vi.fn<SeenNotifications["claim"]>().mockResolvedValue({ kind: "handled" });
  const endpoint = await openEndpoint({ seen: { claim }, now: () => 1_000_000, deadlineMs: 1000 });
  await endpoint.post(bodyOf({ created_at: 990, first_sent_at: 990 }));
  expect(claim.mock.calls).toEqual([
    ["notif_1", { heldUntil: 1_301_000, until: 990_000 + 10_800_000 }],
  ]);
});

test("a store whose claim came too late has no effect, and gives it back", async () => {
  const end = vi.fn(() => Promise.resolve());
  const events: unknown[] = [];
  let give = () => {};
  const endpoint = await openEndpoint();
  const receiver = createWebhookReceiver({
    clientSecret: endpoint.standIn.clientSecret,
    deadlineMs: 20,
    seen: {
      claim: () =>
        new Promise((resolve) => {
          give = () => resolve({ kind: "claimed", end });
        }),
    },
    onEvent: (event) => void events.push(event),
  });
  const body = bodyOf();
  const rawBody = Buffer.from(body);
  const signature = endpoint.standIn.sign(body);
  const reply = await receiver.receive({ method: "POST", signature, rawBody });
  expect(reply).toMatchObject({ status: 500, error: { name: "TimeoutError" } });
  give();
  await vi.waitFor(() => expect(end).toHaveBeenCalledExactlyOnceWith(false));
  expect(events).toEqual([]);
});
