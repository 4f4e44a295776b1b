import { existsSync } from "node:fs";
import { join } from "node:path";
import { bin, root, run } from "./run.mjs";
import { members } from "./workspace.mjs";

const script = (name) => ({ command: process.execPath, args: [join("scripts", name)] });

/**
 * One type-check per tsconfig: the root's, and of every package (its sources as strictly as they
 * are published, then its tests) and every example below `directory`.
 */
export function typechecks(directory = "") {
  const directories = [".", ...members("packages", "examples").map((member) => member.directory)];
  return directories
    .filter((candidate) => candidate.startsWith(directory))
    .flatMap((candidate) =>
      ["tsconfig.json", "tsconfig.test.json"].map((file) => join(candidate, file)),
    )
    .filter((file) => existsSync(join(root, file)))
    .map((file) => ({ name: `tsc -p ${file}`, command: bin("tsc"), args: ["-p", file] }));
}

/** Everything `npm test` demands before the tests, as `{ name, command, args }`. */
export function checks() {
  const snippets = "check-snippets.mjs";
  const hasSnippets = existsSync(join(root, "scripts", snippets));
  return [
    { name: "biome ci", command: bin("biome"), args: ["ci"] },
    { name: "knip", command: bin("knip"), args: ["--dependencies", "--no-config-hints"] },
    ...typechecks(),
    { name: "build", ...script("build.mjs") },
    { name: "publint and attw", ...script("check-packages.mjs") },
    ...(hasSnippets ? [{ name: "snippets", ...script(snippets) }] : []),
  ];
}

/** Runs checks one after the other; resolves to the names of those that failed. */
export async function runChecks(list) {
  const failed = [];
  for (const { name, command, args } of list) {
    console.log(`\n── ${name}`);
    const began = performance.now();
    const code = await run(command, args);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${code === 0 ? "passed" : "FAILED"}: ${name} (${seconds} s)`);
    if (code !== 0) failed.push(name);
  }
  return failed;
}
