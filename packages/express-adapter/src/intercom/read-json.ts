import type { IncomingMessage } from "node:http";

/** What was in a request's body, or the status to refuse it with. */
export type JsonBody = { readonly value: unknown } | { readonly status: 400 | 413 };

/**
 * The body as JSON: the one that a parser of the app has left on the request, or else the stream, of which no more than
 * `maxBytes` are read.
 */
export async function readJson(req: IncomingMessage, maxBytes: number): Promise<JsonBody> {
  if (req.readableDidRead) return parsedBefore(Reflect.get(req, "body"));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    // Destroyed, the request would lose its socket, which access logs ask for the address.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      if (!(chunk instanceof Uint8Array)) return { status: 400 };
      length += chunk.byteLength;
      if (length > maxBytes) return { status: 413 };
      chunks.push(chunk);
    }
  } catch {
    // The client left in the middle.
    return { status: 400 };
  }
  return parsed(Buffer.concat(chunks).toString());
}

function parsedBefore(body: unknown): JsonBody {
  if (body instanceof Uint8Array) return parsed(Buffer.from(body).toString());
  return typeof body === "string" ? parsed(body) : { value: body };
}

function parsed(text: string): JsonBody {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { status: 400 };
  }
}
