import type { IntercomFailure, IntercomFailureDetails } from "@intercom-rbac/core";

const TOKEN_PLACE =
  "the Developer Hub (https://app.intercom.com/a/apps/_/developer-hub): your app, Configure, Authentication";
const STATUS_PAGE = "https://www.intercomstatus.com";
const MAYBE_DONE = "If it was a write, look whether it took effect before you repeat it.";

/** What happened, and what to do next. */
type Words = readonly [happened: string, next: string];

function words(details: IntercomFailureDetails): Words {
  const { scopes = [], retryAfterMs, status = 0 } = details;
  const seconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000);
  const table: { readonly [Reason in IntercomFailure]: Words } = {
    "token-missing": [
      "There is no Intercom access token",
      `Set INTERCOM_ACCESS_TOKEN, or pass a workspace's token as options.token. You find yours in ${TOKEN_PLACE}.`,
    ],
    "token-rejected": [
      "Intercom does not accept the access token",
      `Copy it again from ${TOKEN_PLACE}, into INTERCOM_ACCESS_TOKEN; if options.region is set, check that it is the region of that workspace.`,
    ],
    "token-revoked": [
      "The access token was revoked",
      `Have the workspace install the app again, or copy the new token from ${TOKEN_PLACE}.`,
    ],
    "scope-missing": [
      scopes.length === 0
        ? "The app lacks a scope that this call needs"
        : `The app lacks the scope ${scopes.map((scope) => `"${scope}"`).join(" or ")}`,
      "Tick it in the Developer Hub (your app, Configure, Authentication, Edit), then have the workspace install the app again.",
    ],
    "teammate-permission-missing": [
      "The teammate whose token this is lacks a permission in Intercom",
      "Grant it in Intercom's settings (Workspace, Teammates), or use the token of a teammate who has it.",
    ],
    "plan-restricted": [
      "The workspace's plan does not include this call",
      "Change the plan in Intercom's settings (Workspace, Billing), or do without the call.",
    ],
    "not-found": [
      "Intercom does not find what the call names",
      "Check its id, and that the access token is of the workspace that has it.",
    ],
    "request-refused": [
      "Intercom refused the request",
      "Compare what was sent with the reference of the call, https://developers.intercom.com/docs/references/rest-api/api.intercom.io.",
    ],
    "rate-limited": [
      "Intercom's rate limit is used up",
      `Ask again ${seconds === undefined ? "in 10 seconds" : `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`}, and less often.`,
    ],
    "wrong-region": [
      "The workspace is in another region than the client was made for",
      "Pass its own as options.region.",
    ],
    timeout: [
      "Intercom did not answer in time",
      `Ask again, or raise options.timeoutMs. ${MAYBE_DONE}`,
    ],
    aborted: ["The call was aborted by its abortSignal", MAYBE_DONE],
    unreachable: [
      "Intercom could not be reached",
      `Check the network, a proxy in between and options.baseUrl. ${MAYBE_DONE}`,
    ],
    "server-failed": ["Intercom failed", `Ask again later, and see ${STATUS_PAGE}. ${MAYBE_DONE}`],
    "answer-invalid": [
      status >= 300 && status < 400
        ? "The answer was a redirect, and none is followed"
        : "Intercom's answer could not be understood",
      `Check options.baseUrl and a proxy in between; the client expects API version 2.16. ${MAYBE_DONE}`,
    ],
  };
  return table[details.reason];
}

/**
 * A sentence for people: what happened, by status and code, and what to do next.
 *
 * @param where what it was about, when there is no status to tell
 */
export function failureMessage(details: IntercomFailureDetails, where?: string): string {
  const [happened, next] = words(details);
  const marks = [details.status, details.intercomCode].filter((mark) => mark !== undefined);
  const shown = marks.length === 0 ? where : marks.join(" ");
  return `${happened}${shown === undefined ? "" : ` (${shown})`}. ${next}`;
}
