import type { UninstallOutcome } from "@intercom-rbac/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createUninstallNotices } from "../../src/oauth/uninstall-notices.ts";

/** Questions that are answered when the test says so. */
function questions() {
  const open: { id: string; answer(outcome: UninstallOutcome | Error): void }[] = [];
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  const ask = (id: string) => {
    begun.push(id);
    for (const tell of waiting.splice(0)) tell();
    return new Promise<UninstallOutcome>((resolve, reject) => {
      open.push({
        id,
        answer: (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)),
      });
    });
  };
  const nextBegun = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  return {
    ask,
    begun,
    nextBegun,
    answer: (outcome: UninstallOutcome | Error) => open.shift()?.answer(outcome),
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe("notices of uninstall", () => {
  it("of one workspace cause two questions, however many come while one is asked", async () => {
    const { ask, begun, nextBegun, answer } = questions();
    const notice = createUninstallNotices(ask, { gapMs: 0, everyMs: 0 });
    const first = notice("a");
    const flood = Array.from({ length: 1_000 }, () => notice("a"));
    expect(begun).toEqual(["a"]);
    const second = nextBegun();
    answer("kept");
    expect(await first).toBe("kept");
    await second;
    // The app may have been uninstalled after the first question was answered: the flood gets its own answer.
    answer("removed");
    expect(new Set(await Promise.all(flood))).toEqual(new Set(["removed"]));
    expect(begun).toEqual(["a", "a"]);
  });

  it("that come one after the other are asked about one after the other", async () => {
    const { ask, begun, nextBegun, answer } = questions();
    const notice = createUninstallNotices(ask, { gapMs: 5, everyMs: 0 });
    for (let turn = 0; turn < 3; turn += 1) {
      const begins = nextBegun();
      const outcome = notice("a");
      await begins;
      answer("kept");
      expect(await outcome).toBe("kept");
    }
    expect(begun).toHaveLength(3);
  });

  it("keep their distance", async () => {
    vi.useFakeTimers();
    const { ask, begun, answer } = questions();
    const notice = createUninstallNotices(ask, { gapMs: 5_000 });
    const first = notice("a");
    answer("kept");
    await first;
    const second = notice("a");
    const third = notice("a");
    await vi.advanceTimersByTimeAsync(4_999);
    expect(begun).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(["a", "a"]);
    answer("removed");
    expect(await Promise.all([second, third])).toEqual(["removed", "removed"]);
  });

  it("that fail do not stop those that come after", async () => {
    const { ask, nextBegun, answer } = questions();
    const notice = createUninstallNotices(ask, { gapMs: 0, everyMs: 0 });
    const first = notice("a");
    const later = notice("a");
    const second = nextBegun();
    answer(new Error("away"));
    await expect(first).rejects.toThrow("away");
    await second;
    answer("removed");
    expect(await later).toBe("removed");
  });

  it("of many workspaces cause five questions a second, in the order in which they came", async () => {
    vi.useFakeTimers();
    const { ask, begun, answer } = questions();
    const notice = createUninstallNotices(ask, { gapMs: 0 });
    const ids = Array.from({ length: 12 }, (_, number) => `w${number}`);
    const outcomes = Promise.all(ids.map(notice));
    expect(begun).toEqual(["w0"]);
    await vi.advanceTimersByTimeAsync(199);
    expect(begun).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(801);
    expect(begun).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(begun).toEqual(ids);
    for (const _ of ids) answer("kept");
    expect(new Set(await outcomes)).toEqual(new Set(["kept"]));
  });

  it("of an honest workspace have their turn in a flood that never ends", async () => {
    vi.useFakeTimers();
    const begun: string[] = [];
    const notice = createUninstallNotices(
      async (id) => {
        begun.push(id);
        return id === "honest" ? "removed" : "kept";
      },
      { gapMs: 0 },
    );
    const flooded = ["w0", "w1", "w2", "w3", "w4"];
    const flood = () => {
      for (const id of flooded) notice(id).catch(() => undefined);
    };
    flood();
    const honest = notice("honest");
    for (let turn = 0; turn < 20; turn += 1) {
      flood();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(await honest).toBe("removed");
    expect(begun.indexOf("honest")).toBe(5);
  });

  it("of more than twenty workspaces at once wait until one of them is answered", async () => {
    const { ask, begun, nextBegun, answer } = questions();
    const notice = createUninstallNotices(ask, { gapMs: 0, everyMs: 0 });
    const first = Array.from({ length: 20 }, (_, number) => notice(`w${number}`));
    const waiting = notice("one more");
    expect(begun).toHaveLength(20);
    const begins = nextBegun();
    answer("kept");
    await begins;
    expect(begun.at(-1)).toBe("one more");
    for (const _ of first) answer("removed");
    expect(await waiting).toBe("removed");
  });

  it("that wait too long are to be sent again, and are asked about all the same", async () => {
    vi.useFakeTimers();
    const { ask, begun, answer } = questions();
    const notice = createUninstallNotices(ask, { gapMs: 0, atOnce: 1 });
    const hanging = expect(notice("hangs")).rejects.toMatchObject({ code: "ERR_RBAC_UNAVAILABLE" });
    const waiting = expect(notice("a")).rejects.toMatchObject({ code: "ERR_RBAC_UNAVAILABLE" });
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all([hanging, waiting]);
    expect(begun).toEqual(["hangs"]);
    answer(new Error("timeout"));
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual(["hangs", "a"]);
  });

  it("leave nothing behind when nobody waits any more", async () => {
    vi.useFakeTimers();
    const notice = createUninstallNotices(() => Promise.resolve("kept"), { gapMs: 1_000 });
    expect(await notice("a")).toBe("kept");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
