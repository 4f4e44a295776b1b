// Prints the difference between the two apps; with --write, into before-after.diff.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const options = ["--no-index", "--no-color", "--no-ext-diff", "--no-prefix", "--unified=3"];
const { status, stdout, stderr, error } = spawnSync(
  "git",
  ["diff", ...options, "--", "before", "after"],
  { cwd: fileURLToPath(new URL(".", import.meta.url)), encoding: "utf8" },
);
// With 1 git says that there is a difference.
if (error !== undefined || status !== 1) {
  throw error ?? new Error(`git diff ended with ${status}: ${stderr}`);
}
// Hashes of contents that stand in no repository say nothing to a reader.
const text = stdout.replaceAll(/^index .*\n/gm, "");
if (process.argv.includes("--write")) {
  writeFileSync(new URL("before-after.diff", import.meta.url), text);
} else {
  process.stdout.write(text);
}
