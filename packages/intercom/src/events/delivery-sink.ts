import type { AuditEntry, AuditSink } from "@intercom-rbac/core";

/**
 * Why entries were not delivered: there was no room for them; they were refused in a way that no repetition mends; they
 * were tried for too long; the sink was closed.
 */
export type DropReason = "overflow" | "refused" | "given-up" | "closed";

export interface DroppedEntries {
  readonly reason: DropReason;
  /** Empty for one that could not be read. */
  readonly entries: readonly AuditEntry[];
  /** What the last attempt came to, such as `rate-limited` or `HTTP 500`; absent if there was none. */
  readonly failure?: string | undefined;
}

export interface DeliveryOptions {
  /** How many entries may wait; 1,000 unless told. What comes while they are that many is dropped. */
  readonly maxQueued?: number | undefined;
  /** How long an attempt may take, in milliseconds; 10,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** The wait after a first failure, in milliseconds; 1,000 unless told. It doubles up to a minute. */
  readonly firstRetryMs?: number | undefined;
  /** For how long an entry is tried, in milliseconds; an hour unless told. */
  readonly giveUpAfterMs?: number | undefined;
  /** Told of what is lost. Unless told, a process warning says how many they were, at most once a minute. */
  readonly onDropped?: ((dropped: DroppedEntries) => void) | undefined;
}

/**
 * An audit sink that tells somebody of decisions: `write` resolves at once, and what becomes of the entry refuses
 * nothing. In memory: what has not been delivered is lost with the process, so it stands behind a durable log.
 */
export interface DeliverySink extends AuditSink {
  /** Entries not yet delivered or dropped. */
  readonly pending: number;
  /** How many entries were dropped so far. */
  readonly dropped: number;
  /** Sends without waiting for a batch to fill. Resolves when all that was written has been delivered or dropped. */
  flush(): Promise<void>;
  /**
   * Takes no more, tries once more what waits, and drops what is left when the time is up: 5,000 ms unless told.
   * Resolves when nothing is left, and never rejects.
   */
  close(options?: { readonly deadlineMs?: number | undefined }): Promise<void>;
}
