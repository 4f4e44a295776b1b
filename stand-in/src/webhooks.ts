import { createHmac, randomUUID } from "node:crypto";
import type { NotificationSeed } from "./stand-in.ts";
import { unixNow } from "./workspace.ts";

/** `X-Hub-Signature` of a body: HMAC-SHA1 over its bytes, keyed with the app's client secret. */
export function signBody(body: string | Uint8Array, clientSecret: string): string {
  return `sha1=${createHmac("sha1", clientSecret).update(body).digest("hex")}`;
}

/** The envelope in which Intercom delivers an item. */
export function toEnvelope(seed: NotificationSeed, workspaceId: string): object {
  const createdAt = seed.createdAt ?? unixNow();
  return {
    type: "notification_event",
    app_id: seed.workspaceId ?? workspaceId,
    data: { type: "notification_event_data", item: seed.item },
    links: {},
    id: seed.id === undefined ? `notif_${randomUUID()}` : seed.id,
    topic: seed.topic,
    delivery_status: "pending",
    delivery_attempts: 1,
    delivered_at: 0,
    first_sent_at: createdAt,
    created_at: createdAt,
    self: null,
  };
}

/** Intercom gives an endpoint five seconds; a loaded machine that runs tests gets more. */
const DEADLINE_MS = 30_000;

export async function deliver(
  endpoint: string,
  body: string,
  clientSecret: string,
): Promise<Response> {
  return fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "intercom-webhooks-stand-in/1.0",
      "X-Hub-Signature": signBody(body, clientSecret),
    },
    body,
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
}

/** What Intercom sends to the app's uninstall URL: unsigned, as far as its pages say. */
export async function sendUninstallNotice(url: string, workspaceId: string): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ app_id: workspaceId }),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
}
