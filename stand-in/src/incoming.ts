import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** Far above any body that this project sends. */
const MAX_BYTES = 2_000_000;

/** A request, read to its end. */
export interface Incoming {
  readonly method: string;
  /** Without the query; not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** More than is read came: `text` is its beginning. */
  readonly oversized: boolean;
}

export async function readIncoming(request: IncomingMessage): Promise<Incoming> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: Uint8Array = chunk;
    size += bytes.length;
    if (size <= MAX_BYTES) chunks.push(bytes);
  }
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1)),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    text: Buffer.concat(chunks).toString(),
    oversized: size > MAX_BYTES,
  };
}

/**
 * The body: JSON, or a form as the token exchange may be sent.
 *
 * @throws Refusal 400 `bad_request` for JSON that does not parse, 413 for too much of it.
 */
export function parseBody({ headers, text, oversized }: Incoming): unknown {
  if (oversized) throw new Refusal(413, "client_error", "The body is too large");
  if (text === "") return undefined;
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "bad_request", "The body is not JSON");
  }
}
