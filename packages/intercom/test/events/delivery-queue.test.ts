import { describe, expect, test, vi } from "vitest";
import type { Attempt, QueueOptions } from "../../src/events/delivery-queue.ts";
import { DeliveryQueue } from "../../src/events/delivery-queue.ts";

const YES: Attempt = { kind: "delivered" };
const NO: Attempt = { kind: "refused", failure: "HTTP 400" };
const AGAIN: Attempt = { kind: "again", failure: "HTTP 500" };

/** A queue whose attempts end as told, one after the other, and then well; each is noted with what it sent. */
function queueOf(script: (Attempt | Error)[] = [], options: Partial<QueueOptions<string>> = {}) {
  const sent: string[] = [];
  const dropped: string[] = [];
  const queue = new DeliveryQueue<string>({
    deliver(items) {
      sent.push(items.join("+"));
      const next = script.shift() ?? YES;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    onDropped(items, reason, failure) {
      dropped.push(`${items.join("+")} ${reason} ${failure ?? "-"}`);
    },
    maxBatch: 1,
    batchMs: 0,
    maxQueued: 100,
    timeoutMs: 10_000,
    firstRetryMs: 1,
    giveUpAfterMs: 10_000,
    ...options,
  });
  return { queue, sent, dropped };
}

function add(queue: DeliveryQueue<string>, ...items: readonly string[]): void {
  for (const item of items) queue.add(item);
}

/** A promise and what opens it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("delivery", () => {
  test("sends in order, one at a time, and nothing while somebody is adding", async () => {
    const { queue, sent } = queueOf();
    add(queue, "a", "b", "c");
    expect(sent).toEqual([]);
    expect(queue.size).toBe(3);
    await queue.flush();
    expect(sent).toEqual(["a", "b", "c"]);
    expect(queue.size).toBe(0);
  });

  test("sends by itself", async () => {
    const { opened, open } = gate();
    const { queue, sent } = queueOf([], {
      deliver: (items) => {
        sent.push(...items);
        open();
        return Promise.resolve(YES);
      },
    });
    add(queue, "a");
    await opened;
    expect(sent).toEqual(["a"]);
  });

  test("sends together what comes together, and no more than may be", async () => {
    const { queue, sent } = queueOf([], { maxBatch: 3, batchMs: 60_000 });
    add(queue, "a", "b", "c", "d", "e", "f", "g");
    await queue.flush();
    expect(sent).toEqual(["a+b+c", "d+e+f", "g"]);
  });

  test("waits for others no longer than it was told to", async () => {
    const { opened, open } = gate();
    const sent: string[] = [];
    const { queue } = queueOf([], {
      maxBatch: 10,
      batchMs: 5,
      deliver: (items) => {
        sent.push(items.join("+"));
        open();
        return Promise.resolve(YES);
      },
    });
    add(queue, "a", "b");
    await opened;
    expect(sent).toEqual(["a+b"]);
  });

  test("flush of nothing resolves", async () => {
    await queueOf().queue.flush();
  });

  test("flush waits for what was added before it, and not for what comes later", async () => {
    const { opened, open } = gate();
    const { queue, dropped } = queueOf([], {
      deliver: async ([item]) => {
        if (item === "b") await opened;
        return YES;
      },
    });
    add(queue, "a");
    const flushed = queue.flush();
    add(queue, "b");
    await flushed;
    expect(queue.size).toBe(1);
    open();
    await queue.flush();
    expect(queue.size).toBe(0);
    expect(dropped).toEqual([]);
  });
});

describe("failure", () => {
  test("what failed is sent again as it was, and once it has arrived no more", async () => {
    const { queue, sent, dropped } = queueOf([AGAIN, new Error("boom"), YES], { maxBatch: 2 });
    add(queue, "a", "b");
    await queue.flush();
    expect(sent).toEqual(["a+b", "a+b", "a+b"]);
    expect(dropped).toEqual([]);
  });

  test("what is refused is dropped at once, and reported", async () => {
    const { queue, sent, dropped } = queueOf([NO]);
    add(queue, "a", "b");
    await queue.flush();
    expect(sent).toEqual(["a", "b"]);
    expect(dropped).toEqual(["a refused HTTP 400"]);
  });

  test("what fails goes to the end of the line", async () => {
    const { queue, sent } = queueOf([AGAIN]);
    add(queue, "a", "b", "c");
    await queue.flush();
    expect([...sent].sort()).toEqual(["a", "a", "b", "c"]);
    expect(sent.slice(0, 2)).toEqual(["a", "b"]);
  });

  test("what always fails holds up no other", async () => {
    const sent: string[] = [];
    const { queue, dropped } = queueOf([], {
      giveUpAfterMs: 50,
      deliver: ([item = ""]) => {
        sent.push(item);
        return Promise.resolve(item === "poison" ? AGAIN : YES);
      },
    });
    add(queue, "poison", "a", "b", "c");
    await queue.flush();
    expect(sent.slice(0, 2)).toEqual(["poison", "a"]);
    expect(sent.filter((item) => item !== "poison")).toEqual(["a", "b", "c"]);
    expect(dropped).toEqual(["poison given-up HTTP 500"]);
  });

  test("what is old already is tried once all the same", async () => {
    // Nothing is tried before the flush, and by then both are too old.
    const options = { giveUpAfterMs: 1, maxBatch: 2, batchMs: 60_000 };
    const { queue, sent, dropped } = queueOf([AGAIN], options);
    const added = performance.now();
    queue.add("a");
    await vi.waitFor(() => expect(performance.now() - added).toBeGreaterThan(1));
    await queue.flush();
    expect(sent).toEqual(["a"]);
    expect(dropped).toEqual(["a given-up HTTP 500"]);
  });

  test("an attempt that never ends is cut off, and told to stop", async () => {
    const stopped: boolean[] = [];
    let first = true;
    const { queue } = queueOf([], {
      timeoutMs: 10,
      deliver(_items, signal) {
        if (!first) return Promise.resolve(YES);
        first = false;
        signal.addEventListener("abort", () => stopped.push(signal.aborted));
        return new Promise(() => {});
      },
    });
    add(queue, "a");
    await queue.flush();
    expect(stopped).toEqual([true]);
    expect(queue.size).toBe(0);
  });

  test("two failures in a row make all wait, for longer each time", async () => {
    const times: number[] = [];
    const { queue } = queueOf([], {
      firstRetryMs: 20,
      deliver() {
        times.push(performance.now());
        return Promise.resolve(times.length <= 4 ? AGAIN : YES);
      },
    });
    add(queue, "a", "b");
    await queue.flush();
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    // Between half and all of 20, 40 and 80 milliseconds, and no less.
    expect(waits[1]).toBeGreaterThanOrEqual(10 - 1);
    expect(waits[2]).toBeGreaterThanOrEqual(20 - 1);
    expect(waits[3]).toBeGreaterThanOrEqual(40 - 1);
  });

  test("once something has arrived, the next failure is the first again", async () => {
    const { opened, open } = gate();
    const sent: string[] = [];
    const { queue } = queueOf([], {
      firstRetryMs: 60_000,
      deliver([item = ""]) {
        sent.push(item);
        if (item === "d") open();
        return Promise.resolve(item === "a" || item === "c" ? AGAIN : YES);
      },
    });
    add(queue, "a", "b", "c", "d");
    await opened;
    expect(sent).toEqual(["a", "b", "c", "d"]);
    await queue.close(0);
  });

  test("what waits for others goes on waiting when something is sent again", async () => {
    const { queue, sent } = queueOf([AGAIN], { maxBatch: 2, batchMs: 60_000 });
    add(queue, "a", "b");
    const flushed = queue.flush();
    add(queue, "c");
    await flushed;
    expect(sent).toEqual(["a+b", "a+b"]);
    await queue.flush();
    expect(sent).toEqual(["a+b", "a+b", "c"]);
  });

  test("nothing at all is sent for as long as the other side asks", async () => {
    const times: number[] = [];
    const { queue } = queueOf([], {
      deliver() {
        times.push(performance.now());
        return Promise.resolve(
          times.length === 1 ? { kind: "again", failure: "HTTP 429", afterMs: 50 } : YES,
        );
      },
    });
    add(queue, "a", "b");
    await queue.flush();
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(49);
  });
});

describe("the bound", () => {
  test("what comes when it is full is dropped and reported; what is in it stays", async () => {
    const { queue, sent, dropped } = queueOf([], { maxQueued: 2 });
    add(queue, "a", "b", "c", "d");
    expect(queue.size).toBe(2);
    expect(dropped).toEqual(["c overflow -", "d overflow -"]);
    await queue.flush();
    add(queue, "e");
    await queue.flush();
    expect(sent).toEqual(["a", "b", "e"]);
  });

  test("what is under way, or to be sent again, takes room", async () => {
    const { opened, open } = gate();
    const { open: begin, opened: began } = gate();
    const { queue, dropped } = queueOf([], {
      maxQueued: 1,
      deliver: async () => {
        begin();
        await opened;
        return YES;
      },
    });
    add(queue, "a");
    await began;
    add(queue, "b");
    expect(dropped).toEqual(["b overflow -"]);
    open();
    await queue.flush();
    expect(queue.size).toBe(0);
  });
});

describe("close", () => {
  test("sends what waits, takes no more, and may be called again", async () => {
    const { queue, sent, dropped } = queueOf([], { maxBatch: 10, batchMs: 60_000 });
    add(queue, "a", "b");
    await queue.close(1_000);
    add(queue, "c");
    await queue.close(1_000);
    expect(sent).toEqual(["a+b"]);
    expect(dropped).toEqual(["c closed -"]);
  });

  test("waits for no back-off, but tries again at once", async () => {
    const { opened, open } = gate();
    const script = [AGAIN, AGAIN];
    const sent: string[] = [];
    const { queue, dropped } = queueOf([], {
      firstRetryMs: 60_000,
      deliver([item = ""]) {
        sent.push(item);
        if (sent.length === 2) setImmediate(open);
        return Promise.resolve(script.shift() ?? YES);
      },
    });
    add(queue, "a", "b");
    await opened;
    await queue.close(5_000);
    expect(sent).toEqual(["a", "b", "a", "b"]);
    expect(dropped).toEqual([]);
  });

  test("drops what is left when the time is up, what is under way included", async () => {
    let stopped = false;
    const { open, opened } = gate();
    const { queue, dropped } = queueOf([], {
      deliver(_items, signal) {
        signal.addEventListener("abort", () => {
          stopped = true;
        });
        open();
        return new Promise(() => {});
      },
    });
    add(queue, "a", "b");
    await opened;
    await queue.close(5);
    expect(dropped).toEqual(["a closed -", "b closed -"]);
    expect(stopped).toBe(true);
    expect(queue.size).toBe(0);
  });
});
