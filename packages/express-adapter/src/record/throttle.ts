/** Whether something may be told once more: not if the same was told within the interval. */
export type Throttle = (what: string) => boolean;

/** More than an app has routes. Then all is forgotten, so that no client makes it grow. */
const KEPT = 1000;

export function createThrottle(intervalMs: number): Throttle {
  const last = new Map<string, number>();
  return (what) => {
    const now = performance.now();
    if (now - (last.get(what) ?? Number.NEGATIVE_INFINITY) < intervalMs) return false;
    if (last.size >= KEPT) last.clear();
    last.set(what, now);
    return true;
  };
}

export const ONCE: number = Number.POSITIVE_INFINITY;
export const A_MINUTE: number = 60_000;
