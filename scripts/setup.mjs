// Needs nothing but Node and npm: this is what brings everything else.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";
import { members, readJson } from "./workspace.mjs";

const oldest = [20, 19];
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(`Node ${oldest.join(".")} or newer is needed; this is ${process.versions.node}.`);
  process.exit(1);
}

const stamp = join(root, "node_modules", ".setup-fingerprint");
const workspace = members("packages", "examples", "stand-in", "docs", "bench");

/** Changes with whatever can change what has to be installed, the platform included. */
function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  const manifests = workspace.map(({ directory }) => `${directory}/package.json`);
  for (const file of ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests]) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function isInstalled() {
  return (
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === fingerprint() &&
    workspace.every(({ path }) => existsSync(join(path, "node_modules")))
  );
}

if (isInstalled()) {
  console.log("Set-up: dependencies are up to date.");
} else {
  const { name, version } = readJson(join(root, "package.json")).devEngines.packageManager;
  console.log(
    `Set-up: installing dependencies with ${name} ${version} (about 20 s the first time) …`,
  );
  const code = await run("npx", ["--yes", `${name}@${version}`, "install", "--frozen-lockfile"], {
    // Without a terminal pnpm otherwise refuses to replace a node_modules that another tool made.
    env: process.stdout.isTTY ? {} : { CI: "true" },
  });
  if (code !== 0) {
    console.error("Set-up failed: see above. It needs Node, npm and a reachable package registry.");
    process.exit(code);
  }
  writeFileSync(stamp, fingerprint());
}
