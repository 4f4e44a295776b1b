import type { IntercomFailure } from "@intercom-rbac/core";
import { IntercomFailedError, OptionInvalidError } from "@intercom-rbac/core";
import type { ApiAnswer } from "./ask-api.ts";
import { askApi } from "./ask-api.ts";

/**
 * Uninstalls the app from the workspace of the token: it takes back every access that the app has there, of whomever.
 * Resolves as well when Intercom does not know the token any more. Rejects with `ERR_RBAC_INTERCOM_FAILED`, and with
 * `ERR_RBAC_OPTION_INVALID` for what can be no token.
 *
 * Source: Intercom, "Installing & uninstalling apps", "Revoking access".
 */
export async function uninstallApp(
  token: string,
  { apiUrl, timeoutMs }: { readonly apiUrl: string; readonly timeoutMs: number },
): Promise<void> {
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
    throw new OptionInvalidError("OAuthFlow.revoke: token must be a workspace's access token.");
  }
  const answer = await askApi(
    {
      url: `${apiUrl}/auth/uninstall`,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: "application/json",
        "Content-Type": "application/json",
      },
      body: "{}",
    },
    timeoutMs,
  );
  const reason = failureOf(answer);
  if (reason === undefined) return;
  throw new IntercomFailedError(
    { reason, status: "status" in answer ? answer.status : undefined },
    "Intercom did not take the app's access back. Try again, or uninstall the app in Intercom.",
  );
}

function failureOf(answer: ApiAnswer): IntercomFailure | undefined {
  if ("failure" in answer) return answer.failure;
  if ((answer.status >= 200 && answer.status < 300) || answer.status === 401) return undefined;
  if (answer.status === 429) return "rate-limited";
  return answer.status >= 500 ? "server-failed" : "request-refused";
}
