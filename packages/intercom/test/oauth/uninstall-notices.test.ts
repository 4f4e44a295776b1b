import type { UninstallOutcome } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
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

describe("notices of uninstall", () => {
  it("of one workspace cause two questions, however many come while one is asked", async () => {
    const { ask, begun, nextBegun, answer } = questions();
    const notice = createUninstallNotices(ask, 0);
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
    const notice = createUninstallNotices(ask, 5);
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
    const { ask, begun, answer } = questions();
    const notice = createUninstallNotices(ask, 3_600_000);
    const first = notice("a");
    answer("kept");
    await first;
    void notice("a");
    void notice("a");
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(["a"]);
  });

  it("that fail do not stop those that come after", async () => {
    const { ask, nextBegun, answer } = questions();
    const notice = createUninstallNotices(ask, 0);
    const first = notice("a");
    const later = notice("a");
    const second = nextBegun();
    answer(new Error("away"));
    await expect(first).rejects.toThrow("away");
    await second;
    answer("removed");
    expect(await later).toBe("removed");
  });

  it("of more than twenty workspaces at once are to be sent again", async () => {
    const { ask, begun, nextBegun, answer } = questions();
    const notice = createUninstallNotices(ask, 0);
    const first = Array.from({ length: 20 }, (_, number) => notice(`w${number}`));
    await expect(notice("one more")).rejects.toMatchObject({ code: "ERR_RBAC_UNAVAILABLE" });
    expect(begun).toHaveLength(20);
    for (const _ of first) answer("kept");
    expect(new Set(await Promise.all(first))).toEqual(new Set(["kept"]));
    const begins = nextBegun();
    const again = notice("one more");
    await begins;
    answer("removed");
    expect(await again).toBe("removed");
  });
});
