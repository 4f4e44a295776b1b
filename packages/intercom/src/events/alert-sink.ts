import type { AuditEntry } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import { checkedAlertUrl, checkedHeaders, postAlerts } from "./alert-webhook.ts";
import type { Delivery } from "./create-delivery-sink.ts";
import { createDeliverySink } from "./create-delivery-sink.ts";
import { DELIVERY_KINDS } from "./delivery-options.ts";
import type { DeliveryOptions, DeliverySink } from "./delivery-sink.ts";
import type { EntryFilter } from "./entry-filter.ts";
import { entryFilter } from "./entry-filter.ts";

/** Tells somebody. What it throws or rejects with makes it be told again, of the same decisions. */
export type AlertFunction = (
  alerts: readonly AuditEntry[],
  context: { readonly signal: AbortSignal },
) => void | PromiseLike<void>;

export interface AlertSinkOptions extends EntryFilter, DeliveryOptions {
  /** The permissions to alert of, such as `contacts:delete`, `contacts:*`, `*:delete` or `*`. */
  readonly on: readonly string[];
  /** An address that takes a POST with JSON, https unless it is on this machine; or a function. */
  readonly to: string | URL | AlertFunction;
  /** Sent along to an address, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How many alerts go together; 50 unless told. */
  readonly maxBatch?: number | undefined;
  /** How long an alert waits for others, in milliseconds; 1,000 unless told. */
  readonly batchMs?: number | undefined;
}

const WHERE = "alertSink";

/**
 * Alerts of decisions on sensitive permissions, as they are made. An address gets
 * `{ "type": "rbac.alerts", "alerts": [entry, …] }` with the header `Idempotency-Key`, the `decisionId` of the first:
 * what is sent again has the same alerts under the same key. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const alerts = alertSink({ on: ["contacts:delete"], to: "https://alerts.example/rbac", policy });
 * createRbac({ policy, principal, audit: combineSinks(database, alerts) });
 */
export function alertSink(options: AlertSinkOptions): DeliverySink {
  checkOptions(WHERE, options, {
    on: "any",
    to: "any",
    headers: "object",
    outcome: "string",
    policy: "object",
    maxBatch: "any",
    batchMs: "any",
    ...DELIVERY_KINDS,
  });
  if (options.on === undefined) {
    throw new OptionInvalidError(
      `${WHERE}: options.on must list permissions such as "contacts:delete".`,
    );
  }
  const number = (name: "maxBatch" | "batchMs", [least, most]: readonly [number, number]) =>
    [`${WHERE}: options.${name}`, options[name], { least, most }] as const;
  return createDeliverySink<AuditEntry>(
    {
      where: WHERE,
      isMeant: entryFilter(WHERE, options),
      toItem: (entry) => entry,
      entryOf: (entry) => entry,
      deliver: delivererTo(options),
      maxBatch: checkedNumber(...number("maxBatch", [1, 1_000]), 50),
      batchMs: checkedNumber(...number("batchMs", [0, MOST_MS]), 1_000),
    },
    options,
  );
}

function delivererTo({ to, headers }: AlertSinkOptions): Delivery<AuditEntry>["deliver"] {
  if (typeof to === "function") {
    if (headers !== undefined) {
      throw new OptionInvalidError(`${WHERE}: options.headers go to an address, not a function.`);
    }
    return async (alerts, signal) => {
      await to(alerts, { signal });
      return { kind: "delivered" };
    };
  }
  if (typeof to !== "string" && !(to instanceof URL)) {
    throw new OptionInvalidError(
      `${WHERE}: options.to must be an address or a function, and is ${kindOf(to)}.`,
    );
  }
  const url = checkedAlertUrl(WHERE, String(to));
  const sent = checkedHeaders(WHERE, headers ?? {});
  return (alerts, signal) => postAlerts({ url, headers: sent, alerts, signal });
}
