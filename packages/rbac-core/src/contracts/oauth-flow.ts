import type { Workspace } from "./workspace-store.ts";

/** What a browser is sent to Intercom for: one cannot be finished as the other. */
export type OAuthPurpose = "install" | "sign-in";

export interface OAuthRequest {
  /** `install` unless told. */
  readonly purpose?: OAuthPurpose | undefined;
  /** The workspace that this is for, where it is known: any other is refused. */
  readonly workspaceId?: string | undefined;
  /** A path of this app to go to afterwards, `/` unless told. Anything but a local path becomes `/`. */
  readonly returnTo?: string | undefined;
}

/** Where to send the browser, and what to send along. */
export interface OAuthStart {
  /** Intercom's authorize page. */
  readonly url: string;
  /** Signed, good for one use within 10 minutes by the browser that has the cookie; part of `url`. */
  readonly state: string;
  /** The whole value of a `Set-Cookie` header. */
  readonly cookie: string;
}

/** What came back, as it came: nothing of it is believed before it is checked. */
export interface OAuthCallback {
  readonly code?: unknown;
  readonly state?: unknown;
  /** Intercom's `error`, such as `access_denied`. */
  readonly error?: unknown;
  /** The request's `Cookie` header. */
  readonly cookie?: string | undefined;
  /** `install` unless told: the purpose that the state must have been made for. */
  readonly purpose?: OAuthPurpose | undefined;
}

export interface OAuthCompletion {
  readonly purpose: OAuthPurpose;
  /** A path of this app. */
  readonly returnTo: string;
  readonly workspace: Workspace;
  /** The whole value of a `Set-Cookie` header, which takes back the cookie of the start. */
  readonly cookie: string;
}

/** `removed`: Intercom takes the token no more. `kept`: it still does, so that the notice is late or false. */
export type UninstallOutcome = "removed" | "kept" | "unknown-workspace";

/** Intercom's OAuth, one install or sign-in at a time. */
export interface OAuthFlow {
  /** How long a state is good for, in milliseconds. */
  readonly stateMs: number;
  start(request?: OAuthRequest): Promise<OAuthStart>;
  /**
   * Takes the code to Intercom and asks whose token it got. Nothing is stored unless all of it succeeds.
   *
   * Rejects with `ERR_RBAC_OAUTH_REFUSED`, which has the status to answer with, and with `ERR_RBAC_UNAVAILABLE` when
   * the store of workspaces is away.
   */
  complete(callback: OAuthCallback): Promise<OAuthCompletion>;
  /** Takes the app's access back at Intercom. */
  revoke(token: string): Promise<void>;
  /** Intercom's notice that a workspace uninstalled the app: a reason to ask, not to believe. */
  uninstalled(workspaceId: string): Promise<UninstallOutcome>;
}
