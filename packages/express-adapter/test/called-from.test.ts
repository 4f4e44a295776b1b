import { afterEach, describe, expect, test, vi } from "vitest";
import { calledFrom } from "../src/demand/called-from.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const made = (): string | undefined => calledFrom(made);

/** As if the runtime had written this stack. */
function from(stack: unknown): string | undefined {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (target: object) => {
    Object.assign(target, { stack });
  };
  try {
    return made();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

describe("the place of a call", () => {
  test("is the caller's line", () => {
    expect(made()).toMatch(/called-from\.test\.ts:25$/);
  });

  test.each([
    ["Error\n    at run (/app/routes.ts:12:3)\n    at other (/x.ts:1:1)", "/app/routes.ts:12"],
    ["Error\n    at /app/routes.ts:12:3", "/app/routes.ts:12"],
    ["Error\n    at async file:///app/routes.ts:12:3", "file:///app/routes.ts:12"],
    ["Error\n    at async Promise.all (index 0)\n    at /app/a.js:1:2", "/app/a.js:1"],
    [
      "Error\n    at new Routes [as x] (C:\\app\\(web)\\routes.js:12:3)",
      "C:\\app\\(web)\\routes.js:12",
    ],
    ["Error", undefined],
    [[{}], undefined],
    [undefined, undefined],
  ])("in %j", (stack, place) => {
    expect(from(stack)).toBe(place);
  });
});
