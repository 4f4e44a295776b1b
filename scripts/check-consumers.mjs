// Installs the packed packages in projects outside the repository, where no module of ours can leak in, and runs them.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appProjects, deskProjects, jestProject, writeWorkspace } from "./consumers.mjs";
import { packed } from "./packed.mjs";
import { bin, capture, root } from "./run.mjs";
import { readJson } from "./workspace.mjs";

const keeps = process.argv.includes("--keep");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "intercom-rbac-consumers-")));
const packages = await packed();
const apps = appProjects();
const desks = deskProjects();
const jest = jestProject();

/** Runs one step of a project; on failure everything it wrote is the error's message. */
async function step(what, command, args, options) {
  const { code, stdout, output } = await capture(command, args, options);
  if (code !== 0) throw new Error(`${what} exits ${code}\n${output}`);
  return stdout;
}

async function install() {
  writeWorkspace(folder, [...apps, ...desks, jest], packages);
  const { name, version } = readJson(join(root, "package.json")).devEngines.packageManager;
  await step(
    "the installation",
    "npx",
    ["--yes", `${name}@${version}`, "install", "--no-lockfile", "--prefer-offline"],
    { cwd: folder, env: { CI: "true" } },
  );
}

async function visit({ name, title, compile, app }) {
  const cwd = join(folder, name);
  if (compile) await step(`${name}: tsc`, bin("tsc", cwd), ["-p", "tsconfig.json"], { cwd });
  const said = await step(name, process.execPath, ["visit.mjs", join(cwd, app), title], { cwd });
  return said.trim();
}

async function runJest() {
  const cwd = join(folder, jest.name);
  await step("jest", bin("jest", cwd), ["--ci", "--json", "--outputFile=result.json"], { cwd });
  const { numPassedTests } = readJson(join(cwd, "result.json"));
  if (numPassedTests === 0) throw new Error("jest ran no test");
  const { dependencies, devDependencies } = jest.manifest;
  return `jest ${devDependencies.jest} commonjs express ${dependencies.express}: ${numPassedTests} tests passed`;
}

/** The declarations are written by TypeScript 7 and read by whatever people have. */
async function compileWithOldest(projects) {
  const { name } = projects.findLast(({ compile }) => compile);
  const cwd = join(folder, name);
  const { version } = readJson(join(cwd, "node_modules", "typescript-oldest", "package.json"));
  const tsc = join("node_modules", "typescript-oldest", "bin", "tsc");
  await step(
    `tsc ${version}`,
    process.execPath,
    [tsc, "-p", "tsconfig.json", "--noEmit", "--skipLibCheck"],
    { cwd },
  );
  return `typescript ${version} compiles ${name} too`;
}

/** Core alone, without what it depends on: a browser loads the snapshot entry and nothing behind it. */
async function readSnapshotAlone() {
  const cwd = join(folder, "snapshot");
  const core = packages.find(({ name }) => name === "@intercom-rbac/core");
  mkdirSync(join(cwd, "node_modules", "@intercom-rbac"), { recursive: true });
  cpSync(core.folder, join(cwd, "node_modules", core.name), { recursive: true });
  cpSync(join(root, "test", "consumers", "snapshot"), cwd, { recursive: true });
  const snapshot = join(folder, apps[0].name, "snapshot.json");
  const said = await step("snapshot", process.execPath, ["snapshot.mjs", snapshot], { cwd });
  return said.trim();
}

const problems = [];
async function report(run) {
  try {
    console.log(await run());
  } catch (error) {
    problems.push(error.message);
  }
}

try {
  await install();
  for (const app of [...apps, ...desks]) await report(() => visit(app));
  for (const projects of [apps, desks]) await report(() => compileWithOldest(projects));
  await report(runJest);
  await report(readSnapshotAlone);
} catch (error) {
  problems.push(error.message);
} finally {
  if (keeps) console.log(`Kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

for (const problem of problems) console.error(`Consumer check failed: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
