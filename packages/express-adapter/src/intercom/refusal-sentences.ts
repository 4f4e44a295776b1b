import type { OAuthRefusal } from "@intercom-rbac/core";

/**
 * What the person at the browser is told, who is anybody. The error's own message is for whoever runs the app, and may
 * say what is wrong with it.
 */
const SENTENCES: Readonly<Record<OAuthRefusal, string>> = {
  declined: "Intercom says that access was not given. Nothing was stored.",
  "code-missing": "Intercom's answer has no code. Start again.",
  "state-missing": "This address is for Intercom's answer to a start in this app. Start again.",
  "state-invalid": "This answer belongs to no start in this app. Start again.",
  "state-expired": "Too much time has passed since the start. Start again.",
  "state-used": "This answer was used already. If nothing came of it, start again.",
  "other-browser":
    "This was started in another browser, or was finished already, or this browser keeps no cookies. Start again here.",
  "other-purpose": "This was started for something else. Start again.",
  "other-workspace":
    "Access was given to another Intercom workspace than the one that this was started for.",
  "workspace-unknown": "The app is not installed in this Intercom workspace. Install it first.",
  "install-refused":
    "You may not install the app in this Intercom workspace, or somebody else has. Nothing was changed.",
  "email-unverified":
    "Intercom has not verified your email address. Verify it in Intercom, then start again.",
  "exchange-failed": "Intercom gave no access. Nothing was stored. Start again.",
  "identity-failed": "Intercom did not say whose access it gave. Nothing was stored. Start again.",
};

/** Fixed words, whatever the error says. */
export function sentenceOf(reason: OAuthRefusal): string {
  return Object.hasOwn(SENTENCES, reason) ? SENTENCES[reason] : "That was refused. Start again.";
}
