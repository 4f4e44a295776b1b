/** A request to the webhook endpoint, before anything of it is believed. */
export interface WebhookRequest {
  readonly method: string;
  /** The header `X-Hub-Signature`. */
  readonly signature: string | undefined;
  /** The bytes as they came: a signature is over them and not over what they parse to. */
  readonly rawBody: Uint8Array;
}

/** What became of it. All but the first had no effect. */
export type WebhookOutcome =
  | "handled"
  | "ping"
  | "validation"
  | "duplicate"
  | "expired"
  | "unknown-workspace"
  | "bad-signature"
  | "malformed"
  | "too-large"
  | "method-refused"
  | "failed";

export interface WebhookReply {
  readonly status: 200 | 400 | 401 | 405 | 413 | 500;
  readonly outcome: WebhookOutcome;
}

/** Takes Intercom's notifications: verified, once each. */
export interface WebhookReceiver {
  /** A body of more bytes is refused before it is read whole. */
  readonly maxBytes: number;
  /** Never rejects: whatever happens has a status to answer with. */
  receive(request: WebhookRequest): Promise<WebhookReply>;
}
