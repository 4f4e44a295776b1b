const REDIRECT = /intercom-rbac: a redirect \((\d{3})\)/;
const TOO_LONG = "intercom-rbac: an answer that is too long";

/** What an answer was that nobody is to believe. */
export type UnusableAnswer =
  | { readonly what: "redirect"; readonly status: number }
  | { readonly what: "too-long" };

/** For the SDK, which keeps of an error nothing but its message. */
export function unusableAnswer(answer: UnusableAnswer): Error {
  return new Error(
    answer.what === "redirect" ? `intercom-rbac: a redirect (${answer.status})` : TOO_LONG,
  );
}

/** What the message of an error of `unusableAnswer` says; undefined for others. */
export function readUnusableAnswer(message: string): UnusableAnswer | undefined {
  const status = REDIRECT.exec(message)?.[1];
  if (status !== undefined) return { what: "redirect", status: Number(status) };
  return message.includes(TOO_LONG) ? { what: "too-long" } : undefined;
}
