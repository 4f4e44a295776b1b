import { isRbacError, UnavailableError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";

/**
 * Runs a call of the app's own store. An error that is none of ours becomes `ERR_RBAC_UNAVAILABLE` and is not
 * passed on, not even as a cause, since databases put rows into theirs and the row has the token.
 */
export async function askStore<X>(what: string, run: () => Promise<X>): Promise<X> {
  try {
    return await run();
  } catch (error) {
    if (isRbacError(error)) throw error;
    const kind = error instanceof Error ? error.name : kindOf(error);
    throw new UnavailableError(
      `The store of ${what} failed (${kind}). What it said is left out here: it may hold a token.`,
    );
  }
}
