import type { Kind, Sample } from "./question.ts";
import { median } from "./statistics.ts";

/**
 * One way to answer a workload.
 *
 * `block` is a loop of its own, written out for each side: V8 keeps what it learnt of a call site with the function's
 * text, so that a loop shared by two sides would make each pay for the other.
 */
export interface Side<Case> {
  readonly name: string;
  readonly kind: Kind;
  /** Answers one case, to be compared with the oracle. */
  readonly ask: (one: Case) => boolean | Promise<boolean>;
  /** Runs the whole workload so many times; gives the number of allowed checks. */
  readonly block: (times: number) => number | Promise<number>;
  /** Where it is not the one of all sides: the same question at another size. */
  readonly workload?: Workload<Case>;
}

export interface Workload<Case> {
  readonly cases: readonly Case[];
  readonly expected: (one: Case) => boolean;
  /** Checks in one time of a block, and how many of them are allowed. */
  readonly checks: number;
  readonly allowed: number;
}

export interface Timing {
  /** Nanoseconds in the row's unit. */
  readonly unitNs?: number;
  /** How long a block should take, in milliseconds. */
  readonly blockMs?: number;
  readonly rounds?: number;
  readonly warmUpMs?: number;
}

/** Aborts the run unless a side answers every case as the oracle does. */
export async function verify<Case>(
  side: Side<Case>,
  { cases, expected }: Workload<Case>,
): Promise<void> {
  for (const one of cases) {
    const answer = await side.ask(one);
    if (answer !== expected(one)) {
      throw new Error(`${side.name} answers ${answer} to ${JSON.stringify(one)}`);
    }
  }
}

/** Milliseconds of one block, whose count of allowed checks must be right. */
async function time<Case>(
  side: Side<Case>,
  workload: Workload<Case>,
  times: number,
): Promise<number> {
  const began = performance.now();
  const result = side.block(times);
  const allowed = typeof result === "number" ? result : await result;
  const took = performance.now() - began;
  if (allowed !== workload.allowed * times) {
    throw new Error(`${side.name}: ${allowed} allowed, not ${workload.allowed * times}`);
  }
  return took;
}

/** Below this the clock says little. */
const SHORTEST_MS = 0.001;
const MOST_TIMES = 1e7;

/** Runs a side until it is warm; gives how many times the workload fits into a block. */
async function warmUp<Case>(
  side: Side<Case>,
  workload: Workload<Case>,
  { blockMs, warmUpMs }: Required<Timing>,
): Promise<number> {
  let times = 1;
  let spent = 0;
  for (;;) {
    const took = Math.max(await time(side, workload, times), SHORTEST_MS);
    spent += took;
    const fitting = Math.max(1, Math.round((times * blockMs) / took));
    if (spent >= warmUpMs) return fitting;
    // Towards the block's length, but never by leaps: what is cold now may be fast in a moment.
    times = Math.min(times * 2, fitting, MOST_TIMES);
  }
}

/** The sides of one round: rotated by one each round, and every other round backwards. */
export function orderOf<T>(sides: readonly T[], round: number): T[] {
  const start = round % sides.length;
  const rotated = [...sides.slice(start), ...sides.slice(0, start)];
  return round % 2 === 0 ? rotated : rotated.reverse();
}

/**
 * Times all sides against the first, the floor, in alternating blocks. A side's ratio is the median over rounds of its
 * block to the floor's of the same round, so that a slow moment of the machine weighs on both.
 */
export async function timed<Case>(
  row: string,
  workload: Workload<Case>,
  sides: readonly Side<Case>[],
  timing: Timing = {},
): Promise<Sample[]> {
  const settings = { unitNs: 1, blockMs: 20, rounds: 9, warmUpMs: 120, ...timing };
  const ready = sides.map((side) => ({ side, workload: side.workload ?? workload }));
  for (const { side, workload } of ready) await verify(side, workload);
  const contestants = [];
  for (const { side, workload } of ready) {
    const times = await warmUp(side, workload, settings);
    contestants.push({ side, workload, times, ns: [] as number[] });
  }
  for (let round = 0; round < settings.rounds; round++) {
    for (const { side, workload, times, ns } of orderOf(contestants, round)) {
      ns.push((await time(side, workload, times)) * (1e6 / (times * workload.checks)));
    }
  }
  const [floor] = contestants;
  return contestants.map(({ side: { name, kind }, ns }) => ({
    row,
    side: name,
    kind,
    value: median(ns) / settings.unitNs,
    ratio: median(ns.map((value, round) => value / floor.ns[round])),
  }));
}
