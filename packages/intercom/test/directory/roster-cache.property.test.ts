import { setImmediate } from "node:timers/promises";
import { UnavailableError } from "@intercom-rbac/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Roster } from "../../src/directory/roster.ts";
import { RosterCache } from "../../src/directory/roster-cache.ts";

const TTL = 10;
const STALE = 100;
const IDS = ["1", "2", "3"];

type Step =
  | { readonly do: "ask"; readonly id: string | undefined }
  | { readonly do: "invalidate"; readonly id: string | undefined }
  | { readonly do: "succeed" | "fail" }
  | { readonly do: "pass"; readonly ms: number };

const id = fc.constantFrom(...IDS, undefined);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("ask" as const), id }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("invalidate" as const), id }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("succeed" as const, "fail" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      ms: fc.integer({ min: 1, max: 1500 }),
    }),
  },
);

interface Load {
  /** Its place among loads begun and invalidations. */
  readonly place: number;
  readonly at: number;
  settle(outcome: "succeed" | "fail"): void;
}

/** Runs steps, and what each question was answered with is compared with what happened before the answer. */
class Run {
  now = 0;
  place = 0;
  /** Of everybody under the empty id. */
  readonly invalidated = new Map<string, number>();
  readonly running: Load[] = [];
  /** The roster's `unmapped` is the load that made it. */
  readonly loadOf = new Map<Roster, Load>();
  begun = 0;
  mostAtOnce = 0;
  readonly waiting: { readonly until: number; readonly go: () => void }[] = [];
  lastCalledFor = Number.NEGATIVE_INFINITY;
  lastFailure = Number.NEGATIVE_INFINITY;
  asked = 0;
  settled = 0;
  readonly problems: string[] = [];
  readonly cache = new RosterCache({
    load: () => this.#load(),
    ttlMs: TTL,
    staleMs: STALE,
    now: () => this.now,
    wait: (ms) =>
      new Promise<void>((go) => {
        this.waiting.push({ until: this.now + ms, go });
      }),
    onLoaded: () => {},
    onFailure: () => {},
  });

  #load(): Promise<Roster> {
    if (this.now - this.lastFailure < 1000)
      this.problems.push("a load in the rest after a failure");
    const newest = Math.max(0, ...[...this.loadOf.values()].map(({ place }) => place));
    const calledFor = newest > 0 && Math.max(0, ...this.invalidated.values()) > newest;
    // What is too old is asked for at once, invalidated or not.
    const held = [...this.loadOf.values()].at(-1);
    if (calledFor && held !== undefined && this.now - held.at < STALE) {
      if (this.now - this.lastCalledFor < 1000) this.problems.push("two within a second");
      this.lastCalledFor = this.now;
    }
    this.begun++;
    return new Promise((resolve, reject) => {
      const load: Load = {
        place: ++this.place,
        at: this.now,
        settle: (outcome) => {
          this.running.splice(this.running.indexOf(load), 1);
          if (outcome === "fail") {
            this.lastFailure = this.now;
            reject(new UnavailableError("away"));
          } else {
            const roster: Roster = { principal: () => Promise.resolve(null), unmapped: [] };
            this.loadOf.set(roster, load);
            resolve(roster);
          }
        },
      };
      this.running.push(load);
      this.mostAtOnce = Math.max(this.mostAtOnce, this.running.length);
    });
  }

  #check(id: string | undefined, roster: Roster): void {
    const load = this.loadOf.get(roster);
    if (load === undefined) throw new Error("a roster out of nowhere");
    for (const [of, place] of this.invalidated) {
      const concerns = id === undefined || of === "" || of === id;
      if (concerns && place > load.place)
        this.problems.push("an answer from before an invalidation");
    }
    if (this.now - load.at >= STALE) this.problems.push("an answer that is too old");
  }

  #pass(ms: number): void {
    this.now += ms;
    const over = this.waiting.filter(({ until }) => until <= this.now);
    for (const one of over) {
      this.waiting.splice(this.waiting.indexOf(one), 1);
      one.go();
    }
    if (this.waiting.length > 1) this.problems.push("two loads that wait");
  }

  async step(step: Step): Promise<void> {
    if (step.do === "pass") this.#pass(step.ms);
    else if (step.do === "invalidate") {
      this.invalidated.set(step.id ?? "", ++this.place);
      this.cache.invalidate(step.id);
    } else if (step.do === "ask") {
      this.asked++;
      this.cache
        .ask(step.id, (roster) => {
          this.#check(step.id, roster);
          return Promise.resolve();
        })
        .catch((error: unknown) => {
          if (!(error instanceof UnavailableError)) this.problems.push("another error");
        })
        .finally(() => {
          this.settled++;
        });
    } else this.running[0]?.settle(step.do);
    // So that what follows of a step has followed before the next one.
    await setImmediate();
  }

  async finish(): Promise<void> {
    while (this.running.length + this.waiting.length > 0) {
      await this.step({ do: "pass", ms: 1000 });
      await this.step({ do: "succeed" });
    }
  }
}

it("for any order of questions, loads, failures and invalidations, answers are from after the last invalidation", async () => {
  let answersAfterInvalidation = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const run = new Run();
      for (const one of steps) await run.step(one);
      await run.finish();
      expect(run.problems).toEqual([]);
      expect(run.mostAtOnce).toBeLessThanOrEqual(1);
      // Every question ends, and none alone asks for more than three loads.
      expect(run.settled).toBe(run.asked);
      expect(run.begun).toBeLessThanOrEqual(3 * run.asked);
      if (run.invalidated.size > 0) answersAfterInvalidation += run.loadOf.size;
    }),
    { numRuns: 500 },
  );
  expect(answersAfterInvalidation).toBeGreaterThan(100);
});
