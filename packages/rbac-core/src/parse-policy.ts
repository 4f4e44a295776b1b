import { CompiledPolicy } from "./compiled-policy.ts";
import { parseDocument } from "./definition/parse-definition.ts";
import { DEFAULT_MAX_BYTES, parseText } from "./definition/parse-policy-text.ts";
import type { Policy } from "./types/policy.ts";

/**
 * Reads a policy that `toJSON()` wrote, as data or as JSON text. As text, keys written twice and texts beyond
 * `maxBytes` (1 MiB unless told) are refused before anything is read.
 *
 * Throws `ERR_RBAC_POLICY_INVALID` with every problem found. Names are known at run time only: the policy's types
 * are open.
 *
 * @example
 * const policy = parsePolicy(await readFile("policy.json", "utf8"));
 */
export function parsePolicy(
  document: unknown,
  options: { readonly maxBytes?: number | undefined } = {},
): Policy {
  const data =
    typeof document === "string"
      ? parseText(document, options.maxBytes ?? DEFAULT_MAX_BYTES)
      : document;
  return new CompiledPolicy(parseDocument(data));
}
