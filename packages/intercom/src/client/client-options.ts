import type { IntercomRegion } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, didYouMean, quote } from "@intercom-rbac/core/internal";
import { checkedNumber, MOST_MS } from "../checked-number.ts";
import { intercomFailed } from "./intercom-failed.ts";
import { isRegion, REGION_URLS } from "./regions.ts";

export interface IntercomClientOptions {
  /** A workspace's access token; the environment's `INTERCOM_ACCESS_TOKEN` unless told. */
  readonly token?: string | undefined;
  /** The `Intercom-Version` to ask for; 2.16 unless told, the first whose admins have roles. */
  readonly version?: string | undefined;
  /** Where the workspace is. Unless told, api.intercom.io finds it. */
  readonly region?: IntercomRegion | undefined;
  /** In place of the region's own address. Must be https, or on this machine. */
  readonly baseUrl?: string | undefined;
  /** How long a call may take, its retries, waits and body included; 10,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** How many more times a read is asked for after 408, 429 or 5xx; 2 unless told. Writes are never repeated. */
  readonly readRetries?: number | undefined;
  /** A retry that would have to wait longer is not made; 5,000 unless told. */
  readonly maxRetryWaitMs?: number | undefined;
  /** A longer answer is a failure, downloads included; 16 MiB unless told. */
  readonly maxAnswerBytes?: number | undefined;
  /**
   * Told when Intercom says that the token was revoked, by any call of this client: once, and again only after it
   * failed. What it fails with is a warning.
   */
  readonly onTokenRevoked?: (() => void | Promise<void>) | undefined;
}

export interface CheckedClientOptions {
  readonly token: string;
  readonly version: string;
  readonly region: IntercomRegion | undefined;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly readRetries: number;
  readonly maxRetryWaitMs: number;
  readonly maxAnswerBytes: number;
  readonly onTokenRevoked: (() => unknown) | undefined;
}

const WHERE = "createIntercomClient";
/** More does not fit into one string of JSON. */
const MOST_BYTES = 2 ** 29;
/** A host name of this machine. */
export const LOOPBACK: RegExp = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function checkedToken(given: string | undefined): string {
  const token = given ?? process.env["INTERCOM_ACCESS_TOKEN"] ?? "";
  const from = given === undefined ? "INTERCOM_ACCESS_TOKEN" : "options.token";
  if (token.trim() === "") {
    const details = { reason: "token-missing" } as const;
    throw intercomFailed(details);
  }
  // A header cannot carry it, and the error that says so would show it.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new OptionInvalidError(
      `${WHERE}: ${from} has a space, a line break or another character that no token has. Copy it again.`,
    );
  }
  return token;
}

function checkedUrl(given: string): string {
  const problem = (what: string) => new OptionInvalidError(`${WHERE}: options.baseUrl ${what}`);
  if (!URL.canParse(given)) throw problem("is no URL.");
  const url = new URL(given);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw problem("must be an address alone, without a user, a query or a fragment.");
  }
  if (url.protocol === "http:" && LOOPBACK.test(url.hostname)) return url.href;
  if (url.protocol === "https:") return url.href;
  throw problem("must begin with https://, or the token would travel in the clear.");
}

/** Throws `ERR_RBAC_OPTION_INVALID`, and `ERR_RBAC_INTERCOM_FAILED` (`token-missing`) without a token. */
export function checkedClientOptions(options: IntercomClientOptions): CheckedClientOptions {
  checkOptions(WHERE, options, {
    token: "string",
    version: "string",
    region: "string",
    baseUrl: "string",
    timeoutMs: "any",
    readRetries: "any",
    maxRetryWaitMs: "any",
    maxAnswerBytes: "any",
    onTokenRevoked: "function",
  });
  const { version = "2.16", region, baseUrl = REGION_URLS[region ?? "US"] } = options;
  if (!/^(?:\d{1,2}\.\d{1,2}|Unstable)$/.test(version)) {
    throw new OptionInvalidError(
      `${WHERE}: options.version must look like "2.16" or be "Unstable".`,
    );
  }
  if (region !== undefined && !isRegion(region)) {
    const regions = Object.keys(REGION_URLS);
    const suggestion = didYouMean(region, regions) ?? `Use ${regions.join(", ")}.`;
    throw new OptionInvalidError(
      `${WHERE}: options.region ${quote(region)} is none. ${suggestion}`,
    );
  }
  const number = (
    name: "timeoutMs" | "readRetries" | "maxRetryWaitMs" | "maxAnswerBytes",
    least: number,
    most: number,
  ) => [`${WHERE}: options.${name}`, options[name], { least, most }] as const;
  return {
    token: checkedToken(options.token),
    version,
    region,
    baseUrl: checkedUrl(baseUrl),
    timeoutMs: checkedNumber(...number("timeoutMs", 1, MOST_MS), 10_000),
    readRetries: checkedNumber(...number("readRetries", 0, 10), 2),
    maxRetryWaitMs: checkedNumber(...number("maxRetryWaitMs", 0, MOST_MS), 5_000),
    maxAnswerBytes: checkedNumber(...number("maxAnswerBytes", 1, MOST_BYTES), 16 * 2 ** 20),
    onTokenRevoked: options.onTokenRevoked,
  };
}
