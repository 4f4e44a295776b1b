import type { AuditEntry } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { LOOPBACK } from "../client/client-options.ts";
import { askedDelayMs } from "../client/retry-delay.ts";
import type { Attempt } from "./delivery-queue.ts";

/** Never named in a message: addresses of chat services are secrets. Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedAlertUrl(where: string, given: string): string {
  if (!URL.canParse(given)) throw new OptionInvalidError(`${where}: options.to is no URL.`);
  const url = new URL(given);
  if (url.username !== "" || url.password !== "") {
    throw new OptionInvalidError(
      `${where}: options.to must be an address without a user. Put it into options.headers.`,
    );
  }
  const isFit =
    url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  if (!isFit) {
    throw new OptionInvalidError(
      `${where}: options.to must begin with https://, or the alerts would travel in the clear.`,
    );
  }
  return url.href;
}

/** Ours, which a request cannot have twice. */
const OWN_HEADERS: ReadonlySet<string> = new Set(["content-type", "idempotency-key"]);

/** The values are secrets and never named in a message. Throws `ERR_RBAC_OPTION_INVALID`. */
export function checkedHeaders(
  where: string,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(given)) {
    const isFit =
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
      typeof value === "string" &&
      /^[\x20-\x7e]*$/.test(value);
    if (!isFit || OWN_HEADERS.has(name.toLowerCase())) {
      throw new OptionInvalidError(
        `${where}: options.headers must hold names and values of headers, other than Content-Type and Idempotency-Key.`,
      );
    }
  }
  return { ...given };
}

interface AlertPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly alerts: readonly AuditEntry[];
  readonly signal: AbortSignal;
}

export async function postAlerts({ url, headers, alerts, signal }: AlertPost): Promise<Attempt> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: {
        ...headers,
        "Content-Type": "application/json",
        // The same alerts go together each time: the first of them names them all.
        "Idempotency-Key": alerts[0]?.decisionId ?? "",
      },
      body: JSON.stringify({ type: "rbac.alerts", alerts }),
      // Another address would be given what this one was meant to get.
      redirect: "manual",
      signal,
    });
  } catch {
    return { kind: "again", failure: "unreachable" };
  }
  const { status, headers: answered } = answer;
  // Nobody reads it, and a body that is left lying holds the connection.
  answer.body?.cancel().catch(() => undefined);
  if (answer.ok) return { kind: "delivered" };
  const failure = `HTTP ${status}`;
  const mayPass = status === 408 || status === 425 || status === 429 || status >= 500;
  if (!mayPass) return { kind: "refused", failure };
  return {
    kind: "again",
    failure,
    afterMs: askedDelayMs({ status, headers: answered }, Date.now()),
  };
}
