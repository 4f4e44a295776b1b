// Everything that has to hold: formatting and lint, types, builds, packages, tests.
// The last line counts each check and each test once; any failure makes the exit code 1.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checks, runChecks } from "./checks.mjs";
import { bin, root, run } from "./run.mjs";
import { closingLine, sum, tallyVitest } from "./tally.mjs";

const reports = join(root, "reports");
const report = join(reports, "vitest.json");
const tallyFile = join(reports, "tally.json");
mkdirSync(reports, { recursive: true });
for (const stale of [report, tallyFile]) rmSync(stale, { force: true });

const list = checks();
const failed = await runChecks(list);

console.log("\n── vitest");
const code = await run(bin("vitest"), [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
]);
const tests = tallyVitest(report, code);

const total = sum([
  { passed: list.length - failed.length, failed: failed.length, skipped: 0 },
  tests,
]);
writeFileSync(tallyFile, JSON.stringify(total));
console.log(
  `\nChecks: ${list.length - failed.length} of ${list.length}. Tests: ${closingLine(tests)}`,
);
for (const name of failed) console.log(`Failed check: ${name}`);
console.log(closingLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
