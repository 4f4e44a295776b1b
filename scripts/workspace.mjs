import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The workspace's members under `packages` or `examples`: `{ directory, path, manifest }`, by name. */
export function members(...folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => existsSync(join(root, folder, name, "package.json")))
      .sort()
      .map((name) => {
        const path = join(root, folder, name);
        return {
          directory: `${folder}/${name}`,
          path,
          manifest: readJson(join(path, "package.json")),
        };
      }),
  );
}
