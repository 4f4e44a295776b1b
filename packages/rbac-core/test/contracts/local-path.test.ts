import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localPath } from "../../src/internal.ts";

describe("localPath", () => {
  it.each(["/", "/inbox", "/inbox?tab=2&to=https://x.example#top", "/a//b", "/@evil.example"])(
    "takes %s",
    (path) => {
      expect(localPath(path)).toBe(path);
    },
  );

  it("encodes what is not ASCII, as a header needs it", () => {
    expect(localPath("/café/😀")).toBe("/caf%C3%A9/%F0%9F%98%80");
  });

  it.each<[string, unknown]>([
    ["another site", "https://evil.example/"],
    ["another site by scheme only", "https:evil.example"],
    ["a script", "javascript:alert(1)"],
    ["another site by two slashes", "//evil.example"],
    ["another site by three", "///evil.example"],
    ["a backslash for the second slash", "/\\evil.example"],
    ["a backslash for the first", "\\/evil.example"],
    ["a backslash later on", "/a\\b"],
    ["a tab between the slashes", "/\t/evil.example"],
    ["a line break", "/a\r\nSet-Cookie: a=b"],
    ["NUL", "/\0"],
    ["DEL", "/\x7f"],
    ["a space", "/a b"],
    ["a space in front", " /a"],
    ["half of a character", "/\ud800"],
    ["a relative path", "inbox"],
    ["nothing", ""],
    ["a query only", "?x"],
    ["2,049 characters", `/${"a".repeat(2048)}`],
    ["more than that once encoded", `/${"é".repeat(400)}`],
    ["undefined", undefined],
    ["an array", ["/inbox"]],
    ["an object that says a path", { toString: () => "/inbox" }],
  ])("makes / of %s", (_what, value) => {
    expect(localPath(value)).toBe("/");
  });

  it("never leads a browser to another site, whatever it is given", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      ":",
      "@",
      "evil.example",
      "\t",
      "\n",
      "%2f",
      "?",
      "#",
      "é",
    );
    const path = fc
      .array(fc.oneof(part, fc.string({ unit: "binary" })))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          path,
          path.map((tail) => `/${tail}`),
        ),
        (value) => {
          const landed = new URL(localPath(value), "https://app.example/callback");
          expect(landed.origin).toBe("https://app.example");
          expect(localPath(value)).toMatch(/^[\x21-\x7e]+$/);
        },
      ),
    );
  });
});
