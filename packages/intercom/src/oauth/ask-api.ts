import type { IntercomFailure } from "@intercom-rbac/core";

/** A request to one of Intercom's OAuth endpoints, which the SDK does not have. */
export interface ApiRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of it. Nothing of a failure but its kind is kept: what the client throws may hold what was sent. */
export type ApiAnswer =
  | { readonly status: number; readonly text: string }
  | { readonly failure: Extract<IntercomFailure, "timeout" | "unreachable" | "answer-invalid"> };

/** A token and two names are far less. */
const MOST_BYTES = 65_536;

/** POSTs once, reads the answer to its end before the deadline, and follows no redirect. Never rejects. */
export async function askApi(request: ApiRequest, timeoutMs: number): Promise<ApiAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { url, headers, body } = request;
    // Whatever Intercom redirected to would be sent the secret too.
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      signal,
      redirect: "manual",
    });
    const text = await bounded(response);
    return text === undefined ? { failure: "answer-invalid" } : { status: response.status, text };
  } catch {
    return { failure: signal.aborted ? "timeout" : "unreachable" };
  }
}

/** The body as text; undefined if it is too long. */
async function bounded(response: Response): Promise<string | undefined> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
