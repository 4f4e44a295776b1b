import { expect, it } from "vitest";
import { listsField } from "../../src/rules/rule.ts";

it("a field whose name has a space is itself, and not its first word", () => {
  expect(listsField(["first name"], "first name")).toBe(true);
  expect(listsField(["first name"], "first")).toBe(false);
  expect(listsField(["first"], "second name")).toBe(false);
});
