import type {
  NotificationIdentity,
  WebhookReceiver,
  WebhookReply,
  WebhookRequest,
} from "@intercom-rbac/core";
import { handleNotification } from "./handle-notification.ts";
import type { Notification } from "./parse-notification.ts";
import { isIdentified, parseNotification } from "./parse-notification.ts";
import type { CheckedReceiverOptions, WebhookReceiverOptions } from "./receiver-options.ts";
import { checkedReceiverOptions } from "./receiver-options.ts";
import { SeenNotifications } from "./seen-notifications.ts";
import { verifySignature } from "./verify-signature.ts";
import { within } from "./within.ts";

/**
 * Takes Intercom's notifications: the signature first, each once, none that is old or of a workspace that the app is not
 * installed in. A change of roles, teams or members makes the role directory ask anew, before `onEvent` is called and
 * whatever comes of that.
 *
 * Until `onEvent` has succeeded a notification is not done: Intercom is answered 500, and what it sends again is taken.
 * Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const receiver = createWebhookReceiver({
 *   clientSecret,
 *   onEvent: (event) => console.log(event.kind, event.topic),
 * });
 * app.use("/intercom/webhooks", webhookRouter(receiver));
 */
export function createWebhookReceiver(options: WebhookReceiverOptions): WebhookReceiver {
  const checked = checkedReceiverOptions(options);
  const seen = new SeenNotifications(checked.maxSeen);
  return Object.freeze<WebhookReceiver>({
    maxBytes: checked.maxBytes,
    async receive(request) {
      let notification: NotificationIdentity | undefined;
      try {
        const verified = verify(request, checked);
        if ("status" in verified) return verified;
        const { id, topic, workspaceId } = verified;
        notification = Object.freeze({ id, topic, workspaceId });
        return { ...(await takeOnce(verified, seen, checked)), notification };
      } catch (error) {
        return { status: 500, outcome: "failed", notification, error };
      }
    },
  });
}

/** What Intercom said, if it was Intercom. */
function verify(
  { method, signature, rawBody }: WebhookRequest,
  { maxBytes, clientSecret }: CheckedReceiverOptions,
): Notification | WebhookReply {
  if (method === "HEAD") return { status: 200, outcome: "validation" };
  if (method !== "POST") return { status: 405, outcome: "method-refused" };
  if (rawBody.byteLength > maxBytes) return { status: 413, outcome: "too-large" };
  if (!verifySignature(signature, rawBody, clientSecret)) {
    return { status: 401, outcome: "bad-signature" };
  }
  return parseNotification(rawBody) ?? { status: 400, outcome: "malformed" };
}

async function takeOnce(
  notification: Notification,
  seen: SeenNotifications,
  options: CheckedReceiverOptions,
): Promise<WebhookReply> {
  if (!isIdentified(notification)) return { status: 200, outcome: "ping" };
  const { deadlineMs, replayWindowMs } = options;
  const now = options.now();
  const sentAt = notification.sentAt * 1000;
  if (now >= sentAt + replayWindowMs) return { status: 200, outcome: "expired" };
  // It would have to be remembered for longer than anything is.
  if (sentAt > now + replayWindowMs) return { status: 400, outcome: "malformed" };
  const claim = seen.claim(notification.id, sentAt + replayWindowMs, now);
  switch (claim.kind) {
    case "full":
      return { status: 500, outcome: "busy" };
    case "handled":
      return { status: 200, outcome: "duplicate" };
    case "running": {
      const handled = await within(deadlineMs, () => claim.ended);
      return handled ? { status: 200, outcome: "duplicate" } : { status: 500, outcome: "failed" };
    }
    case "claimed": {
      const outcome = await within(deadlineMs, (signal) => {
        const work = handleNotification(notification, options, signal);
        // The claim ends with the work and not with the wait for it: what succeeds late is not done twice.
        work.then(
          (came) => claim.end(came === "handled"),
          () => claim.end(false),
        );
        return work;
      });
      return { status: 200, outcome };
    }
  }
}
