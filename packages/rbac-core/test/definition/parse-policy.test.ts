import { describe, expect, it } from "vitest";
import { isRbacError, parsePolicy } from "../../src/index.ts";
import { placesOf, problemsOf } from "./untyped.ts";

const document = {
  version: 1,
  permissions: { contacts: ["read", "write"] },
  roles: {
    agent: { can: [{ permission: "contacts:read", when: { ownerId: { $principal: "id" } } }] },
  },
};
const text = JSON.stringify(document);

describe("parsePolicy", () => {
  it("reads data and text alike", () => {
    for (const policy of [parsePolicy(document), parsePolicy(text), parsePolicy(`\n ${text} \n`)]) {
      const who = { id: "7", roles: ["agent"] };
      expect(policy.can(who, "contacts:read", { ownerId: "7" })).toBe(true);
      expect(policy.can(who, "contacts:read", { ownerId: "8" })).toBe(false);
    }
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["a number", 7],
    ["bytes", new TextEncoder().encode(text)],
    ["a boxed string", new String(text)],
  ])("refuses %s", (_title, value) => {
    const [problem] = problemsOf(() => parsePolicy(value));
    expect(problem).toMatchObject({ code: "type_invalid", path: "" });
  });

  it("refuses keys a document does not have", () => {
    expect(placesOf(() => parsePolicy({ ...document, types: {}, $schema: "x" }))).toEqual([
      "key_unknown types",
      "key_unknown $schema",
    ]);
  });
});

describe("texts that are no JSON", () => {
  it.each<[string, string]>([
    ["empty", ""],
    ["trailing garbage", `${text} x`],
    ["a second document", `${text}${text}`],
    ["a trailing comma", text.replace(/\}$/, ",}")],
    ["a comment", `${text} // policy`],
    ["cut short", text.slice(0, -1)],
    ["NaN", text.replace('"version":1', '"version":NaN')],
    ["a byte order mark", `\uFEFF${text}`],
  ])("%s", (_title, source) => {
    expect(placesOf(() => parsePolicy(source))).toEqual(["document_invalid "]);
  });

  it("says how to save without a byte order mark, and quotes nothing of the text", () => {
    const [problem] = problemsOf(() => parsePolicy("\uFEFFtoken=sk_live_1234"));
    expect(problem?.suggestion).toContain("byte order mark");
    expect(JSON.stringify(problem)).not.toContain("sk_live");
  });
});

describe("keys written twice", () => {
  it.each<[string, string, string]>([
    ["at the root", '{"version":1,"version":1}', "version"],
    ["in a role", '{"roles":{"a":{"can":[],"can":["x:y"]}}}', "roles.a.can"],
    ["a role", '{"roles":{"a":{},"b":{},"a":{}}}', "roles.a"],
    [
      "in a rule of a list",
      '{"roles":{"a":{"can":["x",{"when":{},"when":{}}]}}}',
      "roles.a.can[1].when",
    ],
    [
      "in a condition",
      '{"roles":{"a":{"can":[{"when":{"f":{"$eq":1,"$eq":2}}}]}}}',
      "roles.a.can[0].when.f.$eq",
    ],
    ["spelt with escapes", '{"a":1,"\\u0061":2}', "a"],
    ["spelt with escapes in another case", '{"\\u00E9":1,"\\u00e9":2}', '["\\u00e9"]'],
    ["with an escaped quote", '{"a\\"":1,"a\\u0022":2}', '["a\\""]'],
    ["after strings with brackets", '{"x":"{[\\"","y":["]}"],"x":1}', "x"],
    ["with space between", '{ "a" : 1 ,\n"a"\t: 2 }', "a"],
    ["__proto__", '{"__proto__":1,"__proto__":2}', "__proto__"],
    ["the empty key", '{"":1,"":2}', '[""]'],
  ])("%s", (_title, source, path) => {
    expect(placesOf(() => parsePolicy(source))).toEqual([`key_duplicate ${path}`]);
  });

  it("each of several, before anything is read", () => {
    const source = '{"a":{"x":1,"x":1},"b":[{"y":1,"y":1}],"version":2}';
    expect(placesOf(() => parsePolicy(source))).toEqual([
      "key_duplicate a.x",
      "key_duplicate b[0].y",
    ]);
  });

  it("not the same key in two objects, nor a value that is a key elsewhere", () => {
    const source = JSON.stringify({
      ...document,
      roles: {
        a: { title: "can", can: [] },
        b: { title: "title", can: ["contacts:read", "contacts:read"] },
      },
    });
    expect(parsePolicy(source).roles).toEqual(["a", "b"]);
  });
});

describe("size and depth", () => {
  it("counts bytes, not characters", () => {
    const role = { version: 1, permissions: {}, roles: { a: { title: "é".repeat(100) } } };
    const source = JSON.stringify(role);
    const bytes = new TextEncoder().encode(source).length;
    expect(bytes).toBe(source.length + 100);
    expect(parsePolicy(source, { maxBytes: bytes }).roles).toEqual(["a"]);
    expect(placesOf(() => parsePolicy(source, { maxBytes: bytes - 1 }))).toEqual([
      "document_too_large ",
    ]);
  });

  it("takes 1 MiB and no more unless told", () => {
    const padded = text.padEnd(1024 * 1024);
    expect(parsePolicy(padded).roles).toEqual(["agent"]);
    expect(placesOf(() => parsePolicy(`${padded} `))).toEqual(["document_too_large "]);
    expect(parsePolicy(`${padded} `, { maxBytes: 2 * 1024 * 1024 }).roles).toEqual(["agent"]);
  });

  it.each([Number.NaN, 0, -1, 1.5, Number.POSITIVE_INFINITY])(
    "refuses a limit of %s",
    (maxBytes) => {
      try {
        parsePolicy(text, { maxBytes });
        expect.fail("accepted");
      } catch (error) {
        expect(isRbacError(error) && error.code).toBe("ERR_RBAC_OPTION_INVALID");
      }
    },
  );

  it("ends soon on half a million brackets", () => {
    const deep = "[".repeat(500_000) + "]".repeat(500_000);
    expect(problemsOf(() => parsePolicy(deep))[0]?.code).toBe("depth_exceeded");
    const objects = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    expect(problemsOf(() => parsePolicy(objects))[0]?.code).toBe("depth_exceeded");
  });

  it("ends soon on a megabyte of mistakes", () => {
    const same = `{${Array.from({ length: 150_000 }, () => '"a":1').join()}}`;
    expect(problemsOf(() => parsePolicy(same))).toHaveLength(200);
    const names = Array.from({ length: 5_000 }, (_, at) => `action_${at}_of_many`);
    const can = Array.from({ length: 5_000 }, (_, at) => `r:actoin_${at}_fo_many`);
    const misspelt = { version: 1, permissions: { r: names }, roles: { a: { can } } };
    expect(problemsOf(() => parsePolicy(misspelt))).toHaveLength(200);
  });
});
