import { IntercomFailedError } from "@intercom-rbac/core";
import { failureMessage } from "./failure-message.ts";

/** For an answer that came and is none. */
export function unreadableAnswer(): IntercomFailedError {
  const details = { reason: "answer-invalid" } as const;
  return new IntercomFailedError(details, failureMessage(details));
}
