import { createHmac, timingSafeEqual } from "node:crypto";

/** `sha1=` and a SHA-1 digest, in either case. Two headers come joined by a comma, and are no signature. */
const FORMAT = /^sha1=([0-9A-Fa-f]{40})$/;

/** Whether a signature is that of these bytes: HMAC-SHA1, keyed with the app's client secret, as Intercom makes it. */
export function verifySignature(
  signature: string | undefined,
  rawBody: Uint8Array,
  clientSecret: string,
): boolean {
  const hex = signature === undefined ? undefined : FORMAT.exec(signature)?.[1];
  if (hex === undefined) return false;
  const expected = createHmac("sha1", clientSecret).update(rawBody).digest();
  return timingSafeEqual(Buffer.from(hex, "hex"), expected);
}
