import type { IntercomFailureDetails } from "@intercom-rbac/core";
import { IntercomFailedError } from "@intercom-rbac/core";
import { failureMessage } from "./failure-message.ts";

/**
 * `ERR_RBAC_INTERCOM_FAILED` with the sentence for people.
 *
 * @param where what it was about, when there is no status to tell
 */
export function intercomFailed(
  details: IntercomFailureDetails,
  where?: string,
): IntercomFailedError {
  return new IntercomFailedError(details, failureMessage(details, where));
}
