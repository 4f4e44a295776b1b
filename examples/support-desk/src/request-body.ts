import type { IncomingMessage } from "node:http";

interface WithBody extends IncomingMessage {
  readonly body?: unknown;
}

/** A non-empty string in a JSON body; throws what Express answers with 400. */
export function textIn(req: WithBody, name: string): string {
  const value = memberOf(req, name);
  if (typeof value === "string" && value !== "") return value;
  throw new BadRequest(`${name} must be a non-empty string`);
}

/** A list of strings in a JSON body; throws what Express answers with 400. */
export function textsIn(req: WithBody, name: string): readonly string[] {
  const value = memberOf(req, name);
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new BadRequest(`${name} must be a list of strings`);
}

class BadRequest extends Error {
  readonly status = 400;
}

function memberOf({ body }: WithBody, name: string): unknown {
  return typeof body === "object" && body !== null ? Reflect.get(body, name) : undefined;
}
