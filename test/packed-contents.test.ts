import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow, packed } from "../scripts/packed.mjs";
import { root } from "../scripts/run.mjs";
import type { Tarball } from "./support/packed-rules.ts";
import { contents, packedProblems, readTarball } from "./support/packed-rules.ts";

const packages = (await packed()).map(({ name, directory, folder }) => ({
  name,
  directory,
  tarball: readTarball(folder, filesBelow(folder)),
}));

describe("what npm users download", () => {
  // A source file more or less changes it: npx vitest run --project house packed-contents -u
  it("is this, and nothing else", async () => {
    expect(packages.length).toBeGreaterThan(0);
    const list = packages.map(({ name, tarball }) => `${name}\n${contents(tarball)}\n`).join("\n");
    await expect(list).toMatchFileSnapshot("./packed-contents.txt");
  });

  it.each(packages)("$name holds what it should and no more", ({ directory, tarball }) => {
    const isSource = (name: string) => existsSync(join(root, directory, "src", `${name}.ts`));
    expect(packedProblems(tarball, isSource, root)).toEqual([]);
  });
});

describe("a tarball is refused", () => {
  const fine: Tarball = {
    manifest: { scripts: { test: "vitest" }, dependencies: { "@intercom-rbac/core": "^0.1.0" } },
    files: {
      LICENSE: "MIT",
      "README.md": "# x",
      "package.json": "{}",
      "dist/index.mjs": 'import "./a.mjs"; export const pattern = "//";',
      "dist/index.cjs": 'require("./a.cjs");',
      "dist/index.d.mts": "export {};",
      "dist/index.d.cts": "export {};",
    },
  };
  const problems = ({ manifest = fine.manifest, files = {} }: Partial<Tarball>) =>
    packedProblems(
      { manifest, files: { ...fine.files, ...files } },
      (name) => name === "index",
      "/somewhere/checkout",
    );

  it("but not when it is fine", () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Partial<Tarball>]>([
    ["without a licence", { files: { LICENSE: "" } }],
    ["with a source", { files: { "src/index.ts": "" } }],
    ["with a test", { files: { "dist/index.test.mjs": "" } }],
    ["with a source map", { files: { "dist/index.mjs.map": "" } }],
    ["that names one", { files: { "dist/index.mjs": "//# sourceMappingURL=index.mjs.map" } }],
    ["that names this machine", { files: { "README.md": "see /somewhere/checkout/docs" } }],
    ["that imports by URL", { files: { "dist/index.mjs": 'import "file:///x.mjs";' } }],
    ["that imports by path", { files: { "dist/index.mjs": 'import x from "/opt/x.mjs";' } }],
    ["that requires by path", { files: { "dist/index.cjs": 'require("/opt/x.cjs");' } }],
    ["that runs a script", { manifest: { scripts: { postinstall: "node x" } } }],
    ["with a workspace range", { manifest: { dependencies: { a: "workspace:^" } } }],
  ])("%s", (_what, planted) => {
    expect(problems(planted)).toHaveLength(1);
  });

  it("with a build of one kind only", () => {
    const { "dist/index.cjs": _gone, ...files } = fine.files;
    const halved = packedProblems({ ...fine, files }, () => true, "/somewhere/checkout");
    expect(halved).toEqual(["dist/index.mjs: has no .cjs beside it"]);
  });
});
