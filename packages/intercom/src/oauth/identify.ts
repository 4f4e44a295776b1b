import type { IntercomRegion, VerifiedAdmin } from "@intercom-rbac/core";
import { isRbacError, OAuthRefusedError } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import { z } from "zod";
import { isWorkspaceId } from "./workspace-id.ts";

/** Whose token it is, as Intercom says. */
export interface Identity {
  readonly workspaceId: string;
  readonly region: IntercomRegion;
  readonly admin: VerifiedAdmin;
  /** An address that nobody verified is what anybody wrote. */
  readonly emailVerified: boolean;
}

const me = z.object({
  id: z
    .union([z.string(), z.int()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,32}$/)),
  email: z
    .string()
    .max(320)
    .regex(/^[^\s\p{Cc}]+@[^\s\p{Cc}]+$/u),
  email_verified: z.optional(z.unknown()),
  app: z.object({
    id_code: z.custom<string>(isWorkspaceId),
    region: z
      .string()
      .toUpperCase()
      .pipe(z.enum(["US", "EU", "AU"])),
  }),
});

/**
 * Asks Intercom's `/me`. Rejects with `ERR_RBAC_OAUTH_REFUSED`, status 502; its cause, if any, is
 * `ERR_RBAC_INTERCOM_FAILED`, which says what to do and nothing of the answer.
 */
export async function identify(client: IntercomClient): Promise<Identity> {
  const found = me.safeParse(await answerOf(client));
  if (!found.success) throw unidentified("Its answer names no workspace, region and admin.");
  const { id, email, email_verified, app } = found.data;
  return {
    workspaceId: app.id_code,
    region: app.region,
    admin: { adminId: id, email },
    emailVerified: email_verified === true,
  };
}

async function answerOf(client: IntercomClient): Promise<unknown> {
  try {
    return await client.admins.identify();
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
