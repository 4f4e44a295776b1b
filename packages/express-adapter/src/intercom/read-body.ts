import type { IncomingMessage } from "node:http";

/** The bytes of a request's body, or why there are none to be had. */
export type RawBody =
  | { readonly kind: "read"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large" }
  /** Not all of it came in time. */
  | { readonly kind: "slow" }
  /** The client left before all of it had come. */
  | { readonly kind: "left" }
  /** Somebody else has read it, and left no bytes. */
  | { readonly kind: "taken" };

/**
 * Reads a body as it is on the wire, up to a size and for so long. Takes the bytes that `express.raw()` left as
 * `req.body`, or a parser's `verify` as `req.rawBody`. Never rejects. What is not read stays in the request.
 */
export function readBody(
  req: IncomingMessage,
  { maxBytes, timeoutMs }: { readonly maxBytes: number; readonly timeoutMs: number },
): Promise<RawBody> | RawBody {
  const kept = ["body", "rawBody"].map((name) => Reflect.get(req, name)).find(isBytes);
  if (kept !== undefined) {
    return kept.byteLength > maxBytes ? { kind: "too-large" } : { kind: "read", bytes: kept };
  }
  // With an encoding, what comes is text: other bytes may make the same.
  if (req.readableDidRead || req.readableEncoding !== null) return { kind: "taken" };
  if (Number(req.headers["content-length"]) > maxBytes) return { kind: "too-large" };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const done = (body: RawBody): void => {
      clearTimeout(timer);
      req.off("data", take).off("end", end).off("error", leave).off("close", leave);
      req.pause();
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.byteLength;
      if (size > maxBytes) done({ kind: "too-large" });
      else chunks.push(chunk);
    };
    const end = (): void => done({ kind: "read", bytes: Buffer.concat(chunks) });
    const leave = (): void => done({ kind: "left" });
    const timer = setTimeout(() => done({ kind: "slow" }), timeoutMs);
    if (req.destroyed) leave();
    else req.on("data", take).on("end", end).on("error", leave).on("close", leave);
  });
}

function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** What a client may still send to a request that has its answer, so that it reads the answer. */
const MOST_UNREAD = 8_388_608;
const LONGEST_MS = 5_000;

/** Lets what is left of a body go by, unkept: up to a size and for so long, then the connection is closed. */
export function letGoBy(req: IncomingMessage): void {
  if (req.readableEnded || req.destroyed) return;
  let size = 0;
  const timer = setTimeout(() => req.destroy(), LONGEST_MS);
  req.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_UNREAD) req.destroy();
  });
  req.once("close", () => clearTimeout(timer));
  req.resume();
}
