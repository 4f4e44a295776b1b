import { describe, expect, test, vi } from "vitest";
import { bodyOf, openEndpoint, seconds } from "./endpoint.ts";

const NOON = seconds("2026-11-29T12:00:00Z");
const HOUR = 3_600;

/** An endpoint whose clock says what it is told, in unix seconds. */
async function at(start: number, options: Parameters<typeof openEndpoint>[0] = {}) {
  let now = start;
  const endpoint = await openEndpoint({ now: () => now * 1000, ...options });
  const outcomes = () => endpoint.replies.map(({ outcome }) => outcome);
  return {
    ...endpoint,
    outcomes,
    set: (seconds: number) => {
      now = seconds;
    },
  };
}

const sentAt = (time: number, id = "notif_1") =>
  bodyOf({ id, created_at: time, first_sent_at: time });

/** A promise and what opens it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("a replay", () => {
  test("HOOK-03 the same request twice → 200 twice, one effect", async () => {
    const endpoint = await at(NOON);
    const body = sentAt(NOON);
    expect([await endpoint.post(body), await endpoint.post(body)]).toEqual([200, 200]);
    expect(endpoint.outcomes()).toEqual(["handled", "duplicate"]);
    expect(endpoint.events).toHaveLength(1);
  });

  test("HOOK-03 Intercom's own second attempt, whose body differs → 200, no effect", async () => {
    const endpoint = await at(NOON);
    await endpoint.post(bodyOf({ created_at: NOON, first_sent_at: NOON, delivery_attempts: 1 }));
    await endpoint.post(bodyOf({ created_at: NOON, first_sent_at: NOON, delivery_attempts: 2 }));
    expect(endpoint.outcomes()).toEqual(["handled", "duplicate"]);
  });

  test("HOOK-03 at any time later → 200, no effect: remembered until it is too old", async () => {
    const endpoint = await at(NOON);
    const body = sentAt(NOON);
    await endpoint.post(body);
    for (const later of [1, HOUR, 3 * HOUR - 1, 3 * HOUR, 3 * HOUR + 1, 1_000 * HOUR]) {
      endpoint.set(NOON + later);
      expect(await endpoint.post(body)).toBe(200);
    }
    expect(endpoint.outcomes()).toEqual([
      "handled",
      "duplicate",
      "duplicate",
      "duplicate",
      "expired",
      "expired",
      "expired",
    ]);
    expect(endpoint.events).toHaveLength(1);
  });

  test("HOOK-03 one that came early and one that came late are remembered as long", async () => {
    // The clock of this machine is an hour behind when the first one comes.
    const endpoint = await at(NOON - HOUR);
    await endpoint.post(sentAt(NOON));
    endpoint.set(NOON + 3 * HOUR - 1);
    await endpoint.post(sentAt(NOON));
    await endpoint.post(sentAt(NOON + 1, "notif_2"));
    endpoint.set(NOON + 3 * HOUR);
    await endpoint.post(sentAt(NOON));
    await endpoint.post(sentAt(NOON + 1, "notif_2"));
    expect(endpoint.outcomes()).toEqual([
      "handled",
      "duplicate",
      "handled",
      "expired",
      "duplicate",
    ]);
  });

  test("HOOK-03 two at once → one effect, and the second waits for it", async () => {
    const { open, opened } = gate();
    const endpoint = await at(NOON, { onEvent: () => opened });
    const body = sentAt(NOON);
    const both = [endpoint.receive(body), endpoint.receive(body)];
    open();
    expect(await Promise.all(both)).toMatchObject([
      { status: 200, outcome: "handled" },
      { status: 200, outcome: "duplicate" },
    ]);
    expect(endpoint.events).toHaveLength(1);
  });

  test("HOOK-03 two at once of which the first fails → 500 for both, and the next is taken", async () => {
    const { open, opened } = gate();
    let fails = true;
    const endpoint = await at(NOON, {
      onEvent: async () => {
        await opened;
        if (fails) throw new Error("the database is away");
      },
    });
    const body = sentAt(NOON);
    const both = [endpoint.receive(body), endpoint.receive(body)];
    open();
    expect(await Promise.all(both)).toMatchObject([
      { status: 500, outcome: "failed" },
      { status: 500, outcome: "failed" },
    ]);
    expect(endpoint.events).toHaveLength(1);
    fails = false;
    expect(await endpoint.receive(body)).toMatchObject({ status: 200, outcome: "handled" });
    expect(endpoint.events).toHaveLength(2);
  });

  test("the window is counted from when it was sent, where that is later than when it happened", async () => {
    const endpoint = await at(NOON);
    await endpoint.post(bodyOf({ created_at: NOON - 5 * HOUR, first_sent_at: NOON - 2 * HOUR }));
    await endpoint.post(
      bodyOf({ id: "notif_2", created_at: NOON - 3 * HOUR, first_sent_at: null }),
    );
    expect(endpoint.outcomes()).toEqual(["handled", "expired"]);
  });

  test("one from further ahead than the window → 400: it would have to be remembered for too long", async () => {
    const endpoint = await at(NOON);
    expect(await endpoint.post(sentAt(NOON + 3 * HOUR))).toBe(200);
    expect(await endpoint.post(sentAt(NOON + 3 * HOUR + 1, "notif_2"))).toBe(400);
    expect(endpoint.outcomes()).toEqual(["handled", "malformed"]);
  });

  test("the window is the operator's", async () => {
    const endpoint = await at(NOON, { replayWindowMs: 60_000 });
    await endpoint.post(sentAt(NOON - 59));
    await endpoint.post(sentAt(NOON - 60, "notif_2"));
    expect(endpoint.outcomes()).toEqual(["handled", "expired"]);
  });
});

describe("the memory", () => {
  test("full of what could be replayed → 500, so that Intercom comes again; forgets none for it", async () => {
    const endpoint = await at(NOON, { maxSeen: 2 });
    await endpoint.post(sentAt(NOON, "notif_1"));
    await endpoint.post(sentAt(NOON + 60, "notif_2"));
    expect(await endpoint.post(sentAt(NOON, "notif_3"))).toBe(500);
    await endpoint.post(sentAt(NOON, "notif_1"));
    // The first is too old now, and makes room.
    endpoint.set(NOON + 3 * HOUR);
    expect(await endpoint.post(sentAt(NOON + 60, "notif_3"))).toBe(200);
    await endpoint.post(sentAt(NOON + 60, "notif_2"));
    await endpoint.post(sentAt(NOON + 60, "notif_4"));
    expect(endpoint.outcomes()).toEqual([
      "handled",
      "handled",
      "busy",
      "duplicate",
      "handled",
      "duplicate",
      "busy",
    ]);
  });

  test("keeps no place for what failed, nor for what had no effect", async () => {
    let known = false;
    const endpoint = await at(NOON, {
      maxSeen: 1,
      workspaces: () => known,
      onEvent: (event) => {
        if (event.id === "notif_2") throw new Error("no");
      },
    });
    await endpoint.post(sentAt(NOON, "notif_1"));
    known = true;
    await endpoint.post(sentAt(NOON, "notif_2"));
    await endpoint.post(sentAt(NOON, "notif_3"));
    expect(endpoint.outcomes()).toEqual(["unknown-workspace", "failed", "handled"]);
  });
});

describe("what onEvent comes to", () => {
  test("it throws → 500, and what Intercom sends again is taken", async () => {
    const error = new Error("the database is away");
    const onEvent = vi.fn().mockRejectedValueOnce(error).mockResolvedValueOnce(undefined);
    const endpoint = await at(NOON, { onEvent });
    const body = sentAt(NOON);
    expect([await endpoint.post(body), await endpoint.post(body)]).toEqual([500, 200]);
    expect(endpoint.replies).toMatchObject([{ outcome: "failed", error }, { outcome: "handled" }]);
  });

  test("it takes too long → 500 and an aborted signal; what then succeeds is not done again", async () => {
    const { open, opened } = gate();
    const aborted = gate();
    const endpoint = await at(NOON, {
      deadlineMs: 20,
      onEvent: (_event, { signal }) => {
        signal.addEventListener("abort", () => aborted.open());
        return opened;
      },
    });
    const body = sentAt(NOON);
    expect(await endpoint.post(body)).toBe(500);
    await aborted.opened;
    expect(endpoint.replies[0]).toMatchObject({
      outcome: "failed",
      error: { name: "TimeoutError", message: "It took longer than 20 ms." },
    });
    // It is still at it: nobody else gets the notification.
    expect(await endpoint.post(body)).toBe(500);
    open();
    await opened;
    expect(await endpoint.post(body)).toBe(200);
    expect(endpoint.outcomes()).toEqual(["failed", "failed", "duplicate"]);
    expect(endpoint.events).toHaveLength(1);
  });

  test("a store that takes too long: onEvent is not called after the answer", async () => {
    const { open, opened } = gate();
    let waits = true;
    const endpoint = await at(NOON, {
      deadlineMs: 20,
      workspaces: async () => {
        if (waits) await opened;
        return true;
      },
    });
    const body = sentAt(NOON);
    expect(await endpoint.post(body)).toBe(500);
    open();
    await opened;
    expect(endpoint.events).toHaveLength(0);
    waits = false;
    expect(await endpoint.post(body)).toBe(200);
    expect(endpoint.events).toHaveLength(1);
  });
});
