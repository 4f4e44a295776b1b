import { IntercomClient } from "intercom-client";

/** Bodies by path, as Intercom would send them. */
export interface Answers {
  readonly [path: string]: unknown;
}

/** The SDK on an Intercom that answers at once, so that what is timed is what happens on this side. */
export function instantIntercom(answers: Answers): {
  readonly client: IntercomClient;
  /** How often each path was asked. */
  readonly asked: ReadonlyMap<string, number>;
} {
  const asked = new Map<string, number>();
  const texts = new Map(
    Object.entries(answers).map(([path, body]) => [path, JSON.stringify(body)]),
  );
  const rawResponse = new Response();
  const client = new IntercomClient({
    token: "token",
    // In place of fetch, abort signals and timers: their hundred microseconds vary more than a guard takes.
    fetcher(request: { readonly url: string }) {
      const { pathname } = new URL(request.url);
      asked.set(pathname, (asked.get(pathname) ?? 0) + 1);
      const body = JSON.parse(texts.get(pathname) ?? "null");
      return Promise.resolve({ ok: true, body, rawResponse });
    },
  });
  return { client, asked };
}
