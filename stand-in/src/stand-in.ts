import type { Choice } from "./oauth.ts";
import type { Workspace } from "./workspace.ts";

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
  /** Where the authorize page may send a browser; anywhere unless told. */
  readonly redirectUris?: readonly string[];
  /** The scopes, by label, that tokens from OAuth get; all unless told. */
  readonly scopes?: readonly string[];
  /** The region whose address this server stands for: other workspaces' tokens are unknown then. */
  readonly region?: Workspace["region"];
  /** How many requests ten seconds take before 429; counted but never refused unless told. */
  readonly rateLimit?: number;
  /** The app's uninstall URL: told when a workspace uninstalls the app, or the app itself. */
  readonly uninstallUrl?: string;
}

/** A token to make: of the demo workspace's owner and with every scope, unless told. */
export interface TokenSeed {
  readonly workspaceId?: string;
  readonly adminId?: string;
  /** Labels of the Developer Hub's scopes, or their API names. */
  readonly scopes?: readonly string[];
  /** The token itself; random unless told. */
  readonly token?: string;
}

/** Intercom, as far as this project uses it, on loopback. */
export interface StandIn {
  /** To be given to the SDK as `baseUrl`. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A token of the demo workspace's owner, with every scope. */
  readonly token: string;
  /** The demo workspace: rows may be changed, added and removed. */
  readonly workspace: Workspace;
  /** The demo workspace, one in the EU, and what a test pushes. */
  readonly workspaces: Workspace[];
  /** Oldest first. The newest 10,000 at most. */
  readonly requests: readonly SeenRequest[];
  /** Makes requests to come fail. Faults are tried in the order they were given. */
  fail(fault: Fault): void;
  /** Forgets faults that have not struck, and the requests seen. */
  reset(): void;
  issueToken(seed?: TokenSeed): string;
  /** From now on it is refused with 401 `token_revoked`. */
  revokeToken(token: string): void;
  /** What a teammate does on the authorize page of that URL; returns where the browser goes. */
  authorize(url: string, choice: Choice): string;
  /** Revokes a workspace's tokens, then posts the notice, if it has a URL to go to. */
  uninstall(workspaceId: string, noticeUrl?: string): Promise<Response | undefined>;
  /** The value of `X-Hub-Signature` for a body. */
  sign(body: string | Uint8Array): string;
  /** Sends a signed notification to a webhook endpoint; resolves to the answer. */
  notify(endpoint: string, notification: NotificationSeed): Promise<Response>;
  /** Sends the signed ping of the Developer Hub's test button. */
  ping(endpoint: string): Promise<Response>;
  /** Sends the HEAD request with which an endpoint is checked when it is saved. */
  validate(endpoint: string): Promise<Response>;
  /** Ends every connection, hanging ones as well. */
  close(): Promise<void>;
}
