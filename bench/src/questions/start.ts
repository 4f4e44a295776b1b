import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Question, Sample } from "../harness/question.ts";
import { median } from "../harness/statistics.ts";
import { orderOf } from "../harness/timed.ts";

export const question: Question = {
  title: "Start: from a bare process to the first decision",
  rows: [
    {
      id: "start",
      title: "start: core and adapter, first decision",
      unit: "ms",
      floor: "importing zod and CASL",
      side: "rbac, beyond zod and CASL",
      goal: { of: "value", atMost: 15 },
      stable: false,
    },
    {
      id: "start-snapshot",
      title: "start: the snapshot entry, first decision",
      unit: "ms",
      floor: "importing zod and CASL",
      goal: { of: "value", atMost: 5 },
      stable: false,
    },
  ],
  groups: [{ name: "starts", measure: starts }],
};

const STARTS = ["bare", "zod-and-casl", "core-and-adapter", "snapshot"] as const;
const ROUNDS = 9;

const run = promisify(execFile);

/** Milliseconds from the start of a process to the end of its script, by its own clock. */
async function lifeOf(name: (typeof STARTS)[number]): Promise<number> {
  const script = fileURLToPath(new URL(`../starts/${name}.mjs`, import.meta.url));
  const { stdout } = await run(process.execPath, [script]);
  return Number(stdout);
}

/** The scripts in alternating order, a process each; what a bare process takes in the same round is taken off. */
async function starts(): Promise<Sample[]> {
  const took = new Map(STARTS.map((name) => [name, [] as number[]]));
  // The first of each reads the files from the disk.
  for (const name of STARTS) await lifeOf(name);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of orderOf(STARTS, round)) took.get(name)?.push(await lifeOf(name));
  }
  const beyond = (name: (typeof STARTS)[number], base: (typeof STARTS)[number]): number => {
    const bases = took.get(base) ?? [];
    return median((took.get(name) ?? []).map((value, round) => value - bases[round]));
  };
  const casl = beyond("zod-and-casl", "bare");
  const ours = beyond("core-and-adapter", "bare");
  const snapshot = beyond("snapshot", "bare");
  const floor = "zod and CASL";
  return [
    { row: "start", side: floor, kind: "floor", value: casl, ratio: 1 },
    { row: "start", side: "rbac", kind: "ours", value: ours, ratio: ours / casl },
    {
      row: "start",
      side: "rbac, beyond zod and CASL",
      kind: "ours",
      value: beyond("core-and-adapter", "zod-and-casl"),
    },
    { row: "start-snapshot", side: floor, kind: "floor", value: casl, ratio: 1 },
    { row: "start-snapshot", side: "rbac", kind: "ours", value: snapshot, ratio: snapshot / casl },
  ];
}
