import type { IntercomRegion, Workspace } from "./workspace-store.ts";

/** What a browser is sent to Intercom for: one cannot be finished as the other. */
export type OAuthPurpose = "install" | "sign-in";

export interface OAuthRequest {
  /** `install` unless told. */
  readonly purpose?: OAuthPurpose | undefined;
  /** The workspace that this is for, where it is known: others are refused. */
  readonly workspaceId?: string | undefined;
  /** A path of this app to go to afterwards, `/` unless told. Anything but a local path becomes `/`. */
  readonly returnTo?: string | undefined;
  /**
   * Whatever the app wants to know again at the end, such as its own tenant's id: at most 256 characters, signed in the
   * state. It travels through addresses in the clear, so it is no place for a secret.
   */
  readonly subject?: string | undefined;
  /** The request's `Cookie` header: of many starts that were never finished, the oldest are taken back. */
  readonly cookie?: string | undefined;
}

/** Where to send the browser, and what to send along. */
export interface OAuthStart {
  /** Intercom's authorize page. */
  readonly url: string;
  /** Signed, good for one use within 10 minutes by the browser that has the cookie; part of `url`. */
  readonly state: string;
  /** Whole values of `Set-Cookie` headers, one header each. The first binds the state to the browser. */
  readonly cookies: readonly string[];
}

/** What came back, as it came: nothing of it is believed before it is checked. */
export interface OAuthCallback {
  readonly code?: unknown;
  readonly state?: unknown;
  /** Intercom's `error`, such as `access_denied`. */
  readonly error?: unknown;
  /** The request's `Cookie` header. */
  readonly cookie?: string | undefined;
  /** What the state may have been made for, `["install"]` unless told. */
  readonly purposes?: readonly OAuthPurpose[] | undefined;
}

/** A teammate as Intercom's `/me` names them, with an email address that Intercom has verified. */
export interface VerifiedAdmin {
  readonly adminId: string;
  readonly email: string;
}

interface Completed {
  /** A path of this app. */
  readonly returnTo: string;
  /** As the start was given it: what the app should compare with its own session before it acts on it. */
  readonly subject?: string | undefined;
  /** Whole values of `Set-Cookie` headers, which take back the cookie of the start. */
  readonly cookies: readonly string[];
}

export interface OAuthInstall extends Completed {
  readonly purpose: "install";
  /** Stored already where the flow has a store. It holds the token: not for a log. */
  readonly workspace: Workspace;
}

/** Who has signed in. The token that told is dropped: what the app may do rests on the install alone. */
export interface OAuthSignIn extends Completed {
  readonly purpose: "sign-in";
  /** With a store: one whose install is active. */
  readonly workspaceId: string;
  readonly region: IntercomRegion;
  readonly admin: VerifiedAdmin;
}

export type OAuthCompletion = OAuthInstall | OAuthSignIn;

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
   * the store of workspaces or of used states is away.
   */
  complete(callback: OAuthCallback): Promise<OAuthCompletion>;
  /**
   * Uninstalls the app from the workspace of the token, so that Intercom takes none of its tokens any more. Resolves as
   * well when that was so before. Rejects with `ERR_RBAC_INTERCOM_FAILED`. No store is told.
   */
  revoke(token: string): Promise<void>;
  /**
   * Intercom's notice that a workspace uninstalled the app: a reason to ask, not to believe. Rejects with
   * `ERR_RBAC_UNAVAILABLE` when Intercom or the store cannot be asked, and the notice is to be sent again.
   */
  uninstalled(workspaceId: string): Promise<UninstallOutcome>;
}

/** Remembers which states were used, where several processes share them. */
export interface UsedStates {
  /**
   * Marks the state used. Resolves to false if it was already: of two at once, only one gets true. Must remember it
   * until `expiresAt`, in milliseconds since 1970, and reject when it cannot.
   */
  use(stateId: string, expiresAt: number): Promise<boolean>;
}
