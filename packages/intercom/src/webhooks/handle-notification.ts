import { directoryChange } from "./directory-change.ts";
import { checkInstall } from "./install-check.ts";
import type { IdentifiedNotification } from "./parse-notification.ts";
import type { CheckedReceiverOptions } from "./receiver-options.ts";
import { toEvent } from "./to-event.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/**
 * Has a notification's effect, if it is to have one: the role directory first, then the app. Rejects with what the
 * store, the directory or `onEvent` fails with.
 */
export async function handleNotification(
  notification: IdentifiedNotification,
  { workspaces, directoryFor, onEvent }: CheckedReceiverOptions,
  signal: AbortSignal,
): Promise<"handled" | "unknown-workspace" | "before-install"> {
  const install = await checkInstall(notification, workspaces);
  if (install !== "installed") return install;
  const event = Object.freeze(toEvent(notification));
  await tellDirectory(event, directoryFor);
  // Nobody waits any more: the notification will come again.
  signal.throwIfAborted();
  await onEvent(event, { signal });
  return "handled";
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
