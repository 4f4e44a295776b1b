import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cases } from "./cases.ts";

const TESTS = new URL("../", import.meta.url);

/** `test("POL-01 …`, `it.each([…])("POL-01 …`, `describe("POL-01 …`, and rows of tables that give the name. */
const NAME = /["'`]((?:POL|CASL|WHO)-\d\d)\b/g;

/** The numbers that begin a test's name in a test file, without comments. */
function numbersIn(source: string): string[] {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(NAME)].flatMap(([, number]) => number ?? []);
}

function missing(sources: readonly string[]): string[] {
  const named = new Set(sources.flatMap(numbersIn));
  return Object.keys(cases).filter((number) => !named.has(number));
}

const sources = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts") && !path.endsWith("coverage.test.ts"))
  .map((path) => readFileSync(new URL(path, TESTS), "utf8"));

describe("every numbered case has a test", () => {
  it("names each of POL-01 to POL-34, CASL-01 to CASL-17 and WHO-01 to WHO-08", () => {
    expect(Object.keys(cases)).toHaveLength(34 + 17 + 8);
    expect(missing(sources)).toEqual([]);
  });

  it("names no number that is not listed", () => {
    expect(sources.flatMap(numbersIn).filter((number) => cases[number] === undefined)).toEqual([]);
  });

  it("notices a number that no test is named for", () => {
    const planted = sources.map((source) => source.replaceAll("POL-17", "POL-99"));
    expect(missing(planted)).toContain("POL-17");
  });

  it("takes the names of tests and of table rows, and no comment or sentence", () => {
    expect(numbersIn('it("POL-01 a name", () => {});')).toEqual(["POL-01"]);
    expect(numbersIn('it.each(table)("WHO-05 %s", () => {});')).toEqual(["WHO-05"]);
    expect(numbersIn("  // see `CASL-03` for more")).toEqual([]);
    expect(numbersIn('it("is like CASL-03", () => {});')).toEqual([]);
  });
});
