import { readdirSync } from "node:fs";
import { join } from "node:path";
import { bin, root, run } from "./run.mjs";
import { members } from "./workspace.mjs";

const script = (name) => ({ command: process.execPath, args: [join("scripts", name)] });

/** `tsconfig.json` and `tsconfig.name.json`; the base that the others extend compiles nothing itself. */
const TSCONFIG = /^tsconfig(?:\.(?!base\.)[\w-]+)?\.json$/;

/**
 * One type-check per tsconfig: the root's, and of every package (its sources as strictly as they
 * are published, then its tests, each kind that needs settings of its own apart) and every example
 * below `directory`.
 */
export function typechecks(directory = "") {
  const directories = [
    ".",
    ...members("packages", "examples", "stand-in", "bench").map((member) => member.directory),
  ];
  return directories
    .filter((candidate) => candidate.startsWith(directory))
    .flatMap((candidate) =>
      readdirSync(join(root, candidate))
        .filter((file) => TSCONFIG.test(file))
        .sort()
        .map((file) => join(candidate, file)),
    )
    .map((file) => ({ name: `tsc -p ${file}`, command: bin("tsc"), args: ["-p", file] }));
}

/** Everything `npm test` demands before the tests, as `{ name, command, args }`. */
export function checks() {
  return [
    { name: "biome ci", command: bin("biome"), args: ["ci"] },
    { name: "knip", command: bin("knip"), args: ["--no-config-hints"] },
    ...typechecks(),
    { name: "build", ...script("build.mjs") },
    { name: "API reports", ...script("api-reports.mjs") },
    { name: "publint and attw", ...script("check-packages.mjs") },
    { name: "consumers", ...script("check-consumers.mjs") },
    { name: "snippets", ...script("check-snippets.mjs") },
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
