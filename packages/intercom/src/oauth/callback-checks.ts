import type {
  OAuthCallback,
  OAuthPurpose,
  OAuthRefusedError,
  UsedStates,
} from "@intercom-rbac/core";
import { askStore } from "./ask-store.ts";
import type { BrowserCookies } from "./browser-cookies.ts";
import type { StateCodec, StateContent } from "./oauth-state.ts";
import { refused } from "./refusals.ts";

/** An answer of Intercom that belongs to a start, and is used up by now. */
export interface AdmittedCallback {
  readonly state: StateContent;
  readonly code: string;
}

const CODE = /^[\x21-\x7e]{1,2048}$/;

/**
 * Everything that can be said of a callback without asking Intercom. Rejects with `ERR_RBAC_OAUTH_REFUSED`, status 400,
 * and with `ERR_RBAC_UNAVAILABLE` when it cannot be remembered that the state was used.
 */
export function createCallbackChecks(parts: {
  readonly states: StateCodec;
  readonly cookies: BrowserCookies;
  readonly usedStates: UsedStates;
  readonly now: () => number;
}): (callback: OAuthCallback) => Promise<AdmittedCallback> {
  const { states, cookies, usedStates, now } = parts;

  function stateOf(
    { state, cookie }: OAuthCallback,
    purposes: readonly OAuthPurpose[],
  ): StateContent | OAuthRefusedError {
    if (state === undefined) return refused("state-missing");
    const found = states.read(state);
    if (found === undefined) return refused("state-invalid");
    if (now() >= found.expiresAt) return refused("state-expired");
    if (!cookies.isBrowserOf(found, cookie)) return refused("other-browser");
    return purposes.includes(found.purpose) ? found : refused("other-purpose");
  }

  /** Whatever becomes of it afterwards: a state is good for one answer. */
  async function consume({ id, expiresAt }: StateContent): Promise<void> {
    const first = await askStore("used states", () => usedStates.use(id, expiresAt));
    if (first !== true) throw refused("state-used");
  }

  return async (callback) => {
    const { code, error, purposes = ["install"] } = callback;
    const state = stateOf(callback, purposes);
    if (error !== undefined) {
      // Nobody knows whether Intercom sends the state along when somebody declines.
      if (!(state instanceof Error)) await consume(state);
      throw refused("declined");
    }
    if (state instanceof Error) throw state;
    await consume(state);
    if (typeof code !== "string" || !CODE.test(code)) throw refused("code-missing");
    return { state, code };
  };
}
