import type { IntercomClient } from "intercom-client";
import { guardClient } from "../../src/guard/guard-client.ts";

/** Calls a method by its name in the table, as an app without types would. */
export function callMethod(
  client: IntercomClient,
  name: string,
  ...args: readonly unknown[]
): Promise<unknown> {
  let holder: unknown = client;
  let method: unknown = client;
  for (const part of name.split(".")) {
    holder = method;
    if (typeof holder !== "object" || holder === null) throw new Error(`no ${name}`);
    method = Reflect.get(holder, part);
  }
  if (typeof method !== "function") throw new Error(`no ${name}`);
  const answer: unknown = Reflect.apply(method, holder, args);
  return Promise.resolve(answer);
}

/** Why a call was refused; fails when it was not. */
export async function refusal(call: PromiseLike<unknown>): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    return error;
  }
  throw new Error(`not refused: ${JSON.stringify(answer)}`);
}

/** `guardClient` with options of any kind, as an app without types would call it. */
export function guardUntyped(client: unknown, options: unknown): IntercomClient {
  return Reflect.apply(guardClient, undefined, [client, options]);
}
