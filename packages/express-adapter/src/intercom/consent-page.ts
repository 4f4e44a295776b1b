import type { ConsentOptions } from "./oauth-router-options.ts";
import type { Html, Page } from "./page.ts";
import { html } from "./page.ts";

/** Where the page's links lead. */
export interface ConsentLinks {
  readonly install: string;
  /** Undefined where nobody can sign in. */
  readonly signIn: string | undefined;
}

/** What the app will ask for, before Intercom asks: each scope, and what the app does with it. */
export function consentPage({ appName, scopes }: ConsentOptions, links: ConsentLinks): Page {
  const needs = scopes.map(
    ({ scope, permissions }): Html => html`<li><strong>${scope}</strong>${reason(permissions)}</li>
`,
  );
  const signIn =
    links.signIn === undefined
      ? html``
      : html`<p><a href="${links.signIn}">Sign in with Intercom</a>, if ${appName} is installed already.</p>
`;
  return {
    status: 200,
    title: `Connect ${appName} to Intercom`,
    body: html`${asks(appName, needs)}<p>Intercom shows you the same list, and asks whether you agree. You can uninstall the app in Intercom at any time.</p>
<p><a href="${links.install}">Continue to Intercom</a></p>
${signIn}`,
  };
}

function asks(appName: string, needs: readonly Html[]): Html {
  if (needs.length === 0)
    return html`<p>${appName} needs no access beyond who you are.</p>
`;
  return html`<p>${appName} needs this access to your workspace:</p>
<ul>
${needs}</ul>
`;
}

function reason(permissions: readonly string[]): Html {
  return permissions.length === 0 ? html`` : html`, for ${permissions.join(", ")}`;
}
