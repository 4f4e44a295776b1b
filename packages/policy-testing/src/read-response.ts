import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { isRecord } from "./is-record.ts";

/** What supertest gives, or `{ status, body: await response.json() }` of a fetch. */
export interface ReadResponse {
  readonly status: number;
  readonly body: unknown;
}

// Called structurally: the DOM's types are not at hand, and supertest is no dependency.
function isUnread(body: unknown): boolean {
  return (
    isRecord(body) && ["getReader", "pipe", "then"].some((name) => typeof body[name] === "function")
  );
}

/** Throws `ERR_RBAC_OPTION_INVALID` for what is no answer, so that `.not` does not pass on it. */
export function readResponse(received: unknown): ReadResponse {
  const status = isRecord(received) ? received["status"] : undefined;
  if (!isRecord(received) || typeof status !== "number") {
    const given = isRecord(received) ? "an object without a numeric status" : kindOf(received);
    const wait = isRecord(received) && "then" in received ? " Await the request first." : "";
    throw new OptionInvalidError(
      `toBeForbidden takes a response, { status, body }, and was given ${given}.${wait}`,
    );
  }
  const { body } = received;
  if (isUnread(body)) {
    throw new OptionInvalidError(
      "toBeForbidden: the body of this response is not read yet. Give { status: response.status, body: await response.json() }.",
    );
  }
  return { status, body };
}
