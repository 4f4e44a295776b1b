import { isRbacError, OAuthRefusedError } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import type { Identity } from "../client/answers.ts";
import { parseIdentity } from "../client/answers.ts";
import { isWorkspaceId } from "./workspace-id.ts";

/** One line, which goes into headers and logs of apps. */
const EMAIL = /^[^\s\p{Cc}]+@[^\s\p{Cc}]+$/u;

/**
 * Asks Intercom's `/me`. Rejects with `ERR_RBAC_OAUTH_REFUSED`, status 502; its cause, if any, is
 * `ERR_RBAC_INTERCOM_FAILED`, which says what to do and nothing of the answer.
 */
export async function identify(client: IntercomClient): Promise<Identity> {
  const identity = await identityOf(client);
  const { workspaceId, admin } = identity;
  if (!isWorkspaceId(workspaceId) || !EMAIL.test(admin.email) || admin.email.length > 320) {
    throw unidentified("Its answer names no workspace, or no email address.");
  }
  return identity;
}

async function identityOf(client: IntercomClient): Promise<Identity> {
  try {
    return parseIdentity(await client.admins.identify());
  } catch (error) {
    if (!isRbacError(error)) throw unidentified("The call failed.");
    throw unidentified(error.message, { cause: error });
  }
}

function unidentified(because: string, options?: ErrorOptions): OAuthRefusedError {
  return new OAuthRefusedError(
    { reason: "identity-failed", status: 502 },
    `Intercom did not say whose access it gave. ${because} Nothing was stored.`,
    options,
  );
}
