import type { OAuthCallback, OAuthCompletion, OAuthFlow, OAuthRequest } from "@intercom-rbac/core";
import { OAuthRefusedError } from "@intercom-rbac/core";

export const INSTALL: OAuthCompletion = {
  purpose: "install",
  returnTo: "/inbox",
  cookies: ["start=; Max-Age=0; Path=/"],
  workspace: {
    workspaceId: "demo1234",
    region: "US",
    token: "tok_canary",
    installedBy: { adminId: "1001", email: "olga@desk.example" },
    installedAt: "2026-11-29T08:00:00.000Z",
    status: "active",
  },
};

export const SIGN_IN: OAuthCompletion = {
  purpose: "sign-in",
  returnTo: "/inbox",
  cookies: ["start=; Max-Age=0; Path=/"],
  workspaceId: "demo1234",
  region: "US",
  admin: { adminId: "1003", email: "ada@desk.example" },
};

/** A flow that does as it is told, and what it was asked. Without instructions every callback is refused. */
export function frontDesk(instructions: Partial<OAuthFlow> = {}) {
  const starts: OAuthRequest[] = [];
  const callbacks: OAuthCallback[] = [];
  const notices: string[] = [];
  const flow: OAuthFlow = {
    stateMs: 600_000,
    start(request = {}) {
      starts.push(request);
      return (
        instructions.start?.(request) ??
        Promise.resolve({
          url: "https://app.intercom.com/oauth?client_id=c&state=s",
          state: "s",
          cookies: ["start=nonce; Path=/; HttpOnly", "old=; Max-Age=0; Path=/"],
        })
      );
    },
    complete(callback) {
      callbacks.push(callback);
      return (
        instructions.complete?.(callback) ??
        Promise.reject(
          new OAuthRefusedError(
            { reason: "state-missing", status: 400 },
            "No <state>. Start again.",
          ),
        )
      );
    },
    revoke: () => Promise.resolve(),
    uninstalled(workspaceId) {
      notices.push(workspaceId);
      return instructions.uninstalled?.(workspaceId) ?? Promise.resolve("removed");
    },
  };
  return { flow, starts, callbacks, notices };
}
