import type { RoleDirectory, SeenNotifications, WorkspaceStore } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import { MemorySeenNotifications } from "./memory-seen-notifications.ts";
import type { WebhookEvent } from "./webhook-event.ts";

type Awaitable<Value> = Value | PromiseLike<Value>;

export interface WebhookReceiverOptions {
  /** The app's client secret, with which Intercom signs. */
  readonly clientSecret: string;
  /**
   * Does what the event calls for, once for each notification. What it throws is answered so that Intercom sends the
   * notification again. `signal` is aborted when the time is up: long work belongs in a queue.
   */
  readonly onEvent: (
    event: WebhookEvent,
    context: { readonly signal: AbortSignal },
  ) => Awaitable<void>;
  /**
   * Which workspaces the app is installed in. Notifications of others, and those from before the install that the store
   * knows, have no effect. Unless told, every workspace that Intercom signs for.
   */
  readonly workspaces?:
    | Pick<WorkspaceStore, "find">
    | ((workspaceId: string) => Awaitable<boolean>)
    | undefined;
  /** The workspace's role directory, which is told of changes before `onEvent` is. */
  readonly directoryFor?:
    | ((workspaceId: string) => Awaitable<Pick<RoleDirectory, "invalidate"> | undefined>)
    | undefined;
  /** 1 MiB unless told. */
  readonly maxBytes?: number | undefined;
  /** How long all of it may take, in milliseconds; 4,000 unless told, as Intercom waits for 5 seconds. */
  readonly deadlineMs?: number | undefined;
  /**
   * How old a notification may be, in milliseconds; 3 hours unless told, as Intercom gives up after 2. So long is each
   * remembered.
   */
  readonly replayWindowMs?: number | undefined;
  /**
   * Where is remembered which notifications were handled; in the memory of this process unless told. Several processes
   * need one that they share, and a restart forgets what is not kept elsewhere: until it is too old, a notification that
   * somebody sends again would have its effect again.
   */
  readonly seen?: SeenNotifications | undefined;
  /**
   * How many notifications the memory of this process holds, some 150 bytes each; 500,000 unless told. While there is no
   * room, Intercom is told to come again.
   */
  readonly maxSeen?: number | undefined;
  /** Milliseconds since 1970; `Date.now` unless told. */
  readonly now?: (() => number) | undefined;
}

export interface CheckedReceiverOptions
  extends Pick<WebhookReceiverOptions, "clientSecret" | "onEvent" | "workspaces" | "directoryFor"> {
  readonly maxBytes: number;
  readonly deadlineMs: number;
  readonly replayWindowMs: number;
  readonly seen: SeenNotifications;
  readonly now: () => number;
}

const WHERE = "createWebhookReceiver";
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

function refuse(name: string, demand: string, value: unknown): never {
  throw new OptionInvalidError(`${WHERE}: options.${name} ${demand}; it is ${kindOf(value)}.`);
}

/** Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedReceiverOptions(options: WebhookReceiverOptions): CheckedReceiverOptions {
  checkOptions(WHERE, options, {
    clientSecret: "string",
    onEvent: "function",
    workspaces: "any",
    directoryFor: "function",
    maxBytes: "any",
    deadlineMs: "any",
    replayWindowMs: "any",
    seen: "object",
    maxSeen: "any",
    now: "function",
  });
  const { clientSecret, onEvent, workspaces, directoryFor, seen, now = Date.now } = options;
  if (clientSecret === undefined || clientSecret.trim() === "") {
    // An empty key signs as well as a long one: whoever guesses that there is none could sign too.
    const given = clientSecret === undefined ? "undefined" : "an empty string";
    throw new OptionInvalidError(
      `${WHERE}: options.clientSecret must be the app's client secret, from Basic information in the Developer Hub, not ${given}.`,
    );
  }
  if (onEvent === undefined) refuse("onEvent", "must be a function", onEvent);
  if (
    workspaces !== undefined &&
    typeof workspaces !== "function" &&
    typeof workspaces?.find !== "function"
  ) {
    refuse("workspaces", "must be a store with find, or a function", workspaces);
  }
  if (seen !== undefined && typeof seen.claim !== "function") {
    refuse("seen", "must be a store with claim", seen);
  }
  if (seen !== undefined && options.maxSeen !== undefined) {
    throw new OptionInvalidError(
      `${WHERE}: options.maxSeen is of the memory of this process, in place of which there is options.seen. Leave one out.`,
    );
  }
  const number = (
    name: "maxBytes" | "deadlineMs" | "replayWindowMs" | "maxSeen",
    range: readonly [least: number, most: number],
    otherwise: number,
  ) =>
    checkedNumber(
      `${WHERE}: options.${name}`,
      options[name],
      { least: range[0], most: range[1] },
      otherwise,
    );
  return {
    clientSecret,
    onEvent,
    workspaces,
    directoryFor,
    maxBytes: number("maxBytes", [1, 16_777_216], 1_048_576),
    deadlineMs: number("deadlineMs", [1, MOST_MS], 4_000),
    replayWindowMs: number("replayWindowMs", [MINUTE, 7 * DAY], 180 * MINUTE),
    seen: seen ?? new MemorySeenNotifications(number("maxSeen", [1, 10_000_000], 500_000), now),
    now,
  };
}
