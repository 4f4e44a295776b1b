import type { AuditEntry } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import type { IntercomClient } from "intercom-client";
import { toIntercomFailure } from "../client/intercom-failure.ts";
import { createDeliverySink } from "./create-delivery-sink.ts";
import { checkedLimits, DELIVERY_KINDS } from "./delivery-options.ts";
import type { Attempt } from "./delivery-queue.ts";
import type { DeliveryOptions, DeliverySink } from "./delivery-sink.ts";
import type { EntryFilter } from "./entry-filter.ts";
import { entryFilter } from "./entry-filter.ts";
import { EventSeconds } from "./event-seconds.ts";

export interface IntercomAuditSinkOptions extends EntryFilter, DeliveryOptions {
  readonly client: Pick<IntercomClient, "events">;
  /**
   * The contact whose timeline shows the decisions, as events attach to contacts and not to teammates: Intercom's id of
   * it, or the app's own.
   */
  readonly contact: { readonly id: string } | { readonly userId: string };
  /** `rbac-decision` unless told. Intercom has room for 120 names. */
  readonly eventName?: string | undefined;
}

/** An entry and the time under which Intercom keeps it. */
interface EventItem {
  readonly entry: AuditEntry;
  /** Unix seconds. The same each time that it is sent. */
  readonly createdAt: number;
}

const WHERE = "intercomAuditSink";

/**
 * Shows decisions in Intercom, as events of a contact that the operator names. Nothing is sent unless such a sink is
 * made. An event has the permission, the outcome, its code, the ids of decision, admin and workspace, the policy's
 * version and the time; no email address, and nothing of a row.
 *
 * Each event has a second of its own, by which Intercom knows one that is sent twice: so no more than one decision a
 * second can be shown for long, and what is beyond that is dropped and reported. Several processes need a contact or an
 * event name each. Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const shown = intercomAuditSink({ client, contact: { id: "6762f0d51bb69f9f00000001" }, on: ["*:delete"] });
 * createRbac({ policy, principal, audit: combineSinks(database, shown) });
 */
export function intercomAuditSink(options: IntercomAuditSinkOptions): DeliverySink {
  checkOptions(WHERE, options, {
    client: "object",
    contact: "object",
    eventName: "string",
    on: "any",
    outcome: "string",
    policy: "object",
    ...DELIVERY_KINDS,
  });
  const { client, eventName = "rbac-decision" } = options;
  if (typeof client?.events?.create !== "function") {
    throw new OptionInvalidError(
      `${WHERE}: options.client must be a client of Intercom's SDK, and is ${kindOf(client)}.`,
    );
  }
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,118}[\x21-\x7e])?$/.test(eventName)) {
    throw new OptionInvalidError(
      `${WHERE}: options.eventName must be 1 to 120 printable characters such as "rbac-decision".`,
    );
  }
  const who = checkedContact(options.contact);
  const { timeoutMs } = checkedLimits(WHERE, options);
  const seconds = new EventSeconds();

  async function create({ entry, createdAt }: EventItem, signal: AbortSignal): Promise<Attempt> {
    try {
      const event = { event_name: eventName, created_at: createdAt, metadata: metadataOf(entry) };
      // The queue repeats what may be repeated, as it was: the SDK would repeat anything.
      await client.events.create(
        { ...who, ...event },
        { maxRetries: 0, timeoutInSeconds: timeoutMs / 1000, abortSignal: signal },
      );
      return { kind: "delivered" };
    } catch (error) {
      return afterFailure(error);
    }
  }

  return createDeliverySink<EventItem>(
    {
      where: WHERE,
      isMeant: entryFilter(WHERE, options),
      toItem(entry) {
        const createdAt = seconds.take(Math.floor(Date.parse(entry.at) / 1000));
        return createdAt === undefined ? undefined : { entry, createdAt };
      },
      entryOf: ({ entry }) => entry,
      deliver: ([item], signal) =>
        item === undefined ? Promise.resolve({ kind: "delivered" }) : create(item, signal),
      // Intercom takes events one by one.
      maxBatch: 1,
      batchMs: 0,
    },
    options,
  );
}

/** What the failures of a write say of whether it is worth another try. */
function afterFailure(error: unknown): Attempt {
  const failed = toIntercomFailure(error);
  if (failed === undefined) return { kind: "again", failure: "error" };
  const { reason, retryAfterMs } = failed;
  switch (reason) {
    // Nothing was written.
    case "rate-limited":
      return { kind: "again", failure: reason, afterMs: retryAfterMs };
    // It may have been written: the same event again is the same event.
    case "timeout":
    case "aborted":
    case "unreachable":
    case "server-failed":
      return { kind: "again", failure: reason };
    // It was taken. What could not be read is the answer, which says nothing.
    case "answer-invalid":
      return { kind: "delivered" };
    default:
      return { kind: "refused", failure: reason };
  }
}

/** Intercom keeps the first ten members, as text. */
function metadataOf(entry: AuditEntry): Record<string, string> {
  const { at, decisionId, adminId, workspaceId, permission, outcome, code, policyVersion } = entry;
  return {
    permission,
    outcome,
    code,
    decision_id: decisionId,
    // An app whose ids are email addresses would send those.
    ...(adminId === undefined || adminId.includes("@") ? {} : { admin_id: adminId }),
    ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
    policy_version: policyVersion,
    decided_at: at,
  };
}

function checkedContact(contact: unknown): { id: string } | { user_id: string } {
  const isName = (value: unknown): value is string =>
    typeof value === "string" && value.trim() !== "";
  if (typeof contact === "object" && contact !== null) {
    const { id, userId, ...others } = { id: undefined, userId: undefined, ...contact };
    if (Object.keys(others).length === 0) {
      if (isName(id) && userId === undefined) return { id };
      if (isName(userId) && id === undefined) return { user_id: userId };
    }
  }
  throw new OptionInvalidError(
    `${WHERE}: options.contact must be { id } or { userId }: the contact that the events are shown at.`,
  );
}
