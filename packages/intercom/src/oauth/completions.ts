import type {
  OAuthCompletion,
  OAuthRefusedError,
  VerifiedAdmin,
  Workspace,
  WorkspaceStore,
} from "@intercom-rbac/core";
import type { Identity } from "../client/answers.ts";
import { askStore } from "./ask-store.ts";
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
  readonly uninstall: (token: string) => Promise<void>;
  readonly now: () => number;
}): (grant: Grant) => Promise<OAuthCompletion> {
  const { workspaces, uninstall, now } = parts;

  /** The active install of a workspace; `null` without a store to ask. */
  async function installOf(workspaceId: string): Promise<Workspace | undefined | null> {
    if (workspaces === undefined) return null;
    const found = await askStore("workspaces", () => workspaces.find(workspaceId));
    return found?.status === "active" ? found : undefined;
  }

  async function refusalOf({ state, identity }: Grant): Promise<OAuthRefusedError | undefined> {
    const { workspaceId, admin } = identity;
    if (state.workspaceId !== undefined && state.workspaceId !== workspaceId) {
      return refused("other-workspace");
    }
    if (admin.emailVerified !== true) return refused("email-unverified");
    if (state.purpose === "sign-in" && (await installOf(workspaceId)) === undefined) {
      return refused("workspace-unknown");
    }
    return undefined;
  }

  /**
   * Takes back what a refused person has just given, where that is all that the app has there. Intercom takes back by
   * uninstalling the app, whoever gave it access: a workspace that is, or may be, installed is left alone.
   */
  async function takeBack({ token, identity }: Grant): Promise<void> {
    try {
      if ((await installOf(identity.workspaceId)) === undefined) await uninstall(token);
    } catch {
      // The refusal is what counts. Nobody keeps the token, and the workspace can uninstall the app itself.
    }
  }

  async function install({ state, token, identity, cookies }: Grant): Promise<OAuthCompletion> {
    const { workspaceId, region, admin } = identity;
    const workspace = Object.freeze<Workspace>({
      workspaceId,
      region,
      token,
      installedBy: verified(admin),
      installedAt: new Date(now()).toISOString(),
      status: "active",
    });
    if (workspaces !== undefined) await askStore("workspaces", () => workspaces.save(workspace));
    return { purpose: "install", returnTo: state.returnTo, cookies, workspace };
  }

  return async (grant) => {
    const refusal = await refusalOf(grant);
    if (refusal !== undefined) {
      await takeBack(grant);
      throw refusal;
    }
    if (grant.state.purpose === "install") return install(grant);
    const { workspaceId, region, admin } = grant.identity;
    const { returnTo } = grant.state;
    return {
      purpose: "sign-in",
      returnTo,
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
