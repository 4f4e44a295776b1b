import type { AuditEntry } from "@intercom-rbac/core";
import { checkOptions } from "@intercom-rbac/core/internal";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import { checkedLimits } from "./delivery-options.ts";
import type { Attempt } from "./delivery-queue.ts";
import { DeliveryQueue } from "./delivery-queue.ts";
import type { DeliveryOptions, DeliverySink, DroppedEntries } from "./delivery-sink.ts";
import { warnOfDrops } from "./drop-warning.ts";
import { ownEntry } from "./own-entry.ts";

/** What tells one sink from another. */
export interface Delivery<Item> {
  /** The function that makes the sink, for messages. */
  readonly where: string;
  readonly isMeant: (entry: AuditEntry) => boolean;
  /** What is sent for an entry; undefined if there is no room for it. */
  readonly toItem: (entry: AuditEntry) => Item | undefined;
  readonly entryOf: (item: Item) => AuditEntry;
  readonly deliver: (items: readonly Item[], signal: AbortSignal) => Promise<Attempt>;
  readonly maxBatch: number;
  readonly batchMs: number;
}

/** A sink that delivers in the background, whatever to. Throws `ERR_RBAC_OPTION_INVALID`. */
export function createDeliverySink<Item>(
  { where, isMeant, toItem, entryOf, deliver, maxBatch, batchMs }: Delivery<Item>,
  options: DeliveryOptions,
): DeliverySink {
  const limits = checkedLimits(where, options);
  const onDropped = options.onDropped ?? warnOfDrops(where);
  let dropped = 0;
  const drop = (report: DroppedEntries): void => {
    dropped += Math.max(1, report.entries.length);
    try {
      onDropped(report);
    } catch {
      // Nobody is left to tell, and the request that wrote the entry has nothing to do with it.
    }
  };
  const queue = new DeliveryQueue<Item>({
    ...limits,
    maxBatch,
    batchMs,
    deliver,
    onDropped: (items, reason, failure) => drop({ reason, entries: items.map(entryOf), failure }),
  });

  const add = (entry: AuditEntry): void => {
    const item = toItem(entry);
    if (item === undefined) drop({ reason: "overflow", entries: [entry] });
    else queue.add(item);
  };

  return Object.freeze<DeliverySink>({
    get pending() {
      return queue.size;
    },
    get dropped() {
      return dropped;
    },
    write(given) {
      try {
        if (isMeant(given)) add(ownEntry(given));
      } catch {
        // No entry of ours, and no reason to refuse what it speaks of.
        drop({ reason: "refused", entries: [], failure: "unreadable" });
      }
      return Promise.resolve();
    },
    flush: () => queue.flush(),
    close(closing = {}) {
      checkOptions(`${where}: close`, closing, { deadlineMs: "any" });
      const range = { least: 0, most: MOST_MS };
      return queue.close(
        checkedNumber(`${where}: close deadlineMs`, closing.deadlineMs, range, 5_000),
      );
    },
  });
}
