/** The bad input and the faults that the Intercom side must answer, by number. Each has at least one test of that name. */
export const cases: { readonly [number: string]: string } = {
  "OAUTH-01": "no state, a repeated, forged, expired or replayed one, another browser's",
  "OAUTH-02": "declined, or no code",
  "OAUTH-03": "an exchange without a token, that is not JSON, that hangs",
  "OAUTH-04": "another workspace than the install began for",
  "OAUTH-05": "an unverified email address",
  "OAUTH-06": "an evil returnTo",
  "OAUTH-07": "code, token and secret in no log, URL or error",
  "HOOK-01": "a signature that is missing, short, not hexadecimal or of another kind",
  "HOOK-02": "an altered raw body",
  "HOOK-03": "a replayed id",
  "HOOK-04": "a valid signature over what is no JSON",
  "HOOK-05": "two megabytes",
  "HOOK-06": "an unknown workspace",
  "HOOK-07": "an uninstall that is older than a re-install",
  "HOOK-08": "a ping, and HEAD",
  "STORE-10":
    "Intercom limits, fails, hangs or refuses: from the cache until it is too old, then refused",
  "LEAK-01": "a canary secret in no response, log line, error message or audit entry",
};
