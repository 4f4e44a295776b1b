import { describe, expect, it } from "vitest";
import type { ImportGraph, Workspace } from "./support/import-direction.ts";
import { directionProblems, packagesLoadedBy } from "./support/import-direction.ts";
import { importsOf } from "./support/imports.ts";
import { membersOf, readManifest, readText, sourcesBelow } from "./support/repository.ts";

function graphOf(files: Readonly<Record<string, string>>): ImportGraph {
  return new Map(Object.entries(files).map(([path, text]) => [path, importsOf(path, text)]));
}

function isConfiguration(path: string): boolean {
  return /\.config\.[cm]?ts$|\/vitest\.shared\.ts$/.test(path);
}

const packages = membersOf("packages");
const workspace: Workspace = new Map(
  packages.map((directory) => {
    const { name, exports = {} } = readManifest(directory);
    return [directory, { name, exports }];
  }),
);
const files = [...packages, ...membersOf("examples"), "stand-in", "docs", "bench"]
  .flatMap(sourcesBelow)
  .filter((path) => !isConfiguration(path));
const graph = graphOf(Object.fromEntries(files.map((path) => [path, readText(path)])));

describe("imports run one way", () => {
  it("holds in this repository", () => {
    expect(files.filter((path) => path.startsWith("packages/rbac-core/src/")).length).not.toBe(0);
    expect(directionProblems(graph, workspace)).toEqual([]);
  });

  const packagesOfTheDesign: Workspace = new Map(
    Object.entries({
      "packages/rbac-core": "core",
      "packages/express-adapter": "express",
      "packages/intercom": "intercom",
      "packages/policy-testing": "testing",
      "packages/cli": "cli",
    }).map(([directory, name]) => [
      directory,
      { name: `@intercom-rbac/${name}`, exports: { ".": "./src/index.ts", "./extra": "./x.ts" } },
    ]),
  );

  it.each([
    ["packages/rbac-core/src/a.ts", 'import { x } from "@intercom-rbac/express";'],
    ["packages/rbac-core/src/a.ts", 'import type { X } from "@intercom-rbac/express";'],
    ["packages/rbac-core/src/a.ts", 'import { x } from "@intercom-rbac/core";'],
    ["packages/rbac-core/src/a.ts", 'import { createHash } from "node:crypto";'],
    ["packages/rbac-core/src/a.ts", 'const fs = require("fs/promises");'],
    ["packages/rbac-core/src/a.ts", 'export type X = import("node:http").Server;'],
    ["packages/express-adapter/src/a.ts", 'import { x } from "@intercom-rbac/intercom";'],
    ["packages/intercom/src/a.ts", 'export * from "@intercom-rbac/express";'],
    ["packages/express-adapter/src/a.ts", 'export { x } from "@intercom-rbac/testing";'],
    ["packages/express-adapter/src/a.ts", 'import { x } from "../../rbac-core/src/index.ts";'],
    ["packages/express-adapter/test/a.ts", 'import { x } from "@intercom-rbac/core/dist/b.mjs";'],
    ["packages/policy-testing/src/a.ts", 'const cli = await import("@intercom-rbac/cli");'],
    ["examples/quickstart/a.ts", 'import { x } from "@intercom-rbac/core/src/index.ts";'],
    ["examples/quickstart/a.ts", 'import { x } from "../../packages/rbac-core/src/index.ts";'],
    ["examples/quickstart/a.ts", 'import { x } from "@intercom-rbac/cli";'],
  ])("refuses in %s: %s", (path, text) => {
    expect(directionProblems(graphOf({ [path]: text }), packagesOfTheDesign)).toHaveLength(1);
  });

  it.each([
    ["packages/express-adapter/src/a.ts", 'import { x } from "@intercom-rbac/core/extra";'],
    ["packages/express-adapter/src/a.ts", 'import { randomUUID } from "node:crypto";'],
    ["packages/policy-testing/src/a.ts", 'import { x } from "@intercom-rbac/express";'],
    ["packages/rbac-core/test/a.ts", 'import { readFileSync } from "node:fs";'],
    ["packages/rbac-core/src/a.ts", '/** import { x } from "@intercom-rbac/express" */'],
    ["packages/cli/src/a.ts", 'import { x } from "@intercom-rbac/testing";'],
    ["examples/quickstart/a.ts", 'import { x } from "@intercom-rbac/core";'],
  ])("allows in %s: %s", (path, text) => {
    expect(directionProblems(graphOf({ [path]: text }), packagesOfTheDesign)).toEqual([]);
  });

  it("refuses a package that the direction does not place", () => {
    const unplaced: Workspace = new Map([["packages/new", { name: "new", exports: {} }]]);
    expect(directionProblems(new Map(), unplaced)).toEqual([
      "packages/new: has no place in the direction",
    ]);
  });
});

describe("the snapshot entry loads no package", () => {
  const entry = "packages/rbac-core/src/snapshot.ts";

  it("holds in this repository", () => {
    expect(packagesLoadedBy(entry, graph)).toEqual([]);
  });

  it("sees through the files between", () => {
    const planted = graphOf({
      [entry]: 'export { read } from "./snapshot/read.ts"; import type { Z } from "zod";',
      "packages/rbac-core/src/snapshot/read.ts": 'import { ability } from "../ability.ts";',
      "packages/rbac-core/src/ability.ts": 'import { createMongoAbility } from "@casl/ability";',
    });
    expect(packagesLoadedBy(entry, planted)).toEqual([
      "packages/rbac-core/src/ability.ts: @casl/ability",
    ]);
  });

  it("refuses a path that leads nowhere", () => {
    expect(packagesLoadedBy(entry, new Map())).toEqual([`${entry}: not found`]);
  });
});
