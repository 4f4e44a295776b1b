import type { HeapProfiler, Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";

type Block = (times: number) => number | Promise<number>;

/** A function as it was called from its caller, with the samples in it and below it. */
export interface CallTree {
  readonly name: string;
  readonly file: string;
  readonly samples: number;
  readonly children: readonly CallTree[];
}

export interface Allocation {
  readonly name: string;
  readonly file: string;
  readonly bytesPerCheck: number;
}

const RUN_MS = 3_000;
const WARM_UP_MS = 1_000;

async function runFor(block: Block, milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) await block(20);
}

/** The last two parts of a path: what one finds in the repository, on whichever machine it was built. */
function shortened(url: string): string {
  return url.split("/").slice(-2).join("/");
}

/** Where the time of a block goes: the tree below `block`, its own loop included. */
export async function callTreeOf(block: Block): Promise<CallTree> {
  const session = new Session();
  session.connect();
  // On before anything is compiled: only then does optimized code know which function was inlined where.
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  await runFor(block, WARM_UP_MS);
  await session.post("Profiler.stop");
  await session.post("Profiler.start");
  await runFor(block, RUN_MS);
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  return treeOf(profile);
}

function treeOf({ nodes }: Profiler.Profile): CallTree {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const blocks = nodes.filter(({ callFrame }) => callFrame.functionName === "block");

  const merge = (same: readonly Profiler.ProfileNode[]): CallTree => {
    const groups = new Map<string, Profiler.ProfileNode[]>();
    for (const id of same.flatMap(({ children = [] }) => children)) {
      const child = byId.get(id);
      if (child === undefined) continue;
      const { functionName, scriptId, lineNumber } = child.callFrame;
      const key = `${functionName} ${scriptId} ${lineNumber}`;
      groups.set(key, [...(groups.get(key) ?? []), child]);
    }
    const children = Array.from(groups.values(), merge);
    const own = same.reduce((sum, { hitCount = 0 }) => sum + hitCount, 0);
    const [{ callFrame }] = same;
    return {
      name: callFrame.functionName || "(anonymous)",
      file: shortened(callFrame.url),
      samples: children.reduce((sum, { samples }) => sum + samples, own),
      children: children.sort((a, b) => b.samples - a.samples),
    };
  };
  if (blocks.length === 0) throw new Error("the block was not seen");
  return merge(blocks);
}

/** What a block allocates, by the function that does, the most first. */
export async function allocationsOf(block: Block, checks: number): Promise<Allocation[]> {
  const times = Math.ceil(100_000 / checks);
  await runFor(block, WARM_UP_MS);
  const session = new Session();
  session.connect();
  await session.post("HeapProfiler.startSampling", {
    samplingInterval: 512,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await block(times);
  const { profile } = await session.post("HeapProfiler.stopSampling");
  session.disconnect();

  const bytes = new Map<string, Allocation>();
  const visit = ({ callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode): void => {
    const name = callFrame.functionName || "(anonymous)";
    const file = shortened(callFrame.url);
    const key = `${name} ${file}`;
    const bytesPerCheck = (bytes.get(key)?.bytesPerCheck ?? 0) + selfSize / (times * checks);
    bytes.set(key, { name, file, bytesPerCheck });
    for (const child of children) visit(child);
  };
  visit(profile.head);
  return [...bytes.values()]
    .filter(({ bytesPerCheck }) => bytesPerCheck >= 0.5)
    .sort((a, b) => b.bytesPerCheck - a.bytesPerCheck);
}
