import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { WebhookReceiver, WebhookReply } from "@intercom-rbac/core";
import type { StandIn } from "@intercom-rbac/stand-in";
import { startStandIn } from "@intercom-rbac/stand-in";
import { onTestFinished } from "vitest";
import type { WebhookEvent, WebhookReceiverOptions } from "../../src/index.ts";
import { createWebhookReceiver } from "../../src/index.ts";

export interface Endpoint {
  readonly url: string;
  /** What the receiver made of each request, in the order in which they were answered. */
  readonly replies: readonly WebhookReply[];
  /** What `onEvent` was given. */
  readonly events: readonly WebhookEvent[];
  readonly standIn: StandIn;
  /** Gives the receiver a signed body without a connection: what is asked in one turn arrives in one. */
  receive(body: string): Promise<WebhookReply>;
  /** Signed by the stand-in unless a signature is given; `null` sends none. */
  post(body: string, signature?: string | readonly string[] | null): Promise<number>;
}

/** An endpoint on a real port with a receiver behind it, and an Intercom that knows the app's secret. */
export async function openEndpoint(
  options: Partial<WebhookReceiverOptions> = {},
): Promise<Endpoint> {
  const standIn = await startStandIn();
  onTestFinished(() => standIn.close());
  const events: WebhookEvent[] = [];
  const receiver = createWebhookReceiver({
    clientSecret: standIn.clientSecret,
    ...options,
    onEvent: async (event, context) => {
      events.push(event);
      await options.onEvent?.(event, context);
    },
  });
  const replies: WebhookReply[] = [];
  const url = await serve(receiver, replies);
  return {
    url,
    replies,
    events,
    standIn,
    receive: (body) =>
      receiver.receive({
        method: "POST",
        signature: standIn.sign(body),
        rawBody: Buffer.from(body),
      }),
    async post(body, signature = standIn.sign(body)) {
      const headers = new Headers({ "Content-Type": "application/json" });
      // A header that is appended twice arrives as one line with both values.
      for (const value of signature === null ? [] : [signature].flat()) {
        headers.append("X-Hub-Signature", value);
      }
      const answer = await fetch(url, { method: "POST", headers, body });
      return answer.status;
    },
  };
}

async function serve(receiver: WebhookReceiver, replies: WebhookReply[]): Promise<string> {
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(Buffer.from(chunk));
    const signature = req.headers["x-hub-signature"];
    const reply = await receiver.receive({
      method: req.method ?? "",
      signature: Array.isArray(signature) ? signature.join(", ") : signature,
      rawBody: Buffer.concat(chunks),
    });
    replies.push(reply);
    res.writeHead(reply.status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

/** Unix seconds. */
export function seconds(iso: string): number {
  return Date.parse(iso) / 1000;
}

export interface Sent {
  readonly id?: unknown;
  readonly topic?: unknown;
  readonly app_id?: unknown;
  readonly type?: unknown;
  readonly created_at?: unknown;
  readonly first_sent_at?: unknown;
  readonly delivery_attempts?: unknown;
  readonly data?: unknown;
}

/** The body of a notification as Intercom writes it, with these members in place of the usual ones. */
export function bodyOf(members: Sent = {}): string {
  const now = Math.floor(Date.now() / 1000);
  return JSON.stringify({
    type: "notification_event",
    app_id: "demo1234",
    data: { type: "notification_event_data", item: { type: "contact", id: "c1" } },
    links: {},
    id: "notif_1",
    topic: "contact.deleted",
    delivery_status: "pending",
    delivery_attempts: 1,
    delivered_at: 0,
    first_sent_at: now,
    created_at: now,
    self: null,
    ...members,
  });
}
