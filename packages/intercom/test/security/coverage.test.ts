import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cases } from "./cases.ts";

/** What is to be done over HTTP is tested where Express is. */
const TESTS = ["../", "../../../express-adapter/test/"].map(
  (path) => new URL(path, import.meta.url),
);

/** `it("OAUTH-01 …`, `it.each([…])("OAUTH-01 …`, and rows of tables that give the name. */
const NAME = /["'`]((?:OAUTH|HOOK|STORE|LEAK)-\d\d)\b/g;

/** The numbers that begin a test's name in a test file, without comments. */
function numbersIn(source: string): string[] {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(NAME)].flatMap(([, number]) => number ?? []);
}

function missing(sources: readonly string[]): string[] {
  const named = new Set(sources.flatMap(numbersIn));
  return Object.keys(cases).filter((number) => !named.has(number));
}

const sources = TESTS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts") && !path.endsWith("coverage.test.ts"))
    .map((path) => readFileSync(new URL(path, folder), "utf8")),
);

describe("every numbered case has a test", () => {
  it("names each of OAUTH-01 to OAUTH-07, HOOK-01 to HOOK-08, STORE-10 and LEAK-01", () => {
    expect(Object.keys(cases)).toHaveLength(7 + 8 + 1 + 1);
    expect(missing(sources)).toEqual([]);
  });

  it("names no number that is not listed", () => {
    expect(sources.flatMap(numbersIn).filter((number) => cases[number] === undefined)).toEqual([]);
  });

  it("notices a number that no test is named for", () => {
    const without = sources.map((source) => source.replaceAll("OAUTH-05", "OAUTH-99"));
    expect(missing(without)).toContain("OAUTH-05");
  });

  it("takes the names of tests and of table rows, and no comment or sentence", () => {
    expect(numbersIn('it("OAUTH-01 a name", () => {});')).toEqual(["OAUTH-01"]);
    expect(numbersIn('it.each(table)("HOOK-05 %s", () => {});')).toEqual(["HOOK-05"]);
    expect(numbersIn("  // see `OAUTH-03` for more")).toEqual([]);
    expect(numbersIn('it("is like OAUTH-03", () => {});')).toEqual([]);
  });
});
