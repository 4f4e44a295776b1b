import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cases } from "./cases.ts";

const TESTS = new URL("../", import.meta.url);

/** A number right behind the quote that opens a test's name: `test("HTTP-07 …`, `test.each(…)("HTTP-07 …`. */
const NAME = /["'`]((?:WHO|HTTP)-\d\d)\b/g;

function numbersIn(source: string): readonly string[] {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  return [...code.matchAll(NAME)].flatMap(([, number]) => number ?? []);
}

function missing(sources: readonly string[]): readonly string[] {
  const named = new Set(sources.flatMap(numbersIn));
  return Object.keys(cases).filter((number) => !named.has(number));
}

const sources = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.ts") && !path.endsWith("coverage.test.ts"))
  .map((path) => readFileSync(new URL(path, TESTS), "utf8"));

describe("every numbered case has a test", () => {
  test("names each of WHO-01 to WHO-08 and HTTP-00 to HTTP-11", () => {
    expect(Object.keys(cases)).toHaveLength(8 + 12);
    expect(missing(sources)).toEqual([]);
  });

  test("names no number that is not listed", () => {
    expect(sources.flatMap(numbersIn).filter((number) => cases[number] === undefined)).toEqual([]);
  });

  test("notices a number that no test is named for", () => {
    const without = sources.map((source) => source.replaceAll("HTTP-05", "HTTP-99"));
    expect(missing(without)).toEqual(["HTTP-05"]);
  });

  test("takes the names of tests, and no comment or sentence", () => {
    expect(numbersIn('test("HTTP-01 a name", () => {});')).toEqual(["HTTP-01"]);
    expect(numbersIn('test.each(table)("WHO-05 %s", () => {});')).toEqual(["WHO-05"]);
    expect(numbersIn('  // see "HTTP-03" for more')).toEqual([]);
    expect(numbersIn('test("is like HTTP-03", () => {});')).toEqual([]);
  });
});
