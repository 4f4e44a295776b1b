import type { UsedStates } from "@intercom-rbac/core";
import { UnavailableError } from "@intercom-rbac/core";

/** Some 20 MB. Only states that this app signed, sent back by their own browser, are counted. */
const MOST = 100_000;

/**
 * Used states in the memory of this process, each until it expires. When it is full it takes no more, since forgetting
 * one that is still good would let it be used again.
 */
export function createMemoryUsedStates(now: () => number, most: number = MOST): UsedStates {
  // In the order in which they were used, which is roughly that in which they expire.
  const used = new Map<string, number>();

  function forgetExpired(): void {
    const time = now();
    for (const [id, expiresAt] of used) {
      if (expiresAt > time) break;
      used.delete(id);
    }
  }
  function forgetEveryExpired(): void {
    const time = now();
    for (const [id, expiresAt] of used) if (expiresAt <= time) used.delete(id);
  }

  return {
    async use(stateId, expiresAt) {
      forgetExpired();
      if (used.has(stateId)) return false;
      if (used.size >= most) forgetEveryExpired();
      if (used.size >= most) {
        throw new UnavailableError("Too many installs were begun within a few minutes. Try again.");
      }
      used.set(stateId, expiresAt);
      return true;
    },
  };
}
