import { describe, expect, test } from "vitest";
import { entryFilter } from "../../src/events/entry-filter.ts";
import { entry } from "./entries.ts";

const policy = { permissions: ["contacts:read", "contacts:delete", "settings:manage"] };

describe("which entries are meant", () => {
  test.each<[readonly string[], string, boolean]>([
    [["contacts:delete"], "contacts:delete", true],
    [["contacts:delete"], "contacts:read", false],
    [["contacts:delete"], "contacts:delete_all", false],
    [["contacts:*"], "contacts:read", true],
    [["contacts:*"], "contactsx:read", false],
    [["*:delete"], "contacts:delete", true],
    [["*:delete"], "contacts:read", false],
    [["*"], "settings:manage", true],
    [["*:*"], "settings:manage", true],
    [["contacts:read", "settings:manage"], "settings:manage", true],
  ])("%j and %s: %s", (on, permission, meant) => {
    expect(entryFilter("test", { on })(entry(1, { permission }))).toBe(meant);
  });

  test("all, unless told", () => {
    expect(entryFilter("test", {})(entry(1))).toBe(true);
  });

  test("by outcome", () => {
    const meant = (outcome: "allowed" | "denied" | undefined) =>
      (["allowed", "denied"] as const).filter((one) =>
        entryFilter("test", { outcome })(entry(1, { outcome: one })),
      );
    expect([meant("allowed"), meant("denied"), meant(undefined)]).toEqual([
      ["allowed"],
      ["denied"],
      ["allowed", "denied"],
    ]);
  });

  test.each(["contacts:delete", "contacts:*", "*:manage", "*"])(
    "%s means something of the policy",
    (pattern) => {
      expect(() => entryFilter("test", { on: [pattern], policy })).not.toThrow();
    },
  );

  test.each<[object, string]>([
    [{ on: [] }, "options.on must list permissions such as"],
    [{ on: "contacts:delete" }, "and is a string."],
    [{ on: [7] }, "options.on[0] must be a permission"],
    [{ on: ["contacts:delete", "contacts"] }, "options.on[1] must be a permission"],
    [{ on: ["contacts:delete:all"] }, "options.on[0] must be a permission"],
    [{ on: ["contacts:del*"] }, "options.on[0] must be a permission"],
    [{ on: ["contact:delete"], policy }, 'Did you mean "contacts:delete"?'],
    [{ on: ["*:write"], policy }, "means no permission of the policy."],
    [{ on: ["*"], policy: {} }, "options.policy must be what definePolicy returned."],
    [{ outcome: "refused" }, 'options.outcome must be "allowed" or "denied"'],
  ])("%j is refused", (options, message) => {
    expect(() => entryFilter("test", options)).toThrow(message);
  });
});
