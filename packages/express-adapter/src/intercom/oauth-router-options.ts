import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  OAuthFlow,
  OAuthInstall,
  OAuthRefusedError,
  OAuthRequest,
  OAuthSignIn,
  ScopeNeed,
  UnavailableError,
} from "@intercom-rbac/core";
import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { checkOptions, kindOf } from "@intercom-rbac/core/internal";
import type { Request, Response } from "express";
import type { Awaitable } from "../containment/awaitable.ts";
import { isRequest } from "../demand/is-request.ts";
import { ownOptions } from "../own-options.ts";

/** What the page before the start says: whose app it is, and which scopes it needs for what. */
export interface ConsentOptions {
  readonly appName: string;
  readonly scopes: readonly ScopeNeed[];
}

/** Where the router answers, below the path that it is mounted at. */
export interface OAuthPaths {
  /** The consent page; `/` unless told. */
  readonly consent?: string | undefined;
  /** `/start` unless told. */
  readonly start?: string | undefined;
  /** `/callback` unless told. The flow's `redirectUri` must lead here. */
  readonly callback?: string | undefined;
  /** `/uninstall` unless told. */
  readonly uninstall?: string | undefined;
}

/**
 * What an app does around an install and a sign-in. A callback that has answered the request itself ends it; what one
 * throws goes to the app's error handlers.
 */
export interface OAuthRouterOptions {
  /** With it there is a consent page. */
  readonly consent?: ConsentOptions | undefined;
  readonly paths?: OAuthPaths | undefined;
  /**
   * What the app knows of a start: the workspace that the signed-in tenant is bound to, for one, or a `subject` to have
   * back at the end. It wins over the query's `returnTo` and `purpose`.
   */
  begin?(req: Request, res: Response): Awaitable<Omit<OAuthRequest, "cookie"> | undefined>;
  /** Is installed, and stored where the flow has a store. */
  onInstalled?(install: OAuthInstall, req: Request, res: Response): Awaitable<void>;
  /**
   * Has signed in: to be put into a session of the app's, with a new session id. Without it there is no sign-in, and
   * only installs can be begun.
   */
  onSignedIn?(signIn: OAuthSignIn, req: Request, res: Response): Awaitable<void>;
  /**
   * Is told why somebody got no further, for the app's log, when the answer has gone out; what it throws is dropped. The
   * error's message is for whoever runs the app: the browser gets fixed words.
   */
  onRefused?(error: OAuthRefusedError | UnavailableError, req: Request): Awaitable<void>;
}

/** The same for what the router has in hand: of another framework than Express, nothing more would be known. */
interface UntypedOptions {
  readonly consent?: ConsentOptions | undefined;
  begin?(
    req: IncomingMessage,
    res: ServerResponse,
  ): Awaitable<Omit<OAuthRequest, "cookie"> | undefined>;
  onInstalled?(install: OAuthInstall, req: IncomingMessage, res: ServerResponse): Awaitable<void>;
  onSignedIn?(signIn: OAuthSignIn, req: IncomingMessage, res: ServerResponse): Awaitable<void>;
  onRefused?(error: OAuthRefusedError | UnavailableError, req: IncomingMessage): Awaitable<void>;
}

export interface CheckedRouterOptions extends UntypedOptions {
  readonly paths: { readonly [Name in keyof OAuthPaths]-?: string };
}

const WHERE = "oauthRouter";
const PATHS = { consent: "/", start: "/start", callback: "/callback", uninstall: "/uninstall" };

/** A copy of the options. Throws `ERR_RBAC_OPTION_INVALID`, and `ERR_RBAC_GUARD_MISUSED` for a request. */
export function checkedRouterOptions(
  flow: OAuthFlow,
  options: OAuthRouterOptions,
): CheckedRouterOptions {
  if (isRequest(flow)) {
    throw new GuardMisusedError(
      'oauthRouter was given a request: it makes the router and is none itself. Call it: app.use("/intercom", oauthRouter(flow)).',
    );
  }
  for (const method of ["start", "complete", "uninstalled"]) {
    if (
      typeof flow !== "object" ||
      flow === null ||
      typeof Reflect.get(flow, method) !== "function"
    ) {
      throw new OptionInvalidError(
        `${WHERE}: flow must be what createOAuthFlow returned, with a method ${method}; it is ${kindOf(flow)}.`,
      );
    }
  }
  checkOptions(WHERE, options, {
    consent: "object",
    paths: "object",
    begin: "function",
    onInstalled: "function",
    onSignedIn: "function",
    onRefused: "function",
  });
  const own = ownOptions(options);
  const consent = own.consent === undefined ? undefined : checkedConsent(own.consent);
  return ownOptions({ ...own, consent, paths: checkedPaths(own.paths ?? {}) });
}

function checkedConsent(consent: ConsentOptions): ConsentOptions {
  checkOptions(`${WHERE}, consent`, consent, { appName: "string", scopes: "any" });
  const { appName, scopes }: { readonly appName?: unknown; readonly scopes?: unknown } = consent;
  if (typeof appName !== "string" || appName.trim() === "") {
    refuse("consent.appName", "must be the app's name", appName);
  }
  if (!Array.isArray(scopes)) refuse("consent.scopes", "must be an array of scope needs", scopes);
  const needs: readonly unknown[] = scopes;
  return {
    appName,
    scopes: needs.map((need, index) => checkedNeed(need, `consent.scopes[${index}]`)),
  };
}

function checkedNeed(need: unknown, path: string): ScopeNeed {
  const { scope, permissions }: { readonly scope?: unknown; readonly permissions?: unknown } =
    typeof need === "object" && need !== null ? need : {};
  if (typeof scope !== "string") refuse(`${path}.scope`, "must be a scope's label", scope);
  const names: unknown[] = Array.isArray(permissions) ? [...permissions] : [undefined];
  if (!names.every((name) => typeof name === "string")) {
    refuse(`${path}.permissions`, "must be an array of permission names", permissions);
  }
  return { scope, permissions: names };
}

/** Plain segments, so that what is matched and what an audit of the routes shows are one thing. */
const PATH = /^(?:\/|(?:\/[\w.~-]+)+)$/;

function checkedPaths(given: OAuthPaths): CheckedRouterOptions["paths"] {
  const kinds = { consent: "any", start: "any", callback: "any", uninstall: "any" } as const;
  checkOptions(`${WHERE}, paths`, given, kinds);
  const { consent, start, callback, uninstall } = given;
  const paths = {
    consent: consent ?? PATHS.consent,
    start: start ?? PATHS.start,
    callback: callback ?? PATHS.callback,
    uninstall: uninstall ?? PATHS.uninstall,
  };
  for (const [name, path] of Object.entries(paths)) {
    const isPath = typeof path === "string" && PATH.test(path);
    if (!isPath) refuse(`paths.${name}`, 'must be a plain path such as "/callback"', path);
    if (Object.values(paths).filter((other) => other === path).length > 1) {
      refuse(`paths.${name}`, "must differ from the other paths", path);
    }
  }
  return paths;
}

function refuse(name: string, demand: string, value: unknown): never {
  throw new OptionInvalidError(`${WHERE}: options.${name} ${demand}; it is ${kindOf(value)}.`);
}
