import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { membersOf, readManifest, readText, root } from "./support/repository.ts";

/** Names of everything that an entry exports at run time. */
async function exportsOf(path: string): Promise<string[]> {
  const entry: object = await import(/* @vite-ignore */ pathToFileURL(join(root, path)).href);
  return Object.keys(entry);
}

const packages = membersOf("packages").map((directory) => ({
  directory,
  name: readManifest(directory).name,
  readme: readText(`${directory}/README.md`),
}));

describe.each(packages)("the README of $name", ({ directory, name, readme }) => {
  it("names everything that the package exports", async () => {
    const names = await exportsOf(`${directory}/src/index.ts`);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((exported) => !new RegExp(`\\b${exported}\\b`).test(readme))).toEqual([]);
  });

  it("says how to install it, and is fit for a page outside the repository", () => {
    expect(readme.startsWith(`# ${name}\n`)).toBe(true);
    expect(readme).toMatch(new RegExp(`npm install .*${name}`));
    // npm would resolve a relative link against its own site.
    expect(readme).not.toMatch(/\]\((?!https:|#)/);
  });
});
