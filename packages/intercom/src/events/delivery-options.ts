import type { OptionKind } from "@intercom-rbac/core/internal";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import type { QueueOptions } from "./delivery-queue.ts";
import type { DeliveryOptions } from "./delivery-sink.ts";

/** For `checkOptions`, beside a sink's own. */
export const DELIVERY_KINDS: { readonly [Name in keyof DeliveryOptions]-?: OptionKind } = {
  maxQueued: "any",
  timeoutMs: "any",
  firstRetryMs: "any",
  giveUpAfterMs: "any",
  onDropped: "function",
};

type Limits = Pick<
  QueueOptions<unknown>,
  "maxQueued" | "timeoutMs" | "firstRetryMs" | "giveUpAfterMs"
>;

/** Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedLimits(where: string, options: DeliveryOptions): Limits {
  const number = (name: keyof Limits, most: number, otherwise: number) =>
    checkedNumber(`${where}: options.${name}`, options[name], { least: 1, most }, otherwise);
  return {
    maxQueued: number("maxQueued", 1_000_000, 1_000),
    timeoutMs: number("timeoutMs", MOST_MS, 10_000),
    firstRetryMs: number("firstRetryMs", 60_000, 1_000),
    giveUpAfterMs: number("giveUpAfterMs", MOST_MS, 3_600_000),
  };
}
