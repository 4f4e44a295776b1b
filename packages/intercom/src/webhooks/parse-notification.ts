import { z } from "zod";
import { isAmbiguousJson } from "./ambiguous-json.ts";

/** Beyond the year 5000 it is milliseconds. */
const unixSeconds = z.int().min(0).max(99_999_999_999);

const envelope = z.object({
  type: z.literal("notification_event"),
  // These three are told to the app's log: nothing in them can end a line or fill a disk.
  app_id: z.string().regex(/^[\w-]{1,128}$/),
  id: z
    .string()
    .regex(/^[\w.:-]{1,128}$/)
    .nullable(),
  topic: z.string().regex(/^[\w.-]{1,128}$/),
  created_at: unixSeconds,
  first_sent_at: unixSeconds.nullish(),
  data: z.object({ item: z.record(z.string(), z.unknown()) }),
});

/** A notification whose envelope is as it should be. */
export interface Notification {
  readonly id: string | null;
  readonly topic: string;
  readonly workspaceId: string;
  /** Unix seconds. */
  readonly createdAt: number;
  /** Unix seconds: when it was sent, or happened, whichever is later. */
  readonly sentAt: number;
  readonly item: Readonly<Record<string, unknown>>;
}

/** Any but a ping, which does nothing and has no id. */
export interface IdentifiedNotification extends Notification {
  readonly id: string;
}

export function isIdentified(notification: Notification): notification is IdentifiedNotification {
  return notification.id !== null;
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function parseJson(rawBody: Uint8Array): unknown {
  try {
    const text = UTF_8.decode(rawBody);
    const data: unknown = JSON.parse(text);
    return isAmbiguousJson(text) ? undefined : data;
  } catch {
    return undefined;
  }
}

/** Reads a body whose signature has been verified; undefined for what is no notification of Intercom's. */
export function parseNotification(rawBody: Uint8Array): Notification | undefined {
  const parsed = envelope.safeParse(parseJson(rawBody));
  if (!parsed.success) return undefined;
  const { id, topic, app_id, created_at, first_sent_at, data } = parsed.data;
  const isPing = topic === "ping";
  // Without an id it could be taken any number of times.
  if (id === null && !isPing) return undefined;
  return {
    id: isPing ? null : id,
    topic,
    workspaceId: app_id,
    createdAt: created_at,
    sentAt: Math.max(created_at, first_sent_at ?? 0),
    item: data.item,
  };
}
