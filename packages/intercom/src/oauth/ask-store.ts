import { isRbacError, UnavailableError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";

/**
 * Runs a call of the app's own store. Whatever it rejects with becomes `ERR_RBAC_UNAVAILABLE`; an error that is none of
 * ours is not passed on, not even as a cause, since databases put rows into theirs and the row has the token.
 */
export async function askStore<X>(what: string, run: () => Promise<X>): Promise<X> {
  try {
    return await run();
  } catch (error) {
    if (isRbacError(error) && error.code === "ERR_RBAC_UNAVAILABLE") throw error;
    const kind = error instanceof Error ? error.name : kindOf(error);
    throw new UnavailableError(
      `The store of ${what} failed (${kind}). What it said is left out here: it may hold a token.`,
    );
  }
}
