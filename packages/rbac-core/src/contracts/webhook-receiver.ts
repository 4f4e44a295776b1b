/** A request to the webhook endpoint, before anything of it is believed. */
export interface WebhookRequest {
  readonly method: string;
  /** The header `X-Hub-Signature`. Of one sent twice, both values joined by a comma, as Node gives them. */
  readonly signature: string | undefined;
  /** The bytes as they came: a signature is over them and not over what they parse to. */
  readonly rawBody: Uint8Array;
}

/**
 * What became of it. All but the first had no effect, `failed` apart: there the app's own function may have got half
 * way.
 *
 * - `handled`, `ping`, `validation` (the HEAD request with which Intercom looks whether there is an endpoint)
 * - `duplicate`, `expired`, `before-install`, `unknown-workspace`: true, and not to be acted on
 * - `bad-signature`, `malformed`, `too-large`, `method-refused`: not to be sent again
 * - `busy`, `failed`: to be sent again
 */
export type WebhookOutcome =
  | "handled"
  | "ping"
  | "validation"
  | "duplicate"
  | "expired"
  | "before-install"
  | "unknown-workspace"
  | "bad-signature"
  | "malformed"
  | "too-large"
  | "method-refused"
  | "busy"
  | "failed";

/** Which notification it was. Known only once the signature is found right; holds nothing of the content. */
export interface NotificationIdentity {
  /** Intercom's `notif_…`; null for a ping. */
  readonly id: string | null;
  readonly topic: string;
  readonly workspaceId: string;
}

export interface WebhookReply {
  readonly status: 200 | 400 | 401 | 405 | 413 | 500;
  /** For the app's own log. The sender is told the status and nothing else. */
  readonly outcome: WebhookOutcome;
  readonly notification?: NotificationIdentity | undefined;
  /** With `failed`: what the app's function, a store or a directory failed with. */
  readonly error?: unknown;
}

/** Takes Intercom's notifications: verified, once each. */
export interface WebhookReceiver {
  /** A body of more bytes is refused before it is read whole. */
  readonly maxBytes: number;
  /** Never rejects: whatever happens has a status to answer with. */
  receive(request: WebhookRequest): Promise<WebhookReply>;
}
