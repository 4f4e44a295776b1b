import type { IncomingMessage } from "node:http";
import { readBody } from "./read-body.ts";

/** What was in a request's body, or the status to refuse it with. Undefined: the client has left. */
export type JsonBody = { readonly value: unknown } | { readonly status: 400 | 408 | 413 };

/** The body as JSON: what a parser of the app has left on the request, or else what `readBody` reads. */
export async function readJson(
  req: IncomingMessage,
  limits: { readonly maxBytes: number; readonly timeoutMs: number },
): Promise<JsonBody | undefined> {
  const body = await readBody(req, limits);
  switch (body.kind) {
    case "read":
      return parsed(Buffer.from(body.bytes).toString());
    case "taken": {
      const value: unknown = Reflect.get(req, "body");
      return typeof value === "string" ? parsed(value) : { value };
    }
    case "too-large":
      return { status: 413 };
    case "slow":
      return { status: 408 };
    case "left":
      return undefined;
  }
}

function parsed(text: string): JsonBody {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { status: 400 };
  }
}
