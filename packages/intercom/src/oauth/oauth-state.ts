import { createHmac } from "node:crypto";
import type { OAuthPurpose } from "@intercom-rbac/core";
import { sign, unsign } from "cookie-signature";
import { z } from "zod";

/** What a browser was sent away with. */
export interface StateContent {
  /** Names the state among the used ones, and its cookie in the browser. */
  readonly id: string;
  readonly purpose: OAuthPurpose;
  readonly workspaceId?: string | undefined;
  readonly returnTo: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The hash of what the browser's cookie holds: the state alone travels through URLs and is not enough. */
  readonly browser: string;
}

const content = z.strictObject({
  id: z.string(),
  purpose: z.enum(["install", "sign-in"]),
  workspaceId: z.optional(z.string()),
  returnTo: z.string(),
  expiresAt: z.int(),
  browser: z.string(),
});

/** More than any of ours has: a path of 2,048 characters, all of them escaped, in base64, and the rest. */
const MOST = 8_192;

/** Reads and writes the `state` parameter. */
export interface StateCodec {
  write(state: StateContent): string;
  /** Undefined for anything but a string that this app signed for this client and redirect URL. */
  read(state: unknown): StateContent | undefined;
}

export function createStateCodec(about: {
  readonly stateSecret: string;
  readonly clientId: string;
  readonly redirectUri: string;
}): StateCodec {
  // A key of its own: apps sign cookies with the same library, some of whose values their users choose.
  const key = createHmac("sha256", about.stateSecret)
    .update(JSON.stringify(["intercom-rbac oauth state 1", about.clientId, about.redirectUri]))
    .digest();
  return {
    write: (state) => {
      const signed = sign(Buffer.from(JSON.stringify(state)).toString("base64url"), key);
      return signed.replaceAll("+", "-").replaceAll("/", "_");
    },
    read: (state) => {
      if (typeof state !== "string" || state.length > MOST) return undefined;
      // The library signs in base64, whose `+` does not survive every URL that it is copied into.
      const dot = state.lastIndexOf(".") + 1;
      const signature = state.slice(dot).replaceAll("-", "+").replaceAll("_", "/");
      const value = unsign(state.slice(0, dot) + signature, key);
      return value === false ? undefined : parsed(Buffer.from(value, "base64url").toString());
    },
  };
}

function parsed(text: string): StateContent | undefined {
  try {
    return content.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
