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
  /** Undefined: any. */
  readonly redirectUris: readonly string[] | undefined;
  /** What a new token may do; undefined: everything. */
  readonly scopes: readonly string[] | undefined;
}

/** What the teammate does on the authorize page. */
export interface Choice {
  /** Who approves; with `decline` nobody does. */
  readonly adminId?: string;
  /** The workspace of that teammate; the first that has them unless told. */
  readonly workspaceId?: string;
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

/** `https://app.intercom.com/oauth` and `https://api.intercom.io/auth/…`, both on this server. */
export class OAuth {
  readonly #app: RegisteredApp;
  readonly #tokens: Tokens;
  readonly #workspaces: readonly Workspace[];

  constructor(app: RegisteredApp, tokens: Tokens, workspaces: readonly Workspace[]) {
    this.#app = app;
    this.#tokens = tokens;
    this.#workspaces = workspaces;
  }

  /**
   * Where the browser is sent to.
   *
   * @throws Refusal 400 for an unknown app, redirect or teammate: Intercom shows a page then.
   */
  authorize(query: URLSearchParams, choice: Choice): string {
    const redirect = new URL(this.#redirectOf(query));
    const state = query.get("state");
    if (state !== null) redirect.searchParams.set("state", state);
    if (choice.decline === true) {
      redirect.searchParams.set("error", "access_denied");
      return redirect.href;
    }
    const workspace = this.#workspaces.find(
      ({ id_code: id, admins }) =>
        (choice.workspaceId === undefined || choice.workspaceId === id) &&
        admins.some((admin) => admin.id === choice.adminId),
    );
    if (workspace === undefined || choice.adminId === undefined) {
      throw new Refusal(400, "bad_request", "No such teammate");
    }
    const scopes = choice.scopes ?? this.#app.scopes;
    const grant = { workspaceId: workspace.id_code, adminId: choice.adminId, scopes };
    redirect.searchParams.set("code", this.#tokens.issueCode(grant));
    return redirect.href;
  }

  /** The authorize page, or its answer when the query says who approves. */
  page(query: URLSearchParams): OAuthAnswer {
    const adminId = query.get("approve_as");
    const workspaceId = query.get("workspace");
    if (adminId === null && !query.has("decline")) {
      this.#redirectOf(query);
      return { status: 200, html: authorizePage(this.#workspaces, query) };
    }
    const location = this.authorize(query, {
      ...(adminId !== null && { adminId }),
      ...(workspaceId !== null && { workspaceId }),
      decline: adminId === null,
    });
    return { status: 302, location };
  }

  /** @throws Refusal 401 for a wrong client or code, 400 for a field that is missing. */
  exchange(incoming: Incoming): OAuthAnswer {
    const parsed = EXCHANGE.safeParse({ body: parseBody(incoming) }, { reportInput: true });
    if (!parsed.success) throw toRefusal(parsed.error);
    const { client_id: id, client_secret: secret, code } = parsed.data.body;
    if (id !== this.#app.clientId || secret !== this.#app.clientSecret) {
      throw new Refusal(401, "unauthorized", "Unauthorized Client");
    }
    const grant = this.#tokens.takeCode(code);
    if (grant === undefined) throw new Refusal(401, "unauthorized", "Unauthorized Code");
    const token = this.#tokens.issue(grant);
    return { status: 200, json: { token_type: "Bearer", token, access_token: token } };
  }

  #redirectOf(query: URLSearchParams): string {
    if (query.get("client_id") !== this.#app.clientId) {
      throw new Refusal(400, "bad_request", "No such app");
    }
    const known = this.#app.redirectUris;
    const wanted = query.get("redirect_uri") ?? known?.[0];
    if (wanted === undefined || !URL.canParse(wanted) || known?.includes(wanted) === false) {
      throw new Refusal(400, "bad_request", "redirect_uri is not one of the app's");
    }
    return wanted;
  }
}

const EXCHANGE = z.object({
  body: z.object({
    client_id: z.string(),
    client_secret: z.string(),
    code: z.string(),
  }),
});
