// Reads the code out of the documentation.

const FENCE = /^( *)```([^\n]*)\n([\s\S]*?)^\1```[ ]*$/gm;

/**
 * The fences of a markdown text, in order: `{ info, code, line }`, the indentation of a list taken off.
 */
export function fences(markdown) {
  return [...markdown.matchAll(FENCE)].map(({ 1: indent, 2: info, 3: body, index }) => ({
    info: info.trim(),
    code: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    line: markdown.slice(0, index).split("\n").length,
  }));
}

/**
 * The TypeScript of a text as files: each fence `ts` is a module of its own, named by a first line `// name.ts` where
 * other snippets of the page import it. A fence `ts run` is executed too, and a fence `text` right behind it is what
 * it must print. A fence `ts refused` does not compile, and `text` is what the compiler says.
 */
export function snippets(markdown) {
  const all = fences(markdown);
  return all.flatMap(({ info, code, line }, at) => {
    const [language, mode] = info.split(/\s+/);
    if (language !== "ts") return [];
    const named = /^\/\/ ([\w.-]+\.ts)\n/.exec(code)?.[1];
    const next = all[at + 1];
    return [
      {
        file: named ?? `line-${line}.ts`,
        code,
        line,
        runs: mode === "run",
        refused: mode === "refused",
        prints: mode !== undefined && next?.info === "text" ? next.code : undefined,
      },
    ];
  });
}
