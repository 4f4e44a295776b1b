import { isRbacError } from "@intercom-rbac/core";
import { notify } from "../notify.ts";
import { proceedTyped } from "./proceed-typed.ts";
import type { InterceptCall } from "./wrap-methods.ts";

/** Whether the call's own options send another token than the client's. */
function hasOwnToken(args: readonly unknown[]): boolean {
  return args.some((options) => {
    if (typeof options !== "object" || options === null || !("headers" in options)) return false;
    const names = Object.keys(options.headers ?? {});
    return names.some((name) => name.toLowerCase() === "authorization");
  });
}

/**
 * `proceedTyped` that tells `onTokenRevoked` when Intercom says that the client's token was revoked: once, and again
 * only after it failed.
 */
export function proceedTelling(onTokenRevoked: (() => unknown) | undefined): InterceptCall {
  if (onTokenRevoked === undefined) return proceedTyped;
  let told = false;
  async function tell(): Promise<void> {
    try {
      await onTokenRevoked?.();
    } catch (error) {
      told = false;
      throw error;
    }
  }
  return async (call) => {
    try {
      return await proceedTyped(call);
    } catch (error) {
      const revoked =
        isRbacError(error) &&
        error.code === "ERR_RBAC_INTERCOM_FAILED" &&
        error.reason === "token-revoked";
      if (revoked && !told && !hasOwnToken(call.args)) {
        told = true;
        notify("createIntercomClient: options.onTokenRevoked", tell);
      }
      throw error;
    }
  };
}
