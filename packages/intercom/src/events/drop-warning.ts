import type { DroppedEntries } from "./delivery-sink.ts";

const A_MINUTE = 60_000;

/** Warns, at most once a minute, of how many entries were dropped and why the last ones were. */
export function warnOfDrops(where: string): (dropped: DroppedEntries) => void {
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  return ({ entries, reason, failure }) => {
    count += Math.max(1, entries.length);
    const now = performance.now();
    if (now - last < A_MINUTE) return;
    last = now;
    const why = failure === undefined ? reason : `${reason}, ${failure}`;
    process.emitWarning(`${where}: ${count} audit entries were not delivered (${why}).`, {
      type: "RbacWarning",
      code: "ERR_RBAC_UNAVAILABLE",
    });
    count = 0;
  };
}
