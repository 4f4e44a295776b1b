import type { ServerResponse } from "node:http";
import { isDeepStrictEqual } from "node:util";
import type { Answer } from "../answers/responses.ts";
import type { Owed } from "../request/owed.ts";

/** Headers that speak of a body or of how it is sent, which is no longer the one they were set for. */
const OF_THE_BODY: ReadonlySet<string> = new Set([
  "accept-ranges",
  "connection",
  "content-digest",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-md5",
  "content-range",
  "content-type",
  "digest",
  "etag",
  "expires",
  "keep-alive",
  "last-modified",
  "location",
  "refresh",
  "repr-digest",
  "trailer",
  "transfer-encoding",
]);

interface Replacement {
  readonly answer: Answer<500>;
  /** The headers to keep, body-describing ones aside. */
  readonly kept: Owed["headers"];
  /** Whether it is made in `writeHead`, which Node may have called in the middle of its own `write` or `end`. */
  readonly inHead: boolean;
}

/**
 * Sends an answer in place of the one under way, whose head is not out yet, and closes the connection behind it. It is
 * written with the methods of the response's class, past whatever middleware has laid over them: compression, for one,
 * would send it later, and what it then sends could not be told from what the handler sends.
 */
export function replaceResponse(
  res: ServerResponse,
  { answer: { status, headers, body }, kept, inHead }: Replacement,
): void {
  const native: ServerResponse = Object.getPrototypeOf(res);
  // Somebody may hold a native method and write after the end, which Node reports as an event.
  res.on("error", ignore);
  try {
    const text = JSON.stringify(body);
    restoreHeaders(res, native, kept);
    // Else trailers of the handler's would follow, and a body shorter than it announced would throw.
    res.chunkedEncoding = false;
    res.strictContentLength = false;
    for (const [name, value] of Object.entries(headers)) native.setHeader.call(res, name, value);
    native.setHeader.call(res, "Content-Length", Buffer.byteLength(text));
    native.setHeader.call(res, "Connection", "close");
    res.statusMessage = body.error;
    native.writeHead.call(res, status);
    if (inHead) endAfterwards(res, native, text);
    else {
      if (res.req.method === "HEAD") Reflect.apply(native.end, res, []);
      else native.end.call(res, text, "utf8");
      seal(res);
      res.socket?.end();
    }
  } catch {
    res.destroy();
  }
}

function restoreHeaders(res: ServerResponse, native: ServerResponse, kept: Owed["headers"]): void {
  for (const name of native.getHeaderNames.call(res)) {
    if (!kept.has(name) || OF_THE_BODY.has(name)) native.removeHeader.call(res, name);
  }
  for (const [name, value] of kept) {
    // Set anew only where it was changed: what is left alone keeps the spelling of its name.
    const there = native.getHeader.call(res, name);
    if (!OF_THE_BODY.has(name) && !isDeepStrictEqual(there, value)) {
      native.setHeader.call(res, name, value);
    }
  }
}

/**
 * The body at once, the end when the method of Node's that may have asked for the head has returned. If that is `end`,
 * it ends the response itself; twice would be once too often.
 */
function endAfterwards(res: ServerResponse, native: ServerResponse, text: string): void {
  if (res.req.method === "HEAD") native.flushHeaders.call(res);
  else native.write.call(res, text, "utf8", ignore);
  seal(res);
  process.nextTick(() => {
    if (!res.writableEnded) Reflect.apply(native.end, res, []);
    res.socket?.end();
  });
}

/**
 * A native `write` that made Node ask for a head, and so was stopped only there, goes on to its own chunk: from here on
 * every chunk is empty. `_writeRaw` is Node's one way out for heads and chunks, also for a response that waits for an
 * earlier one on its connection. The socket is ended as well, which needs no name of Node's inside.
 */
function seal(res: ServerResponse): void {
  const former: unknown = Reflect.get(res, "_writeRaw");
  if (typeof former !== "function") return;
  const value = (_data: unknown, ...rest: readonly unknown[]): unknown => {
    const callback = rest.findLast((one) => typeof one === "function");
    return Reflect.apply(former, res, ["", "latin1", callback]);
  };
  Object.defineProperty(res, "_writeRaw", { value, configurable: true });
}

/** Where no answer can take its place, nothing may go out at all. */
export function cutOff(res: ServerResponse): void {
  res.on("error", ignore);
  res.destroy();
}

function ignore(): void {
  // What fails after the end concerns nobody: the answer is out.
}
