// Runs the suites of core, the adapter and the Intercom side on Node 24, whatever runs this script, and closes with one line
// for these and, after `npm test`, for what it counted as well.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";
import { closingLine, sum, tallyVitest } from "./tally.mjs";
import { readJson } from "./workspace.mjs";

// Installed by the platform's own name, these run no install script; and since npx keeps them
// elsewhere, no script of this workspace can ever pick one up by accident.
const platform = process.platform === "win32" ? "win" : process.platform;
const node24 = `node-${platform}-${process.arch}@24.21.0`;

const reports = join(root, "reports");
const report = join(reports, "vitest-node24.json");
const tallyFile = join(reports, "tally.json");
mkdirSync(reports, { recursive: true });
rmSync(report, { force: true });

const onNode24 = (...args) => run("npx", ["--yes", "--package", node24, "--", "node", ...args]);

console.log(`\n── Node 24: core, the adapter on each router, and the Intercom side`);
const proof = `console.log(process.version); process.exit(process.version.startsWith("v24.") ? 0 : 1)`;
const found = await onNode24("--eval", proof);
const code =
  found === 0
    ? await onNode24(
        ...[join("node_modules", "vitest", "vitest.mjs"), "run"],
        ...["core", "express*", "intercom", "stand-in"].flatMap((name) => ["--project", name]),
        ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      )
    : found;
const here = tallyVitest(report, code);

const before = process.argv.includes("--after-test")
  ? existsSync(tallyFile)
    ? readJson(tallyFile)
    : { passed: 0, failed: 1, skipped: 0 }
  : { passed: 0, failed: 0, skipped: 0 };
const total = sum([before, here]);
console.log(`\nOn Node 24: ${closingLine(here)}`);
console.log(closingLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
