import type { ExportsMap, Manifest } from "./repository.ts";

const exact = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** Every version of a manifest that is not as the house wants it, as `package: field.name …`. */
export function versionProblems(manifest: Manifest): string[] {
  const problems: string[] = [];
  for (const field of ["dependencies", "devDependencies", "optionalDependencies"] as const) {
    for (const [name, version] of Object.entries(manifest[field] ?? {})) {
      const ours = name.startsWith("@intercom-rbac/");
      if (ours ? !/^workspace:[*^]$/.test(version) : !exact.test(version)) {
        problems.push(`${manifest.name}: ${field}.${name} ${version} is not pinned`);
      }
    }
  }
  for (const [name, version] of everyDependency(manifest)) {
    if (name === "casl" || version.startsWith("npm:casl@")) {
      problems.push(`${manifest.name}: casl is the abandoned name of @casl/ability`);
    }
    if (name === "intercom-client" && version !== "7.0.3") {
      problems.push(`${manifest.name}: intercom-client ${version} is not 7.0.3`);
    }
  }
  return problems;
}

/** Dependencies that members pin differently, as `name: version, version`. */
export function disagreements(manifests: readonly Manifest[]): string[] {
  const versions = new Map<string, Set<string>>();
  for (const { dependencies, devDependencies } of manifests) {
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (version.startsWith("workspace:")) continue;
      versions.set(name, (versions.get(name) ?? new Set()).add(version));
    }
  }
  return [...versions]
    .filter(([, found]) => found.size > 1)
    .map(([name, found]) => `${name}: ${[...found].join(", ")}`);
}

/** Locked packages that must never be installed. */
export function lockProblems(lockfile: string): string[] {
  const locked = [...lockfile.matchAll(/^ {2}'?((?:@[^/\s]+\/)?[^@\s']+)@([^\s:'(]+)/gm)];
  return locked
    .filter(([, name, version]) =>
      name === "intercom-client" ? version !== "7.0.3" : name === "casl",
    )
    .map(([, name, version]) => `${name}@${version}`);
}

/** Anything in the workspace's settings that would let a package run a script without being named. */
export function buildScriptProblems(settings: string): string[] {
  const problems: string[] = [];
  const [, block] = /^allowBuilds:[ \t]*\n((?:[ \t]+.*\n|[ \t]*#.*\n)*)/m.exec(settings) ?? [];
  if (block === undefined) problems.push("allowBuilds: no list");
  for (const line of (block ?? "").split("\n")) {
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    if (!/^ {2}"?(?:@[\w.-]+\/)?[\w.-]+(?:@[\w.|^~ -]+)?"?: (?:true|false)$/.test(line)) {
      problems.push(`allowBuilds: ${line.trim()}`);
    }
  }
  for (const [setting] of settings.matchAll(
    /^(?:dangerouslyAllowAllBuilds: true|strictDepBuilds: false|neverBuiltDependencies:.*)$/gm,
  )) {
    problems.push(setting);
  }
  return problems;
}

/** What a published entry map must be: the one of the workspace without the sources. */
export function withoutSources(exports: ExportsMap): ExportsMap {
  return Object.fromEntries(
    Object.entries(exports).map(([entry, target]) => {
      if (typeof target === "string") return [entry, target];
      const { "@intercom-rbac/source": _source, ...published } = target;
      return [entry, published];
    }),
  );
}

function everyDependency(manifest: Manifest): [string, string][] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap((field) =>
    Object.entries(field ?? {}),
  );
}
