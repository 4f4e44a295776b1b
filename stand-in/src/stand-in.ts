/** What goes wrong, with which requests, how often. */
export interface Fault {
  /** `GET`; any method unless told. */
  readonly method?: string;
  /** The path, such as `/admins`, or its beginning followed by `*`; any path unless told. */
  readonly path?: string;
  /** How many requests it hits; once unless told. */
  readonly times?: number;
  readonly kind:
    | {
        readonly status: number;
        readonly code?: string;
        readonly message?: string;
        readonly headers?: Readonly<Record<string, string>>;
      }
    /** Never answers. */
    | "hang"
    /** Answers the head, and its body one byte at a time. */
    | "slow-body"
    | "broken-json"
    /** Closes the connection. */
    | "reset";
}

export interface SeenRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  readonly status: number | undefined;
}

/** A notification to send, signed with the app's client secret. */
export interface NotificationSeed {
  readonly topic: string;
  readonly item: object;
  readonly workspaceId?: string;
  /** `notif_<uuid>` unless told; null for a ping. */
  readonly id?: string | null;
  /** Unix seconds; now unless told. */
  readonly createdAt?: number;
}

export interface StandInOptions {
  /** A free port unless told. */
  readonly port?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Intercom, as far as this project uses it, on loopback. */
export interface StandIn {
  /** To be given to the SDK as `baseUrl`. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Makes requests to come fail. Faults are tried in the order they were given. */
  fail(fault: Fault): void;
  /** Forgets faults that have not struck, and the requests seen. */
  reset(): void;
  /** Sends a signed notification to a webhook endpoint; resolves to the answer. */
  notify(endpoint: string, notification: NotificationSeed): Promise<Response>;
  close(): Promise<void>;
}
