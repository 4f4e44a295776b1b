import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OAUTH_ROUTES } from "../src/oauth.ts";
import { operations } from "../src/operations.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The rows of the table under a heading, each as its cells without backticks. */
function tableUnder(heading: string): string[][] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const [, , ...rows] = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.replaceAll("`", "").trim()),
  );
}

it("lists every operation, with its path, its SDK call and the scopes that allow it", () => {
  expect(tableUnder("Operations")).toEqual(
    operations.map(({ method, path, sdk, scopes }) => [method, path, sdk, scopes.join(" or ")]),
  );
});

it("lists every path of OAuth", () => {
  const rows = tableUnder("OAuth").map(([method, path]) => `${method} ${path}`);
  expect(rows).toEqual([...OAUTH_ROUTES]);
});

it("says how many there are", () => {
  expect(readme).toContain(`${operations.length} operations`);
});
