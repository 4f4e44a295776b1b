import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { holes } from "./requests.mjs";
import { applyDiff } from "./support/apply-diff.mjs";
import { root } from "./support/load-app.mjs";
import { markdownTable } from "./support/table.mjs";

const read = (...path) => readFileSync(join(root, ...path), "utf8");
const filesOf = (which) =>
  new Map(
    readdirSync(join(root, which), { recursive: true })
      .filter((name) => name.endsWith(".js"))
      .map((name) => name.replaceAll("\\", "/"))
      .sort()
      .map((name) => [name, read(which, name)]),
  );

const diff = read("before-after.diff");
const readme = read("README.md");

test("before-after.diff makes after of before (`npm run diff -- --write` renews it)", () => {
  const before = filesOf("before");
  expect([...before.keys()]).toContain("lib/check-permission.js");
  expect(applyDiff(diff, before)).toEqual(filesOf("after"));
  expect(diff.match(/^\+\+\+ /gm)).toHaveLength(5);
});

test("a diff that no longer fits is noticed", () => {
  const before = filesOf("before");
  const other = new Map(before).set("app.js", before.get("app.js").replace("/health", "/healthy"));
  expect(() => applyDiff(diff, other)).toThrow("app.js:");
});

test("the README shows parts of that diff", () => {
  const shown = [...readme.matchAll(/^```diff\n(.*?)^```/gms)].map(([, text]) => text);
  expect(shown.length).not.toBe(0);
  for (const part of shown) expect(diff).toContain(part);
});

test("the README lists every hole, with what the two apps answered", () => {
  const words = (table) => table.replaceAll(/ +/g, " ").replaceAll(/-+/g, "-");
  expect(words(readme)).toContain(words(markdownTable(holes)));
});
