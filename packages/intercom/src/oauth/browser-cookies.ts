import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { parseCookie, stringifySetCookie } from "cookie";

/** A cookie for each state, so that two tabs that start at once both finish. */
export interface BrowserCookies {
  /** A new state's name and the cookie of it. */
  issue(now: number): {
    readonly id: string;
    /** The hash of the cookie's value. */
    readonly browser: string;
    readonly setCookie: string;
  };
  /** Whether the browser that sends this header is the one that the state's cookie was given to. */
  isBrowserOf(
    state: { readonly id: string; readonly browser: string },
    cookieHeader: string | undefined,
  ): boolean;
  takeBack(id: string): string;
  /** `Set-Cookie` values that take back the oldest of many states, so that a browser's cookies stay few. */
  takeBackOldest(cookieHeader: string | undefined): readonly string[];
}

/** As many started at once as a person has tabs for; the cookies of more would fill up the request's header. */
const KEPT = 7;
/** A response's headers have a limit as well. */
const AT_ONCE = 20;
/** The milliseconds since 1970, so that names are in the order of time, and 16 random bytes. */
const ID = /^[0-9a-z]{9}-[\w-]{22}$/;

/**
 * @param secure `Secure`, and the prefix `__Host-`, which keeps other hosts of the same domain from setting it
 * @param maxAgeMs as long as a state is good for
 */
export function createBrowserCookies({
  secure,
  maxAgeMs,
}: {
  readonly secure: boolean;
  readonly maxAgeMs: number;
}): BrowserCookies {
  const prefix = secure ? "__Host-intercom-oauth-" : "intercom-oauth-";

  function setCookie(id: string, value: string, maxAge: number): string {
    const attributes = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
    return stringifySetCookie({ name: prefix + id, value, maxAge, ...attributes });
  }
  const takeBack = (id: string) => setCookie(id, "", 0);

  return {
    issue(now) {
      const time = Math.floor(now).toString(36).padStart(9, "0");
      const id = `${time}-${randomBytes(16).toString("base64url")}`;
      const secret = randomBytes(32).toString("base64url");
      return {
        id,
        browser: hashOf(secret).toString("base64url"),
        setCookie: setCookie(id, secret, Math.ceil(maxAgeMs / 1000)),
      };
    },
    isBrowserOf({ id, browser }, cookieHeader) {
      const value = parseCookie(cookieHeader ?? "")[prefix + id];
      const expected = Buffer.from(browser, "base64url");
      const given = hashOf(value ?? "");
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    takeBack,
    takeBackOldest(cookieHeader) {
      const ids = Object.keys(parseCookie(cookieHeader ?? ""))
        .filter((name) => name.startsWith(prefix) && ID.test(name.slice(prefix.length)))
        .map((name) => name.slice(prefix.length))
        .sort();
      return ids
        .slice(0, Math.max(0, ids.length - KEPT))
        .slice(0, AT_ONCE)
        .map(takeBack);
    },
  };
}

function hashOf(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
