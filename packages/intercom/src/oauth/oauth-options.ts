import type { IntercomRegion, UsedStates, WorkspaceStore } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import { checkedNumber } from "../checked-number.ts";
import { isRegion, REGION_URLS } from "../client/regions.ts";

/** What an app's install through Intercom needs. */
export interface OAuthFlowOptions {
  /** Of the app's page in the Developer Hub. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** One of the app's redirect URLs in the Developer Hub, where the router's callback is. Loopback may be `http:`. */
  readonly redirectUri: string;
  /** At least 32 characters, the same in every process. States are signed with a key made from it. */
  readonly stateSecret: string;
  /** Where installs are stored. Without one, `complete` gives the install and the app stores it. */
  readonly workspaces?: WorkspaceStore | undefined;
  /**
   * Where the browser is sent, and which API host is asked; `US` unless told. Which region a workspace is in is read
   * from Intercom's answer all the same.
   */
  readonly region?: IntercomRegion | undefined;
  /** In place of the region's authorize page, for tests. */
  readonly authorizeUrl?: string | undefined;
  /** In place of the region's API host, for tests. Workspaces are asked there too, whatever their region. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds for each call to Intercom, its answer read to the end; 10,000 unless told. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds that a state is good for; 600,000, which is ten minutes, unless told, and an hour at most. */
  readonly stateMs?: number | undefined;
  /** Milliseconds between two questions about the same workspace that notices of uninstall cause; 1,000 unless told. */
  readonly noticeMs?: number | undefined;
  /** Where used states are remembered; in this process unless told, which several processes cannot share. */
  readonly usedStates?: UsedStates | undefined;
  /** Milliseconds since 1970; the system's clock unless told. */
  readonly now?: (() => number) | undefined;
}

export interface CheckedOAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly stateSecret: string;
  readonly workspaces: WorkspaceStore | undefined;
  readonly authorizeUrl: string;
  /** Asked before it is known which workspace it is about, without a slash at the end. */
  readonly apiUrl: string;
  /** Undefined where each workspace's own region is asked. */
  readonly baseUrl: string | undefined;
  readonly timeoutMs: number;
  readonly stateMs: number;
  readonly noticeMs: number;
  readonly usedStates: UsedStates | undefined;
  readonly now: () => number;
}

const WHERE = "createOAuthFlow";
const AUTHORIZE: { readonly [Region in IntercomRegion]: string } = {
  US: "https://app.intercom.com/oauth",
  EU: "https://app.eu.intercom.com/oauth",
  AU: "https://app.au.intercom.com/oauth",
};
const SECRET_LENGTH = 32;
const HOUR = 3_600_000;

/** A copy of the options that later changes do not reach. Throws `ERR_RBAC_OPTION_INVALID`; no message has a value. */
export function checkedOAuthOptions(options: OAuthFlowOptions): CheckedOAuthOptions {
  checkOptions(WHERE, options, {
    clientId: "string",
    clientSecret: "string",
    redirectUri: "string",
    stateSecret: "string",
    workspaces: "object",
    region: "string",
    authorizeUrl: "string",
    baseUrl: "string",
    timeoutMs: "any",
    stateMs: "any",
    noticeMs: "any",
    usedStates: "object",
    now: "function",
  });
  const { clientId, clientSecret, stateSecret, workspaces, usedStates } = options;
  const region = options.region ?? "US";
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (typeof value !== "string" || value.trim() === "") {
      refuse(name, "must be what the app's page in Intercom's Developer Hub says", value);
    }
  }
  if (typeof stateSecret !== "string" || stateSecret.length < SECRET_LENGTH) {
    refuse("stateSecret", `must have at least ${SECRET_LENGTH} characters`, stateSecret);
  }
  if (!isRegion(region)) refuse("region", 'must be "US", "EU" or "AU"', region);
  const baseUrl = options.baseUrl === undefined ? undefined : siteUrl("baseUrl", options.baseUrl);
  for (const method of ["find", "save", "revoke"]) {
    if (workspaces !== undefined && typeof Reflect.get(workspaces, method) !== "function") {
      refuse("workspaces", `must be a store with a method ${method}`, workspaces);
    }
  }
  if (usedStates !== undefined && typeof usedStates.use !== "function") {
    refuse("usedStates", "must have a method use(stateId, expiresAt)", usedStates);
  }
  return {
    clientId,
    clientSecret,
    redirectUri: siteUrl("redirectUri", options.redirectUri),
    stateSecret,
    workspaces,
    authorizeUrl: siteUrl("authorizeUrl", options.authorizeUrl ?? AUTHORIZE[region]),
    apiUrl: (baseUrl ?? REGION_URLS[region]).replace(/\/$/, ""),
    baseUrl,
    timeoutMs: milliseconds("timeoutMs", options.timeoutMs, 1, 10_000),
    stateMs: milliseconds("stateMs", options.stateMs, 1, 600_000),
    noticeMs: milliseconds("noticeMs", options.noticeMs, 0, 1_000),
    usedStates,
    now: options.now ?? Date.now,
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The URL as it was given: Intercom compares a redirect URL with its own list letter by letter. */
function siteUrl(name: string, given: unknown): string {
  const demand = "must be an https: URL without a fragment, or http: on loopback";
  if (typeof given !== "string" || !URL.canParse(given)) refuse(name, demand, given);
  const { protocol, hostname, hash, username, password } = new URL(given);
  const safe = protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
  if (!safe || hash !== "" || username !== "" || password !== "") refuse(name, demand, given);
  return given;
}

function milliseconds(name: string, given: unknown, least: number, otherwise: number): number {
  return checkedNumber(`${WHERE}: options.${name}`, given, { least, most: HOUR }, otherwise);
}

function refuse(name: string, demand: string, value: unknown): never {
  throw new OptionInvalidError(`${WHERE}: options.${name} ${demand}; it is ${kindOf(value)}.`);
}
