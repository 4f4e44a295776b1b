import { OAuthRefusedError } from "@intercom-rbac/core";
import { z } from "zod";
import type { ApiAnswer } from "./ask-api.ts";
import { askApi } from "./ask-api.ts";

/** Anything that could not stand in a header is no token. */
const token = z.optional(z.string().regex(/^[\x21-\x7e]{1,4096}$/));
const answer = z.object({
  token_type: z.optional(z.string().regex(/^bearer$/i)),
  token,
  access_token: token,
});

export interface CodeExchange {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs: number;
}

/**
 * The access token for an authorization code. Rejects with `ERR_RBAC_OAUTH_REFUSED`, status 502, without a cause: what
 * Intercom or the network said may hold the code.
 *
 * Source: Intercom, "Setting up OAuth".
 */
export async function exchangeCode(
  code: string,
  { apiUrl, clientId, clientSecret, timeoutMs }: CodeExchange,
): Promise<string> {
  const body = new URLSearchParams({ code, client_id: clientId, client_secret: clientSecret });
  const given = await askApi(
    {
      url: `${apiUrl}/auth/eagle/token`,
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
      body: body.toString(),
    },
    timeoutMs,
  );
  const found = tokenIn(given);
  if (typeof found === "string") return found;
  throw new OAuthRefusedError(
    { reason: "exchange-failed", status: 502 },
    `Intercom gave no access for this code: ${found.because}. Nothing was stored. Start again.`,
  );
}

function tokenIn(given: ApiAnswer): string | { readonly because: string } {
  if ("failure" in given) return { because: FAILURES[given.failure] };
  if (given.status !== 200) return { because: `it answered ${given.status}` };
  const json = parsed(given.text);
  if (json === undefined) return { because: "its answer is not JSON" };
  const { token: one, access_token: other } = answer.safeParse(json.value).data ?? {};
  // Intercom says it twice.
  const same = one === undefined || other === undefined || one === other;
  return (same ? (one ?? other) : undefined) ?? { because: "its answer holds no token" };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const FAILURES = {
  timeout: "it did not answer in time",
  unreachable: "it could not be reached",
  "answer-invalid": "its answer is too long",
} as const;
