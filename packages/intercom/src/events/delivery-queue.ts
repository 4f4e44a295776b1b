import type { DropReason } from "./delivery-sink.ts";
import { Parcel } from "./parcel.ts";

/** What an attempt came to. `again`: it may not have arrived; it is sent as it is once more. */
export type Attempt =
  | { readonly kind: "delivered" }
  | { readonly kind: "refused"; readonly failure: string }
  | {
      readonly kind: "again";
      readonly failure: string;
      /** As the other side asks: nothing at all is sent for so long. */
      readonly afterMs?: number | undefined;
    };

export interface QueueOptions<Item> {
  /** Must not send anything any more once the signal is aborted. What it rejects with counts as `again`. */
  readonly deliver: (items: readonly Item[], signal: AbortSignal) => Promise<Attempt>;
  readonly onDropped: (items: readonly Item[], reason: DropReason, failure?: string) => void;
  /** As many are sent together. */
  readonly maxBatch: number;
  /** So long one waits for others to be sent with. */
  readonly batchMs: number;
  readonly maxQueued: number;
  readonly timeoutMs: number;
  readonly firstRetryMs: number;
  readonly giveUpAfterMs: number;
}

/** A parcel under way. */
interface Flight<Item> {
  readonly parcel: Parcel<Item>;
  readonly attempt: Promise<Attempt>;
  readonly timer: NodeJS.Timeout;
  /** Ends the attempt, however far it has got. */
  readonly end: (attempt: Attempt) => void;
}

const LONGEST_BACK_OFF_MS = 60_000;
const LONGEST_ASKED_MS = 600_000;

/**
 * Delivers items in the background: one parcel at a time, each until it has arrived, was refused or has grown too old. A
 * parcel that fails goes to the end of the line, so that one that always fails holds up no other; when two fail in a
 * row, all wait. What is in the queue is never pushed out by what comes later: a flood washes nothing away.
 */
export class DeliveryQueue<Item> {
  readonly #options: QueueOptions<Item>;
  #waiting: Item[] = [];
  #waitingSince = 0;
  #line: Parcel<Item>[] = [];
  #flight: Flight<Item> | undefined;
  #size = 0;
  #failuresInARow = 0;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  /** As long as somebody waits, the process must not end for want of anything to do. */
  #awaited = 0;
  #closing: Promise<void> | undefined;

  constructor(options: QueueOptions<Item>) {
    this.#options = options;
  }

  /** How many items are in it, under way or not. */
  get size(): number {
    return this.#size;
  }

  add(item: Item): void {
    const { maxQueued, maxBatch, onDropped } = this.#options;
    if (this.#closing !== undefined || this.#size >= maxQueued) {
      onDropped([item], this.#closing === undefined ? "overflow" : "closed");
      return;
    }
    this.#size += 1;
    const count = this.#waiting.push(item);
    if (count === 1) this.#waitingSince = performance.now();
    if (count >= maxBatch) this.#cut();
    if (count === 1 || count >= maxBatch) this.#plan();
  }

  async flush(): Promise<void> {
    this.#cut();
    this.#awaited += 1;
    this.#plan();
    this.#flight?.timer.ref();
    await Promise.all([...this.#line, this.#flight?.parcel].map((parcel) => parcel?.settled));
    this.#awaited -= 1;
    this.#plan();
  }

  close(deadlineMs: number): Promise<void> {
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  async #close(deadlineMs: number): Promise<void> {
    this.#pausedUntil = 0;
    for (const parcel of this.#line) parcel.notBefore = 0;
    const flushed = this.flush();
    const timer = setTimeout(() => {
      const left = this.#line;
      const flight = this.#flight;
      this.#line = [];
      this.#flight = undefined;
      if (flight !== undefined) {
        flight.end({ kind: "again", failure: "closed" });
        this.#drop(flight.parcel, "closed");
      }
      for (const parcel of left) this.#drop(parcel, "closed");
    }, deadlineMs);
    await flushed;
    clearTimeout(timer);
  }

  /** Makes a parcel of what waits. */
  #cut(): void {
    if (this.#waiting.length === 0) return;
    this.#line.push(new Parcel(this.#waiting, this.#waitingSince));
    this.#waiting = [];
  }

  /** Sees to it that the next parcel is sent in time. Sends nothing itself: whoever adds an item is in a hurry. */
  #plan(): void {
    clearTimeout(this.#timer);
    if (this.#flight !== undefined) return;
    const due = this.#line.map(({ notBefore }) => notBefore);
    if (this.#waiting.length > 0) due.push(this.#waitingSince + this.#options.batchMs);
    if (due.length === 0) return;
    const wait = Math.max(Math.min(...due), this.#pausedUntil) - performance.now();
    this.#timer = setTimeout(() => this.#sendDue(), Math.max(1, Math.ceil(wait)));
    if (this.#awaited === 0) this.#timer.unref();
  }

  #sendDue(): void {
    const now = performance.now();
    if (now >= this.#waitingSince + this.#options.batchMs) this.#cut();
    const index = this.#line.findIndex(({ notBefore }) => notBefore <= now);
    const [parcel] = index === -1 ? [] : this.#line.splice(index, 1);
    if (parcel === undefined) this.#plan();
    else void this.#send(parcel);
  }

  async #send(parcel: Parcel<Item>): Promise<void> {
    const flight = this.#start(parcel);
    this.#flight = flight;
    const attempt = await flight.attempt;
    // Dropped meanwhile, by the deadline of close.
    if (this.#flight !== flight) return;
    this.#flight = undefined;
    this.#after(parcel, attempt);
    this.#plan();
  }

  #start(parcel: Parcel<Item>): Flight<Item> {
    const { deliver, timeoutMs } = this.#options;
    const controller = new AbortController();
    let end: (attempt: Attempt) => void = () => undefined;
    const attempt = new Promise<Attempt>((resolve) => {
      end = (came) => {
        clearTimeout(timer);
        if (came.kind === "again") controller.abort();
        resolve(came);
      };
    });
    const timer = setTimeout(() => end({ kind: "again", failure: "timeout" }), timeoutMs);
    if (this.#awaited === 0) timer.unref();
    parcel.attempts += 1;
    deliver(parcel.items, controller.signal).then(end, () => {
      end({ kind: "again", failure: "error" });
    });
    return { parcel, attempt, timer, end };
  }

  #after(parcel: Parcel<Item>, attempt: Attempt): void {
    if (attempt.kind !== "again") {
      this.#failuresInARow = 0;
      if (attempt.kind === "delivered") this.#settle(parcel);
      else this.#drop(parcel, "refused", attempt.failure);
      return;
    }
    const now = performance.now();
    const { failure, afterMs } = attempt;
    if (now - parcel.since >= this.#options.giveUpAfterMs) {
      this.#drop(parcel, "given-up", failure);
    } else {
      parcel.notBefore = now + this.#backOff(parcel.attempts);
      this.#line.push(parcel);
    }
    this.#failuresInARow += 1;
    const pause =
      afterMs === undefined
        ? this.#backOff(this.#failuresInARow - 1)
        : Math.min(afterMs, LONGEST_ASKED_MS);
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pause);
  }

  /** Somewhere in the second half of it, so that processes that failed together do not come back together. */
  #backOff(failures: number): number {
    if (failures === 0) return 0;
    const most = Math.min(this.#options.firstRetryMs * 2 ** (failures - 1), LONGEST_BACK_OFF_MS);
    return most * (0.5 + Math.random() / 2);
  }

  #settle(parcel: Parcel<Item>): void {
    this.#size -= parcel.items.length;
    parcel.settle();
  }

  #drop(parcel: Parcel<Item>, reason: DropReason, failure?: string): void {
    this.#settle(parcel);
    this.#options.onDropped(parcel.items, reason, failure);
  }
}
