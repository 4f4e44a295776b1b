import { expect, test } from "vitest";
import { formatTable } from "../src/table.ts";

const header = ["", "one", "two"];
const rows = [
  ["first", "1", "yes"],
  ["second", "10 000", "no"],
];

test("columns are as wide as their widest cell", () => {
  expect(formatTable(header, rows, 80)).toBe(
    [
      "        one     two",
      "------  ------  ---",
      "first   1       yes",
      "second  10 000  no",
    ].join("\n"),
  );
});

test("what does not fit goes below, beside the first column again", () => {
  expect(formatTable(header, rows, 18)).toBe(
    [
      "        one",
      "------  ------",
      "first   1",
      "second  10 000",
      "",
      "        two",
      "------  ---",
      "first   yes",
      "second  no",
    ].join("\n"),
  );
});
