import { IntercomClient } from "intercom-client";
import type { IntercomClientOptions } from "./client-options.ts";
import { checkedClientOptions } from "./client-options.ts";
import { proceedTelling } from "./proceed-telling.ts";
import { noteRegion } from "./regions.ts";
import { createRetryingFetch } from "./retrying-fetch.ts";
import { wrapMethods } from "./wrap-methods.ts";

/**
 * Intercom's own SDK, set up to be trusted with other people's data: the API version is pinned, no write is repeated
 * that may have taken effect, no redirect is followed, every call ends by its deadline, and none says a token or an answer
 * in its error.
 *
 * A call that fails rejects with `ERR_RBAC_INTERCOM_FAILED`, whose message says what to do. A call's own options win
 * over the client's: `version` (the SDK's types stop at 2.14), `timeoutInSeconds`, and `maxRetries`, by which the SDK
 * repeats whatever failed. Throws `ERR_RBAC_OPTION_INVALID`, and `ERR_RBAC_INTERCOM_FAILED` when there is no token.
 *
 * @example the token of INTERCOM_ACCESS_TOKEN
 * const client = createIntercomClient();
 * const { admins } = await client.admins.list();
 * @example a workspace that installed the app
 * const { workspaceId, token, region } = workspace;
 * createIntercomClient({
 *   token, region, onTokenRevoked: async () => void (await workspaces.revoke(workspaceId, { token })),
 * });
 */
export function createIntercomClient(options: IntercomClientOptions = {}): IntercomClient {
  const checked = checkedClientOptions(options);
  const { token, version, region, baseUrl, timeoutMs, onTokenRevoked } = checked;
  const client = new IntercomClient({
    token,
    baseUrl,
    headers: { "Intercom-Version": version },
    timeoutInSeconds: timeoutMs / 1000,
    maxRetries: 0,
    fetch: createRetryingFetch({
      retries: checked.readRetries,
      maxWaitMs: checked.maxRetryWaitMs,
      maxBytes: checked.maxAnswerBytes,
    }),
  });
  if (region !== undefined) noteRegion(client, region);
  return wrapMethods(client, proceedTelling(onTokenRevoked));
}
