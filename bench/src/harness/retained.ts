/** For processes that ask what is held: only there may a collection be forced. */
export const COLLECT_ON_DEMAND = ["--expose-gc"];

/** Bytes of the heap and of buffers outside of it (which `external` counts with the rest) that are still in use. */
function inUse(): number {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  for (let time = 0; time < 4; time++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Bytes that what `make` gives holds on to, whatever it used on the way. */
export function retained(make: () => unknown): number {
  const before = inUse();
  const kept = { value: make() };
  const bytes = inUse() - before;
  if (kept.value === undefined) throw new Error("nothing was kept");
  return bytes;
}
