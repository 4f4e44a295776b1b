const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]/g;

/** No notification is anywhere near as deep. */
const MAX_DEPTH = 64;

/**
 * Whether readers could disagree about what a JSON text says, or come to harm by it: a key written twice in one object,
 * `__proto__`, which sets a prototype where objects are copied or merged, or nesting beyond what code that walks it can
 * bear. `constructor` is data like the rest: a key of the object itself.
 * The text must have parsed already: this only follows its brackets.
 */
export function isAmbiguousJson(text: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : undefined);
      if (open.length > MAX_DEPTH) return true;
    } else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const key = String(JSON.parse(last));
      const keys = open.at(-1);
      if (key === "__proto__" || keys?.has(key)) return true;
      keys?.add(key);
    }
    last = token;
  }
  return false;
}
