import type { OAuthRefusal } from "@intercom-rbac/core";
import { OAuthRefusedError } from "@intercom-rbac/core";

type Said = Exclude<OAuthRefusal, "exchange-failed" | "identity-failed">;

/** What the app's log is told, and the status. Nothing of the request is in it. */
const REFUSALS: { readonly [Reason in Said]: readonly [status: 400 | 403, message: string] } = {
  declined: [400, "Intercom says that access was not given. Nothing was stored."],
  "code-missing": [400, "Intercom's answer has no code. Start again."],
  "state-missing": [
    400,
    "This address is for Intercom's answer to a start in this app. Start again.",
  ],
  "state-invalid": [400, "This answer belongs to no start in this app. Start again."],
  "state-expired": [400, "Too much time has passed since the start. Start again."],
  "state-used": [400, "This answer was used already. If nothing came of it, start again."],
  "other-browser": [
    400,
    "This was started in another browser, or was finished already, or this browser keeps no cookies. Start again here.",
  ],
  "other-purpose": [400, "This was started for something else. Start again."],
  "other-workspace": [
    403,
    "Access was given to another Intercom workspace than the one that this was started for.",
  ],
  "workspace-unknown": [
    403,
    "The app is not installed in this Intercom workspace. Install it first.",
  ],
  "install-refused": [
    403,
    "The app is installed in this Intercom workspace by somebody else, or may not be installed there. Nothing was changed.",
  ],
  "email-unverified": [
    403,
    "Intercom has not verified your email address. Verify it in Intercom, then start again.",
  ],
};

export function refused(reason: Said): OAuthRefusedError {
  const [status, message] = REFUSALS[reason];
  return new OAuthRefusedError({ reason, status }, message);
}
