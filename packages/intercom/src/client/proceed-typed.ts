import { isPage } from "./client-page.ts";
import { intercomFailed } from "./intercom-failed.ts";
import { toIntercomFailure } from "./intercom-failure.ts";
import type { ClientCall } from "./wrap-methods.ts";

/** The SDK hands out its own note about a body that is no JSON as if it were the answer. */
function isUnreadable(data: unknown): boolean {
  return (
    typeof data === "object" &&
    data !== null &&
    "ok" in data &&
    data.ok === false &&
    "error" in data &&
    typeof data.error === "object" &&
    data.error !== null &&
    "reason" in data.error
  );
}

/** Sends a call so that it succeeds with an answer or rejects with `ERR_RBAC_INTERCOM_FAILED`. */
export async function proceedTyped(call: ClientCall): Promise<unknown> {
  let data: unknown;
  try {
    data = await call.proceed();
  } catch (error) {
    throw toIntercomFailure(error) ?? error;
  }
  if (!isUnreadable(isPage(data) ? data.response : data)) return data;
  throw intercomFailed({ reason: "answer-invalid" });
}
