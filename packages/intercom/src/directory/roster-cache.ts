import { isRbacError, UnavailableError } from "@intercom-rbac/core";
import type { Roster } from "./roster.ts";

export interface RosterCacheOptions {
  load(): Promise<Roster>;
  /** Older than this, a roster is asked for anew in the background. */
  readonly ttlMs: number;
  /** Older than this, a roster answers nothing. */
  readonly staleMs: number;
  now(): number;
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<unknown>;
  onLoaded(roster: Roster): void;
  onFailure(error: unknown): void;
}

/** A point in the order of things: loads begun and invalidations are numbered together. */
type Tick = number;

interface Held {
  readonly roster: Roster;
  readonly begun: Tick;
  /** When the load began, for what it found may have changed ever since. */
  readonly at: number;
}

const FIRST_REST_MS = 1000;
const LONGEST_REST_MS = 60_000;
/** Between the beginnings of loads that invalidations call for. */
const GAP_MS = 1000;
/** How many loads one question waits for: one that ran already, and one that an invalidation overtakes, are of no use. */
const ROUNDS = 3;
/** Invalidated one by one; more of them, and everybody is. */
const MOST_INVALIDATED = 10_000;

function unavailable(cause: unknown): UnavailableError {
  const why = isRbacError(cause) ? cause.message : "The client failed as none should.";
  return new UnavailableError(`Who holds which roles is not known: ${why}`, { cause });
}

/**
 * The last roster, for as long as it counts: it is neither too old nor from a load that an invalidation came after.
 *
 * One load runs at a time, however many questions wait; of those that invalidations call for, one begins a second. After a failed load there is a rest, longer each time, in which
 * questions that need a load fail at once.
 */
export class RosterCache {
  readonly #options: RosterCacheOptions;
  #held: Held | undefined;
  /** The load that runs; rejects as it does. */
  #running: Promise<void> | undefined;
  #tick: Tick = 0;
  #lastInvalidation: Tick = 0;
  #everybodyInvalidated: Tick = 0;
  readonly #invalidated = new Map<string, Tick>();
  #lastCalledFor = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #restFrom = 0;
  #restMs = 0;
  #failure: unknown;

  constructor(options: RosterCacheOptions) {
    this.#options = options;
  }

  /** A roster that may answer about this admin, or about everybody. Rejects with `ERR_RBAC_UNAVAILABLE`. */
  ask<Answer>(
    adminId: string | undefined,
    read: (roster: Roster) => Promise<Answer>,
  ): Promise<Answer> {
    const held = this.#counting(adminId);
    if (held === undefined) return this.#learn(adminId, read);
    if (this.#options.now() - held.at >= this.#options.ttlMs) this.#refresh();
    return read(held.roster);
  }

  /** What is held, and what a load that runs already will find, counts no more: of this admin, or of everybody. */
  invalidate(adminId: string | undefined): void {
    this.#lastInvalidation = ++this.#tick;
    if (adminId === undefined || this.#invalidated.size >= MOST_INVALIDATED) {
      this.#everybodyInvalidated = this.#tick;
      this.#invalidated.clear();
    } else this.#invalidated.set(adminId, this.#tick);
  }

  #demanded(adminId: string | undefined): Tick {
    if (adminId === undefined) return this.#lastInvalidation;
    return Math.max(this.#everybodyInvalidated, this.#invalidated.get(adminId) ?? 0);
  }

  #counting(adminId: string | undefined): Held | undefined {
    const held = this.#held;
    if (held === undefined || held.begun <= this.#demanded(adminId)) return undefined;
    const age = this.#options.now() - held.at;
    // A clock that was set back tells no age.
    if (age >= 0 && age < this.#options.staleMs) return held;
    // For good: a clock that is set back later makes nothing young again.
    this.#held = undefined;
    return undefined;
  }

  async #learn<Answer>(
    adminId: string | undefined,
    read: (roster: Roster) => Promise<Answer>,
  ): Promise<Answer> {
    for (let round = 0; round < ROUNDS; round++) {
      try {
        await (this.#running ?? this.#start());
      } catch (error) {
        throw unavailable(error);
      }
      const held = this.#counting(adminId);
      if (held !== undefined) return read(held.roster);
    }
    throw unavailable(new UnavailableError("It changes faster than Intercom tells."));
  }

  #refresh(): void {
    // Whoever needs its outcome waits for it; `onFailure` is told in any case.
    if (this.#running === undefined) this.#start().catch(() => {});
  }

  #start(): Promise<void> {
    if (this.#resting()) return Promise.reject(this.#failure);
    this.#running = this.#load();
    return this.#running;
  }

  /** How long the next load has to wait: those that no invalidation calls for are as seldom as they are old. */
  #gap(): number {
    const { now } = this.#options;
    if (this.#held === undefined || this.#held.begun > this.#lastInvalidation) return 0;
    const since = now() - this.#lastCalledFor;
    const gap = since >= 0 && since < GAP_MS ? GAP_MS - since : 0;
    this.#lastCalledFor = now() + gap;
    return gap;
  }

  async #load(): Promise<void> {
    try {
      const gap = this.#gap();
      if (gap > 0) await this.#options.wait(gap);
      // Only now, so that it is of use after the invalidations of the wait.
      const begun = ++this.#tick;
      const at = this.#options.now();
      const roster = await this.#options.load();
      this.#held = { roster, begun, at };
      this.#failures = 0;
      for (const [adminId, tick] of this.#invalidated) {
        if (tick < begun) this.#invalidated.delete(adminId);
      }
      this.#options.onLoaded(roster);
    } catch (error) {
      this.#rest(error);
      this.#options.onFailure(error);
      throw error;
    } finally {
      this.#running = undefined;
    }
  }

  #rest(error: unknown): void {
    const asked =
      isRbacError(error) && error.code === "ERR_RBAC_INTERCOM_FAILED" ? error.retryAfterMs : 0;
    const rest = Math.max(asked ?? 0, FIRST_REST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#restFrom = this.#options.now();
    this.#restMs = Math.min(rest, LONGEST_REST_MS);
    this.#failure = error;
  }

  #resting(): boolean {
    const rested = this.#options.now() - this.#restFrom;
    return rested >= 0 && rested < this.#restMs;
  }
}
