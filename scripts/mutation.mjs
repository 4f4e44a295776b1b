// Runs Stryker over core's decision path, and keeps of its report what is the same on every machine.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bin, root, run } from "./run.mjs";

const core = join(root, "packages", "rbac-core");
const path = join(core, "reports", "mutation.json");
rmSync(path, { force: true });
const code = await run(bin("stryker", core), ["run", ...process.argv.slice(2)], { cwd: core });

if (existsSync(path)) {
  const {
    projectRoot: _projectRoot,
    framework: _framework,
    config: _config,
    ...report
  } = JSON.parse(readFileSync(path, "utf8"));
  // Sources of the tests stand in the repository already; the verdicts only need the tests' names.
  for (const file of Object.values(report.testFiles ?? {})) delete file.source;
  writeFileSync(path, `${JSON.stringify(report, null, 1)}\n`);
}
process.exitCode = code;
