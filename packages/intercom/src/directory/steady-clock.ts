import { performance } from "node:perf_hooks";

/**
 * Milliseconds since it was made, that never go back. By two clocks, whichever has gone on more: one can be set back, and
 * the other may stand still while the machine sleeps. A clock that is set forward counts.
 */
export function createSteadyClock(
  wall: () => number = Date.now,
  steady: () => number = () => performance.now(),
): () => number {
  const steadyStart = steady();
  let lastWall = wall();
  let wallStart = lastWall;
  let latest = 0;
  return () => {
    const time = wall();
    if (time < lastWall) wallStart -= lastWall - time;
    lastWall = time;
    latest = Math.max(latest, time - wallStart, steady() - steadyStart);
    return latest;
  };
}
