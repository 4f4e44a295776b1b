import { z } from "zod";
import { authorizePage } from "./authorize-page.ts";
import type { Incoming } from "./incoming.ts";
import { parseBody } from "./incoming.ts";
import { toRefusal } from "./operation.ts";
import { Refusal } from "./refusal.ts";
import type { Tokens } from "./tokens.ts";
import type { Workspace } from "./workspace.ts";

/** The app as the Developer Hub knows it. */
export interface RegisteredApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Undefined: all are taken. */
  readonly redirectUris: readonly string[] | undefined;
  /** What a new token may do; undefined: everything. */
  readonly scopes: readonly string[] | undefined;
  /** Told after the app uninstalled itself. */
  onUninstall(workspaceId: string): void;
}

/** What the teammate does on the authorize page. */
export interface Choice {
  /** Who approves; with `decline` nobody does. */
  readonly adminId?: string | undefined;
  /** The workspace of that teammate; the first that has them unless told. */
  readonly workspaceId?: string | undefined;
  readonly decline?: boolean;
  /** Labels of the scopes that the token gets; those of the app unless told. */
  readonly scopes?: readonly string[];
}

export interface OAuthAnswer {
  readonly status: number;
  readonly html?: string;
  readonly location?: string;
  readonly json?: unknown;
}

/** The paths that need no operation: one of `app.intercom.com`, two of `api.intercom.io`. */
export const OAUTH_ROUTES = [
  "GET /oauth",
  "POST /auth/eagle/token",
  "POST /auth/uninstall",
] as const;

/** Installing and uninstalling the app. */
export class OAuth {
  readonly #app: RegisteredApp;
  readonly #tokens: Tokens;
  readonly #workspaces: readonly Workspace[];
  readonly #routes: Readonly<
    Record<(typeof OAUTH_ROUTES)[number], (incoming: Incoming) => OAuthAnswer>
  >;

  constructor(app: RegisteredApp, tokens: Tokens, workspaces: readonly Workspace[]) {
    this.#app = app;
    this.#tokens = tokens;
    this.#workspaces = workspaces;
    this.#routes = {
      "GET /oauth": ({ query }) => this.#page(query),
      "POST /auth/eagle/token": (incoming) => this.#exchange(incoming),
      "POST /auth/uninstall": ({ headers }) => this.#uninstall(headers["authorization"]),
    };
  }

  /** @throws Refusal, as each of the routes does. Undefined for any other path. */
  answer(incoming: Incoming): OAuthAnswer | undefined {
    const wanted = `${incoming.method} ${incoming.path}`;
    const route = OAUTH_ROUTES.find((name) => name === wanted);
    return route === undefined ? undefined : this.#routes[route](incoming);
  }

  /**
   * Where the browser is sent to.
   *
   * @throws Refusal 400 for an unknown app, redirect or teammate: Intercom shows a page then.
   */
  authorize(query: URLSearchParams, choice: Choice): string {
    const { redirect, state } = this.#check(query);
    if (state !== undefined) redirect.searchParams.set("state", state);
    if (choice.decline === true) {
      redirect.searchParams.set("error", "access_denied");
      return redirect.href;
    }
    const { adminId, workspaceId, scopes = this.#app.scopes } = choice;
    const workspace = this.#workspaces.find(
      ({ id_code: id, admins }) =>
        (workspaceId === undefined || workspaceId === id) &&
        admins.some((admin) => admin.id === adminId),
    );
    if (workspace === undefined || adminId === undefined) {
      throw new Refusal(400, "bad_request", "No such teammate");
    }
    const code = this.#tokens.issueCode({ workspaceId: workspace.id_code, adminId, scopes });
    redirect.searchParams.set("code", code);
    return redirect.href;
  }

  /** The authorize page, or its answer when the query says who approves. */
  #page(query: URLSearchParams): OAuthAnswer {
    const { approve_as: adminId, workspace: workspaceId, decline } = this.#check(query);
    if (adminId === undefined && decline === undefined) {
      return { status: 200, html: authorizePage(this.#workspaces, query) };
    }
    const choice = { adminId, workspaceId, decline: decline !== undefined };
    return { status: 302, location: this.authorize(query, choice) };
  }

  #exchange(incoming: Incoming): OAuthAnswer {
    const { body } = parse(EXCHANGE, { body: parseBody(incoming) });
    const { clientId, clientSecret } = this.#app;
    if (body.client_id !== clientId || body.client_secret !== clientSecret) {
      throw new Refusal(401, "unauthorized", "Unauthorized Client");
    }
    const grant = this.#tokens.takeCode(body.code);
    if (grant === undefined) throw new Refusal(401, "unauthorized", "Unauthorized Code");
    const token = this.#tokens.issue(grant);
    return { status: 200, json: { token_type: "Bearer", token, access_token: token } };
  }

  /** Uninstalls the app from the workspace of the token, whoever was given its other tokens. */
  #uninstall(authorization: string | undefined): OAuthAnswer {
    const { workspaceId } = this.#tokens.check(authorization);
    this.#tokens.revokeWorkspace(workspaceId);
    this.#app.onUninstall(workspaceId);
    return { status: 200, json: {} };
  }

  #check(query: URLSearchParams): z.output<typeof AUTHORIZE>["query"] & { redirect: URL } {
    const asked = parse(AUTHORIZE, { query: Object.fromEntries(query) }).query;
    if (asked.client_id !== this.#app.clientId) {
      throw new Refusal(400, "parameter_invalid", "client_id is invalid", "client_id");
    }
    const known = this.#app.redirectUris;
    const redirect = asked.redirect_uri ?? known?.[0];
    if (redirect === undefined || known?.includes(redirect) === false) {
      throw new Refusal(400, "parameter_invalid", "redirect_uri is invalid", "redirect_uri");
    }
    return { ...asked, redirect: new URL(redirect) };
  }
}

const AUTHORIZE = z.object({
  query: z.object({
    client_id: z.string(),
    redirect_uri: z.url({ protocol: /^https?$/ }).optional(),
    state: z.string().optional(),
    approve_as: z.string().optional(),
    workspace: z.string().optional(),
    decline: z.string().optional(),
  }),
});

const EXCHANGE = z.object({
  body: z.object({
    client_id: z.string(),
    client_secret: z.string(),
    code: z.string(),
  }),
});

function parse<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw toRefusal(parsed.error, input);
  return parsed.data;
}
