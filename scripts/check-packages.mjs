// Packs every package as it would be published, and looks at the tarballs rather than at the folders:
// pnpm applies publishConfig and drops the source condition only when it packs.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, root, run } from "./run.mjs";
import { members, readJson } from "./workspace.mjs";

const { name, version } = readJson(join(root, "package.json")).devEngines.packageManager;
const packages = members("packages");
const tarballs = mkdtempSync(join(tmpdir(), "intercom-rbac-packed-"));

const problems = [];
async function demand(what, command, args) {
  if ((await run(command, args)) !== 0) problems.push(what);
}

try {
  const filters = packages.flatMap(({ manifest }) => ["--filter", manifest.name]);
  await demand("pnpm pack", "npx", [
    ...["--yes", `${name}@${version}`, "--recursive", ...filters],
    ...["pack", "--pack-destination", tarballs],
  ]);
  const packed = readdirSync(tarballs).map((file) => join(tarballs, file));
  if (packed.length !== packages.length) {
    problems.push(`${packed.length} tarballs for ${packages.length} packages`);
  }
  for (const tarball of packed) {
    await demand(`publint ${tarball}`, bin("publint"), ["run", tarball, "--strict"]);
    await demand(`attw ${tarball}`, bin("attw"), [tarball, "--profile", "node16"]);
  }
} finally {
  rmSync(tarballs, { recursive: true, force: true });
}

for (const problem of problems) console.error(`Package check failed: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
