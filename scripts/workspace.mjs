import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function member(directory) {
  const path = join(root, directory);
  return { directory, path, manifest: readJson(join(path, "package.json")) };
}

/** The workspace's members in these folders, or the folders themselves: `{ directory, path, manifest }`, by name. */
export function members(...folders) {
  return folders.flatMap((folder) => {
    if (existsSync(join(root, folder, "package.json"))) return [member(folder)];
    return readdirSync(join(root, folder))
      .filter((name) => existsSync(join(root, folder, name, "package.json")))
      .sort()
      .map((name) => member(`${folder}/${name}`));
  });
}
