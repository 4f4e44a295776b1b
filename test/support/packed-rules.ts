import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A package as published: its manifest, and the text of each file by its path in the tarball. */
export interface Tarball {
  readonly manifest: {
    readonly scripts?: Readonly<Record<string, string>>;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly peerDependencies?: Readonly<Record<string, string>>;
  };
  readonly files: Readonly<Record<string, string>>;
}

const beside = ["LICENSE", "README.md", "package.json"];
const code = /^dist\/(.+)(\.mjs|\.cjs|\.d\.mts|\.d\.cts)$/;
const twin: Readonly<Record<string, string>> = {
  ".mjs": ".cjs",
  ".cjs": ".mjs",
  ".d.mts": ".d.cts",
  ".d.cts": ".d.mts",
};

const absolute = /\b(?:from|import|require)\b\s*\(?\s*["'](?:\/|file:|[A-Za-z]:\\)/;

/** What npm, pnpm or yarn would run on the machine that installs the package. */
const lifecycle = ["preinstall", "install", "postinstall", "prepare", "prepublish"];

/** Reads what a tarball unpacked to. */
export function readTarball(folder: string, paths: readonly string[]): Tarball {
  const files = Object.fromEntries(
    paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
  return { manifest: JSON.parse(files["package.json"] ?? "{}"), files };
}

/**
 * Everything that should not be in a tarball, or is missing from it, as `path: why`.
 *
 * @param isSource whether the package has `src/<name>.ts`
 * @param machine a path of the machine that built it, such as the repository's
 */
export function packedProblems(
  { manifest, files }: Tarball,
  isSource: (name: string) => boolean,
  machine: string,
): string[] {
  const problems: string[] = [];
  for (const path of beside) {
    if (!files[path]?.trim()) problems.push(`${path}: missing or empty`);
  }
  for (const [path, text] of Object.entries(files)) {
    const [, name = "", extension = ""] = code.exec(path) ?? [];
    if (extension === "") {
      if (!beside.includes(path)) problems.push(`${path}: does not belong in a package`);
    } else if (!isSource(name)) {
      problems.push(`${path}: has no source`);
    } else if (!(`dist/${name}${twin[extension]}` in files)) {
      problems.push(`${path}: has no ${twin[extension]} beside it`);
    }
    if (text.includes(machine)) problems.push(`${path}: names ${machine}`);
    if (absolute.test(text)) problems.push(`${path}: loads an absolute path`);
    if (text.includes("//# sourceMappingURL=")) problems.push(`${path}: names a source map`);
  }
  for (const script of lifecycle) {
    if (manifest.scripts?.[script]) problems.push(`package.json: runs ${script} where installed`);
  }
  const needs = { ...manifest.dependencies, ...manifest.peerDependencies };
  for (const [name, range] of Object.entries(needs)) {
    if (/^(?:workspace|file|link|npm|git)/.test(range)) {
      problems.push(`package.json: ${name} ${range} is not for the registry`);
    }
  }
  return problems;
}

/** What a tarball holds in a few lines: files by name, the compiled ones counted by kind. */
export function contents({ files }: Tarball): string {
  const counted = new Map<string, number>();
  for (const path of Object.keys(files).sort()) {
    const [, , extension] = code.exec(path) ?? [];
    const line = extension === undefined ? path : `dist/**/*${extension}`;
    counted.set(line, (counted.get(line) ?? 0) + 1);
  }
  return [...counted]
    .map(([line, count]) => (line.includes("*") ? `${line}  ${count}` : line))
    .join("\n");
}
