import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 of a policy document, in hexadecimal. The order of keys plays no part; the order of rules does. */
export function versionOf(document: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(document, sortKeys))));
}
