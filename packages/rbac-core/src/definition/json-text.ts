import { quote } from "../problems/describe-value.ts";
import type { ProblemList } from "../problems/problem-list.ts";
import { MAX_DEPTH } from "./clone-plain.ts";

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]/g;

interface OpenContainer {
  /** Undefined for an array. */
  readonly keys: Set<string> | undefined;
  key: string;
  index: number;
}

/**
 * Reports keys written twice in one object. `JSON.parse` keeps the last one silently, so that a reviewer may read
 * one policy while another is in force. The text must already have parsed: this only follows its brackets, down to
 * the depth beyond which no definition is read.
 */
export function checkDuplicateKeys(text: string, problems: ProblemList): void {
  const open: OpenContainer[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    const container = open.at(-1);
    if (token === "{") open.push({ keys: new Set(), key: "", index: 0 });
    else if (token === "[") open.push({ keys: undefined, key: "", index: 0 });
    else if (token === "}" || token === "]") open.pop();
    else if (token === "," && container !== undefined) container.index += 1;
    else if (token === ":" && container?.keys !== undefined && open.length <= MAX_DEPTH) {
      const key: unknown = JSON.parse(last);
      container.key = String(key);
      if (container.keys.has(container.key)) {
        problems.add(
          "key_duplicate",
          open.map(({ keys, key, index }) => (keys === undefined ? index : key)),
          `the key ${quote(container.key)} is written twice in one object.`,
          "Keep one: readers and parsers disagree about which of them counts.",
        );
      }
      container.keys.add(container.key);
    }
    last = token;
  }
}
