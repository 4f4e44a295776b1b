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
  const client = new IntercomClient({
    token: "token",
    maxRetries: 0,
    fetch: (input) => {
      const { pathname } = new URL(String(input));
      asked.set(pathname, (asked.get(pathname) ?? 0) + 1);
      const text = texts.get(pathname);
      return Promise.resolve(new Response(text ?? "", { status: text === undefined ? 404 : 200 }));
    },
  });
  return { client, asked };
}
