import { randomBytes } from "node:crypto";
import { Refusal } from "./refusal.ts";

/** What a token stands for. */
export interface Grant {
  readonly workspaceId: string;
  readonly adminId: string;
  /** Labels of the Developer Hub's scopes; undefined for all of them. */
  readonly scopes: readonly string[] | undefined;
}

/** The tokens of every workspace, and the codes that can be exchanged for one. */
export class Tokens {
  readonly #grants = new Map<string, Grant>();
  readonly #revoked = new Set<string>();
  readonly #codes = new Map<string, Grant>();

  issue(grant: Grant, token: string = `tok_${randomBytes(24).toString("base64url")}`): string {
    this.#revoked.delete(token);
    this.#grants.set(token, grant);
    return token;
  }

  revoke(token: string): void {
    this.#revoked.add(token);
  }

  revokeWorkspace(workspaceId: string): void {
    for (const [token, grant] of this.#grants) {
      if (grant.workspaceId === workspaceId) this.#revoked.add(token);
    }
  }

  /** @throws Refusal 401, by code. */
  check(authorization: string | undefined): Grant & { readonly token: string } {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
    const grant = token === undefined ? undefined : this.#grants.get(token);
    if (token === undefined || grant === undefined) {
      throw new Refusal(401, "unauthorized", "Access Token Invalid");
    }
    if (this.#revoked.has(token)) throw new Refusal(401, "token_revoked", "Access Token Revoked");
    return { ...grant, token };
  }

  issueCode(grant: Grant): string {
    const code = randomBytes(18).toString("base64url");
    this.#codes.set(code, grant);
    return code;
  }

  /** A code works once, whatever became of the exchange. */
  takeCode(code: string): Grant | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant;
  }
}
