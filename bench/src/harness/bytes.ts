import { getHeapStatistics } from "node:v8";
import type { Sample } from "./question.ts";
import { median } from "./statistics.ts";
import type { Side, Workload } from "./timed.ts";
import { verify } from "./timed.ts";

/** So large a young generation that nothing is collected while bytes are counted. */
export const NO_COLLECTION = ["--min-semi-space-size=256", "--max-semi-space-size=256"];

const WARM_UP_MS = 400;
/** Enough for a tenth of a byte, few enough for everything to fit into the young generation. */
const CHECKS = 10_000;

function used(): number {
  return getHeapStatistics().used_heap_size;
}

/** Heap that each side's checks take, in bytes a check, once its loop is compiled. */
export async function bytesPerCheck<Case>(
  row: string,
  workload: Workload<Case>,
  sides: readonly Side<Case>[],
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const side of sides) {
    await verify(side, workload);
    const times = Math.ceil(CHECKS / workload.checks);
    const until = performance.now() + WARM_UP_MS;
    while (performance.now() < until) await side.block(times);
    const bytes: number[] = [];
    for (let round = 0; round < 9; round++) {
      const before = used();
      const nothing = used() - before;
      const start = used();
      const result = side.block(times);
      if (typeof result !== "number") await result;
      const grown = used() - start - nothing;
      // Less than before: a collection came between, and nothing can be said.
      if (grown >= 0) bytes.push(grown / (times * workload.checks));
    }
    samples.push({
      row,
      side: side.name,
      kind: side.kind,
      value: Number(median(bytes).toFixed(1)),
    });
  }
  return samples;
}
