import { unusableAnswer } from "./unusable-answer.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Counts what has been unpacked: a few packed bytes can be many. */
async function readBytes(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop gives up the rest of the body.
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw unusableAnswer({ what: "too-long" });
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/**
 * The answer with its body read. The SDK stops its clock when the head has come, and would wait for ever for a body
 * that does not; and it takes a failed answer whose body is no JSON for no answer at all. Rejects with `unusableAnswer`.
 */
export async function readAnswer(response: Response, maxBytes: number): Promise<Response> {
  if (response.body === null) return response;
  const { status, statusText, headers, url } = response;
  const bytes = await readBytes(response.body, maxBytes);
  const kept = response.ok || isJson(new TextDecoder().decode(bytes)) ? bytes : null;
  const whole = new Response(kept, { status, statusText, headers });
  return Object.defineProperty(whole, "url", { value: url });
}
