import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../scripts/run.mjs";
import { snippets } from "../scripts/snippets.mjs";

const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
const guide: readonly { readonly file: string; readonly code: string }[] = snippets(
  read("docs", "guide", "getting-started.md"),
);

describe("docs/guide/getting-started.md", () => {
  test.each(["app.ts", "policy.test.ts"])("shows %s as it stands in the quickstart", (file) => {
    const shown = guide.find((snippet) => snippet.file === file);
    expect(shown?.code.replace(`// ${file}\n`, "")).toBe(read("examples", "quickstart", file));
  });

  test("and the quickstart stays under 60 lines", () => {
    expect(read("examples", "quickstart", "app.ts").trimEnd().split("\n").length).toBeLessThan(60);
  });
});
