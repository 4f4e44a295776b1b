import type { OAuthFlow, OAuthRequest, WorkspaceStore } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf, localPath } from "@intercom-rbac/core/internal";
import { createIntercomClient } from "../client/create-intercom-client.ts";
import { createBrowserCookies } from "./browser-cookies.ts";
import { createCallbackChecks } from "./callback-checks.ts";
import { createCompletions } from "./completions.ts";
import { exchangeCode } from "./exchange-code.ts";
import { identify } from "./identify.ts";
import type { OAuthFlowOptions } from "./oauth-options.ts";
import { checkedOAuthOptions } from "./oauth-options.ts";
import { createStateCodec } from "./oauth-state.ts";
import { uninstallApp } from "./uninstall-app.ts";
import { createUninstalled } from "./uninstalled.ts";
import { createMemoryUsedStates } from "./used-states.ts";
import { isWorkspaceId } from "./workspace-id.ts";

/**
 * Installs of the app in Intercom workspaces, and sign-ins of their teammates, by Intercom's OAuth. The state that a
 * browser is sent away with is signed, good for ten minutes and one use, and bound to that browser, to what it was made
 * for and to the workspace that is expected. No code is taken to Intercom before all of that is checked, and nothing is
 * stored before Intercom has said whose token it gave.
 *
 * Throws `ERR_RBAC_OPTION_INVALID`.
 *
 * @example
 * const oauth = createOAuthFlow({
 *   clientId: process.env["INTERCOM_CLIENT_ID"] ?? "",
 *   clientSecret: process.env["INTERCOM_CLIENT_SECRET"] ?? "",
 *   redirectUri: "https://desk.example/intercom/callback",
 *   stateSecret: process.env["STATE_SECRET"] ?? "",
 *   workspaces,
 * });
 * @example in Express, with `oauthRouter` of `@intercom-rbac/express`
 * app.use("/intercom", oauthRouter(oauth));
 */
export function createOAuthFlow(options: OAuthFlowOptions): OAuthFlow {
  const checked = checkedOAuthOptions(options);
  const { clientId, clientSecret, redirectUri, apiUrl, baseUrl, workspaces } = checked;
  const { timeoutMs, stateMs, now } = checked;
  const states = createStateCodec(checked);
  const cookies = createBrowserCookies({
    secure: redirectUri.startsWith("https:"),
    maxAgeMs: stateMs,
  });
  const usedStates = checked.usedStates ?? createMemoryUsedStates(now);
  const admit = createCallbackChecks({ states, cookies, usedStates, now });
  const uninstalled = createUninstalled({
    workspaces: workspaces ?? NO_STORE,
    // One request each, and a short one: anybody may cause it, and the next in line waits.
    clientOf: ({ token, region }) =>
      createIntercomClient({
        token,
        region,
        baseUrl,
        timeoutMs: Math.min(timeoutMs, MOST_NOTICE_MS),
        readRetries: 0,
      }),
    noticeMs: checked.noticeMs,
  });
  const finish = createCompletions({
    workspaces,
    mayInstall: checked.mayInstall,
    uninstalled,
    now,
  });

  return Object.freeze<OAuthFlow>({
    stateMs,
    async start(request = {}) {
      const {
        purpose = "install",
        workspaceId,
        returnTo,
        subject,
        cookie,
      } = checkedRequest(request);
      if (purpose === "sign-in" && workspaces === undefined && workspaceId === undefined) {
        throw new OptionInvalidError(
          "OAuthFlow.start: a sign-in needs the flow's option workspaces, or the workspaceId that is expected; otherwise anybody with an Intercom account could sign in.",
        );
      }
      const { id, browser, setCookie } = cookies.issue(now());
      const state = states.write({
        id,
        purpose,
        workspaceId,
        returnTo: localPath(returnTo),
        subject,
        expiresAt: now() + stateMs,
        browser,
      });
      const url = new URL(checked.authorizeUrl);
      url.searchParams.set("client_id", clientId);
      url.searchParams.set("state", state);
      url.searchParams.set("redirect_uri", redirectUri);
      return { url: url.href, state, cookies: [setCookie, ...cookies.takeBackOldest(cookie)] };
    },
    async complete(callback) {
      const { state, code } = await admit(callback);
      const token = await exchangeCode(code, { apiUrl, clientId, clientSecret, timeoutMs });
      const identity = await identify(createIntercomClient({ token, baseUrl: apiUrl, timeoutMs }));
      return finish({ state, token, identity, cookies: [cookies.takeBack(state.id)] });
    },
    async revoke(token) {
      await uninstallApp(token, { apiUrl, timeoutMs });
    },
    async uninstalled(workspaceId) {
      return isWorkspaceId(workspaceId) ? uninstalled(workspaceId) : "unknown-workspace";
    },
  });
}

const LONGEST_SUBJECT = 256;
const MOST_NOTICE_MS = 5_000;

/** Whatever was installed, the app has stored itself. */
const NO_STORE: Pick<WorkspaceStore, "find" | "revoke"> = {
  find() {
    throw new OptionInvalidError("OAuthFlow.uninstalled needs the flow's option workspaces.");
  },
  revoke: () => Promise.resolve(false),
};

function checkedRequest(request: OAuthRequest): OAuthRequest {
  const where = "OAuthFlow.start";
  checkOptions(where, request, {
    purpose: "string",
    workspaceId: "string",
    returnTo: "any",
    subject: "string",
    cookie: "string",
  });
  const { purpose, workspaceId, subject } = request;
  if (purpose !== undefined && purpose !== "install" && purpose !== "sign-in") {
    throw new OptionInvalidError(`${where}: options.purpose must be "install" or "sign-in".`);
  }
  if (workspaceId !== undefined && !isWorkspaceId(workspaceId)) {
    throw new OptionInvalidError(
      `${where}: options.workspaceId must be an id as Intercom's app.id_code, not ${kindOf(workspaceId)} of another form.`,
    );
  }
  if (subject !== undefined && subject.length > LONGEST_SUBJECT) {
    throw new OptionInvalidError(
      `${where}: options.subject must have at most ${LONGEST_SUBJECT} characters, since it travels in an address.`,
    );
  }
  return request;
}
