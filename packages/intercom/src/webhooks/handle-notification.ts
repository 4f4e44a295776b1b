import type { NotificationClaim, WebhookReply } from "@intercom-rbac/core";
import { directoryChange } from "./directory-change.ts";
import { checkInstall } from "./install-check.ts";
import type { IdentifiedNotification } from "./parse-notification.ts";
import type { CheckedReceiverOptions } from "./receiver-options.ts";
import { toEvent } from "./to-event.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/** A handler that has not ended so long after its deadline is given up: what Intercom sends again is taken. */
const GIVEN_UP_MS = 300_000;

/**
 * Has a notification's effect, if it is to have one: the role directory first, each time that it comes, since asking
 * anew once too often does no harm; then the app, once. Rejects with what a store, the directory or `onEvent` fails with.
 *
 * @param until when it is too old to be taken
 */
export async function handleNotification(
  notification: IdentifiedNotification,
  until: number,
  options: CheckedReceiverOptions,
  signal: AbortSignal,
): Promise<WebhookReply> {
  const install = await checkInstall(notification, options.workspaces);
  if (install !== "installed") return { status: 200, outcome: install };
  const event = Object.freeze(toEvent(notification));
  await tellDirectory(event, options.directoryFor);
  // Nobody waits any more: the notification will come again.
  signal.throwIfAborted();
  return tellAppOnce(event, until, options, signal);
}

async function tellDirectory(
  event: WebhookEvent,
  directoryFor: CheckedReceiverOptions["directoryFor"],
): Promise<void> {
  const change = directoryChange(event);
  if (change === undefined || directoryFor === undefined) return;
  const directory = await directoryFor(event.workspaceId);
  await directory?.invalidate(change === "everybody" ? undefined : change.adminId);
}

async function tellAppOnce(
  event: WebhookEvent,
  until: number,
  { seen, now, deadlineMs, onEvent }: CheckedReceiverOptions,
  signal: AbortSignal,
): Promise<WebhookReply> {
  const heldUntil = now() + deadlineMs + GIVEN_UP_MS;
  const claim = await seen.claim(event.id, { heldUntil, until });
  switch (claim.kind) {
    case "full":
      return { status: 500, outcome: "busy" };
    case "handled":
      return { status: 200, outcome: "duplicate" };
    case "running": {
      if (claim.ended === undefined) return { status: 500, outcome: "busy" };
      const handled = await claim.ended;
      return handled ? { status: 200, outcome: "duplicate" } : { status: 500, outcome: "failed" };
    }
    case "claimed":
      try {
        // The store may have taken all the time there was.
        signal.throwIfAborted();
        await onEvent(event, { signal });
      } catch (error) {
        await release(claim);
        throw error;
      }
      // The claim ends with the work and not with the wait for it: what succeeds late is not done twice.
      await claim.end(true);
      return { status: 200, outcome: "handled" };
  }
}

/** A claim that cannot be given back runs out by itself; what the work failed with is what is told. */
async function release(claim: Extract<NotificationClaim, { kind: "claimed" }>): Promise<void> {
  try {
    await claim.end(false);
  } catch {}
}
