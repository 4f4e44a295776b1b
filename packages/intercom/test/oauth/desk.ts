import type { OAuthCallback, OAuthFlow, OAuthRequest, WorkspaceStore } from "@intercom-rbac/core";
import { createMemoryWorkspaceStore } from "@intercom-rbac/core";
import type { StandIn } from "@intercom-rbac/stand-in";
import { createOAuthFlow } from "../../src/oauth/create-oauth-flow.ts";
import type { OAuthFlowOptions } from "../../src/oauth/oauth-options.ts";

export const REDIRECT_URI = "http://127.0.0.1:3000/intercom/callback";
export const STATE_SECRET = "a state secret of forty characters, yes.";

/** The demo workspace is in the US, with the owner 1001; the other one in the EU, with 2002 whose email nobody verified. */
export const DEMO = { workspaceId: "demo1234", adminId: "1001" };
export const OTHER = { workspaceId: "other567", adminId: "2001" };
export const UNVERIFIED = { workspaceId: "other567", adminId: "2002" };

/** An app whose flow talks to a stand-in, and a clock that stands still. */
export interface Desk {
  readonly flow: OAuthFlow;
  readonly workspaces: WorkspaceStore;
  readonly clock: { now: number };
}

export function deskAt(standIn: StandIn, options: Partial<OAuthFlowOptions> = {}): Desk {
  const workspaces = options.workspaces ?? createMemoryWorkspaceStore();
  const clock = { now: Date.parse("2026-11-29T08:00:00Z") };
  const flow = createOAuthFlow({
    clientId: standIn.clientId,
    clientSecret: standIn.clientSecret,
    redirectUri: REDIRECT_URI,
    stateSecret: STATE_SECRET,
    authorizeUrl: `${standIn.url}/oauth`,
    baseUrl: standIn.url,
    now: () => clock.now,
    workspaces,
    ...options,
  });
  return { flow, workspaces, clock };
}

/** The `Cookie` header of a browser that was sent these `Set-Cookie` values. */
export function cookieOf(setCookies: readonly string[]): string {
  return setCookies
    .filter((value) => !value.includes("Max-Age=0"))
    .map((value) => value.split(";")[0])
    .join("; ");
}

/** What a teammate's browser brings back who approved (or declined, with `decline`). */
export async function approved(
  standIn: StandIn,
  flow: OAuthFlow,
  choice: Parameters<StandIn["authorize"]>[1],
  request?: OAuthRequest,
): Promise<OAuthCallback & { readonly state: string; readonly code: string }> {
  const { url, state, cookies } = await flow.start(request);
  const back = new URL(standIn.authorize(url, choice)).searchParams;
  const error = back.get("error");
  return {
    code: back.get("code") ?? "",
    state,
    cookie: cookieOf(cookies),
    ...(error !== null && { error }),
  };
}

/** The requests that the stand-in has seen, without the authorize page. */
export function asked(standIn: StandIn): readonly string[] {
  return standIn.requests.map(({ method, path }) => `${method} ${path}`);
}
