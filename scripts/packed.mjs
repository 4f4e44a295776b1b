// The packages as they would be published. Packed once for every check and test that asks: again only when something
// that goes into a tarball has changed since.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { capture, root } from "./run.mjs";
import { members, readJson } from "./workspace.mjs";

const place = join(root, "reports", "packed");
const stamp = "fingerprint";

/** Every file below a folder, as paths from it with `/`, sorted. */
export function filesBelow(folder, prefix = "") {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${prefix}${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, `${path}/`) : [path];
    })
    .sort();
}

function fingerprint(packages) {
  const hash = createHash("sha256");
  const files = [join(root, "LICENSE"), join(root, "package.json"), import.meta.filename];
  for (const { manifest, path } of packages) {
    if (!existsSync(join(path, "dist"))) {
      throw new Error(`${manifest.name} is not built: npm run build`);
    }
    files.push(join(path, "package.json"), join(path, "README.md"));
    files.push(...filesBelow(join(path, "dist")).map((file) => join(path, "dist", file)));
  }
  for (const file of files) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex");
}

function isPacked(wanted) {
  const path = join(place, stamp);
  return existsSync(path) && readFileSync(path, "utf8") === wanted;
}

async function demand(command, args) {
  const { code, output } = await capture(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} exits ${code}:\n${output}`);
}

async function pack(packages, wanted) {
  const { name, version } = readJson(join(root, "package.json")).devEngines.packageManager;
  mkdirSync(join(root, "reports"), { recursive: true });
  // Made elsewhere and moved when complete: whoever reads meanwhile never sees half of it.
  const draft = mkdtempSync(join(root, "reports", "packing-"));
  try {
    // pnpm applies publishConfig and writes the version in place of workspace: only when it packs.
    await demand("npx", [
      ...["--yes", `${name}@${version}`, "--recursive"],
      ...packages.flatMap(({ manifest }) => ["--filter", manifest.name]),
      ...["pack", "--pack-destination", draft],
    ]);
    for (const { manifest } of packages) {
      const folder = join(draft, folderOf(manifest));
      mkdirSync(folder);
      await demand("tar", ["-xzf", join(draft, tarballOf(manifest)), "-C", folder]);
    }
    writeFileSync(join(draft, stamp), wanted);
    rmSync(place, { recursive: true, force: true });
    renameSync(draft, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function folderOf({ name }) {
  return basename(name);
}

function tarballOf({ name, version }) {
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/**
 * Every package as published: `{ name, version, directory, tarball, folder }`, where `directory` is its place in the
 * workspace and `folder` holds what the tarball unpacks to. Throws if a package is not built.
 */
export async function packed() {
  const packages = members("packages");
  const wanted = fingerprint(packages);
  if (!isPacked(wanted)) await pack(packages, wanted);
  return packages.map(({ manifest, directory }) => ({
    name: manifest.name,
    version: manifest.version,
    directory,
    tarball: join(place, tarballOf(manifest)),
    folder: join(place, folderOf(manifest), "package"),
  }));
}
