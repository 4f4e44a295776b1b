import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly sideEffects?: boolean;
  readonly engines?: { readonly node?: string };
  readonly files?: readonly string[];
  readonly exports?: ExportsMap;
  readonly publishConfig?: { readonly access?: string; readonly exports?: ExportsMap };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export type ExportsMap = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

/** Text of a file, by its path from the root. */
export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export function readManifest(directory: string): Manifest {
  return JSON.parse(readText(join(directory, "package.json")));
}

/** Directories of the workspace's members below `packages` or `examples`, from the root, with `/`. */
export function membersOf(folder: "packages" | "examples"): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => existsSync(join(root, folder, name, "package.json")))
    .map((name) => `${folder}/${name}`)
    .sort();
}

const generated = new Set(["node_modules", "dist", "coverage", "reports"]);

/** Every TypeScript or JavaScript file below a directory that is written by hand, from the root. */
export function sourcesBelow(directory: string): string[] {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : sourcesBelow(path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}
