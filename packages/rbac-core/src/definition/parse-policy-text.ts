import { utf8ToBytes } from "@noble/hashes/utils";
import { OptionInvalidError } from "../errors.ts";
import { ProblemList } from "../problems/problem-list.ts";
import { checkDuplicateKeys } from "./json-text.ts";

/** A policy document of this size holds several thousand rules. */
export const DEFAULT_MAX_BYTES: number = 1024 * 1024;

/**
 * The data of a JSON text. Throws `PolicyDefinitionError` for a text too large, malformed or ambiguous, and
 * `OptionInvalidError` for a limit that would not limit.
 */
export function parseText(text: string, maxBytes: number): unknown {
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw new OptionInvalidError("maxBytes must be a whole number of at least 1.");
  }
  const problems = new ProblemList();
  // A text has at least as many UTF-8 bytes as characters: counting those first never looks at a huge text.
  const bytes = text.length > maxBytes ? text.length : utf8ToBytes(text).length;
  if (bytes > maxBytes) {
    problems.add(
      "document_too_large",
      [],
      `the text has more than ${maxBytes} bytes.`,
      "Raise `maxBytes` if a policy of that size is meant.",
    );
    problems.throwNow();
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold anything.
    problems.add(
      "document_invalid",
      [],
      "the text is no JSON.",
      text.startsWith("\uFEFF") ? "Save it without a byte order mark." : undefined,
    );
    problems.throwNow();
  }
  checkDuplicateKeys(text, problems);
  problems.throwIfAny();
  return data;
}
