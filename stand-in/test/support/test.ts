import { IntercomClient } from "intercom-client";
import { test as base } from "vitest";
import type { StandIn } from "../../src/index.ts";
import { startStandIn } from "../../src/index.ts";

/** The SDK, talking to a stand-in: API 2.16 and no second tries, unless told otherwise. */
export function clientOf(
  standIn: StandIn,
  { token = standIn.token, version = "2.16" }: { token?: string; version?: string | null } = {},
): IntercomClient {
  return new IntercomClient({
    token,
    baseUrl: standIn.url,
    maxRetries: 0,
    ...(version !== null && { headers: { "Intercom-Version": version } }),
  });
}

/** A stand-in of its own for each test, and the SDK that talks to it as the owner. */
export const test = base.extend<{ standIn: StandIn; client: IntercomClient }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that one needs from its pattern.
  standIn: async ({}, use) => {
    const standIn = await startStandIn();
    await use(standIn);
    await standIn.close();
  },
  client: async ({ standIn }, use) => use(clientOf(standIn)),
});

/** A request without the SDK, as the owner. */
export async function send(
  standIn: StandIn,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; headers: Headers; json: unknown }> {
  const response = await fetch(standIn.url + path, {
    method,
    headers: { Authorization: `Bearer ${standIn.token}`, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, json };
}
