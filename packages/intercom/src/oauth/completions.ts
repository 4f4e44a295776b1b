import type {
  OAuthCompletion,
  OAuthRefusedError,
  UninstallOutcome,
  VerifiedAdmin,
  Workspace,
  WorkspaceStore,
} from "@intercom-rbac/core";
import type { Identity } from "../client/answers.ts";
import { askStore } from "./ask-store.ts";
import type { InstallAttempt, MayInstall } from "./may-install.ts";
import { isFirstOrSame } from "./may-install.ts";
import type { StateContent } from "./oauth-state.ts";
import { refused } from "./refusals.ts";

/** A token, and what Intercom says and the browser was sent away for. */
export interface Grant {
  readonly state: StateContent;
  readonly token: string;
  readonly identity: Identity;
  /** What takes the state's cookie back. */
  readonly cookies: readonly string[];
}

/**
 * What comes of a token: an install, which is stored, or a sign-in, which is not. Rejects with
 * `ERR_RBAC_OAUTH_REFUSED`, status 403.
 */
export function createCompletions(parts: {
  readonly workspaces: WorkspaceStore | undefined;
  readonly mayInstall: MayInstall | undefined;
  /** Asks Intercom whether a stored install is still one. */
  readonly uninstalled: (workspaceId: string) => Promise<UninstallOutcome>;
  readonly now: () => number;
}): (grant: Grant) => Promise<OAuthCompletion> {
  const { workspaces, mayInstall, uninstalled, now } = parts;

  async function activeInstall(workspaceId: string): Promise<Workspace | undefined> {
    if (workspaces === undefined) return undefined;
    const found = await askStore("workspaces", () => workspaces.find(workspaceId));
    return found?.status === "active" ? found : undefined;
  }

  function refusalOf({ state, identity }: Grant): OAuthRefusedError | undefined {
    const { workspaceId, admin } = identity;
    if (state.workspaceId !== undefined && state.workspaceId !== workspaceId) {
      return refused("other-workspace");
    }
    return admin.emailVerified === true ? undefined : refused("email-unverified");
  }

  async function isAllowed(attempt: InstallAttempt): Promise<boolean> {
    if (mayInstall !== undefined) return (await mayInstall(attempt)) === true;
    // An install whose notice of uninstall got lost must not lock its workspace out for ever.
    return isFirstOrSame(attempt) || (await uninstalled(attempt.workspaceId)) === "removed";
  }

  async function install({ state, token, identity, cookies }: Grant): Promise<OAuthCompletion> {
    const { workspaceId, region } = identity;
    const { returnTo, subject } = state;
    const admin = verified(identity.admin);
    const found = await activeInstall(workspaceId);
    const attempt = { workspaceId, region, admin, current: found && withoutToken(found), subject };
    if (!(await isAllowed(Object.freeze<InstallAttempt>(attempt))))
      throw refused("install-refused");
    const workspace = Object.freeze<Workspace>({
      workspaceId,
      region,
      token,
      installedBy: verified(identity.admin),
      installedAt: new Date(now()).toISOString(),
      status: "active",
    });
    if (workspaces !== undefined) await askStore("workspaces", () => workspaces.save(workspace));
    return { purpose: "install", returnTo, subject, cookies, workspace };
  }

  return async (grant) => {
    const refusal = refusalOf(grant);
    // The token is dropped, not given back: Intercom gives back by uninstalling the app, whoever else relies on it.
    if (refusal !== undefined) throw refusal;
    if (grant.state.purpose === "install") return install(grant);
    const { workspaceId, region, admin } = grant.identity;
    if (workspaces !== undefined && (await activeInstall(workspaceId)) === undefined) {
      throw refused("workspace-unknown");
    }
    const { returnTo, subject } = grant.state;
    return {
      purpose: "sign-in",
      returnTo,
      subject,
      cookies: grant.cookies,
      workspaceId,
      region,
      admin: verified(admin),
    };
  };
}

function verified({ id, email }: Identity["admin"]): VerifiedAdmin {
  return { adminId: id, email };
}

function withoutToken({ token: _token, ...install }: Workspace): Omit<Workspace, "token"> {
  return install;
}
