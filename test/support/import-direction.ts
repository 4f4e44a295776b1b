import { builtinModules } from "node:module";
import type { Import } from "./imports.ts";
import { isRelative, packageOf, resolveRelative } from "./imports.ts";
import type { ExportsMap } from "./repository.ts";

/** Files by path from the root, with what each imports. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

/** Public entries of each package of the workspace, by directory. */
export type Workspace = ReadonlyMap<
  string,
  { readonly name: string; readonly exports: ExportsMap }
>;

/** Which other packages of the workspace each one may know. A package missing here is refused. */
const mayKnow: Readonly<Record<string, readonly string[] | "any">> = {
  "packages/rbac-core": [],
  "packages/express-adapter": ["packages/rbac-core"],
  "packages/intercom": ["packages/rbac-core"],
  "packages/postgres-store": ["packages/rbac-core"],
  "packages/policy-testing": ["packages/rbac-core", "packages/express-adapter"],
  "packages/policy-explorer": ["packages/rbac-core", "packages/express-adapter"],
  "packages/cli": "any",
};

/** Folders whose own folders are the members; any other is a member itself. */
const FOLDERS: ReadonlySet<string> = new Set(["packages", "examples"]);

const builtins = new Set(builtinModules);

/** Every import that goes against the direction, as `file: why`; empty when all is well. */
export function directionProblems(graph: ImportGraph, workspace: Workspace): string[] {
  const problems: string[] = [];
  for (const directory of workspace.keys()) {
    if (!(directory in mayKnow)) problems.push(`${directory}: has no place in the direction`);
  }
  for (const [file, imports] of graph) {
    for (const { specifier } of imports) {
      const why = specifier === undefined ? undefined : refusal(file, specifier, workspace);
      if (why !== undefined) problems.push(`${file}: ${why}`);
    }
  }
  return problems;
}

function refusal(file: string, specifier: string, workspace: Workspace): string | undefined {
  const [folder = "", member = ""] = file.split("/");
  const home = FOLDERS.has(folder) ? `${folder}/${member}` : folder;
  if (isRelative(specifier)) {
    const target = resolveRelative(file, specifier);
    return target.startsWith(`${home}/`) ? undefined : `${specifier} leaves ${home}`;
  }
  if (file.startsWith("packages/rbac-core/src/") && isBuiltin(specifier)) {
    return `${specifier} is a Node built-in, and core runs in browsers`;
  }
  const target = [...workspace].find(([, { name }]) => name === packageOf(specifier));
  if (target === undefined) return undefined;
  const [directory, { name, exports }] = target;
  if (!(`.${specifier.slice(name.length)}` in exports)) return `${specifier} is no public entry`;
  if (home === "packages/cli" || !file.startsWith("packages/")) {
    return directory === "packages/cli" && home !== directory ? `${name} is for nobody` : undefined;
  }
  if (directory === home) {
    return file.startsWith(`${home}/src/`) ? `${specifier} is the package itself` : undefined;
  }
  const known = mayKnow[home] ?? [];
  return known === "any" || known.includes(directory)
    ? undefined
    : `${specifier} is not known here`;
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtins.has(packageOf(specifier));
}

/** Packages that are loaded when `entry` is, each as `importing file: specifier`. */
export function packagesLoadedBy(entry: string, graph: ImportGraph): string[] {
  const seen = new Set<string>();
  const loaded: string[] = [];
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const imports = graph.get(file);
    if (imports === undefined) {
      loaded.push(`${file}: not found`);
      continue;
    }
    for (const { specifier = "(computed)", erased } of imports) {
      if (erased) continue;
      if (isRelative(specifier)) queue.push(resolveRelative(file, specifier));
      else loaded.push(`${file}: ${specifier}`);
    }
  }
  return loaded;
}
