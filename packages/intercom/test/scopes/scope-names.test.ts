import { intercomScopes } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { labelOf } from "../../src/scopes/scope-names.ts";

const lists = Object.values(intercomScopes).map(({ scopes }) => scopes);
const names = [...new Set(lists.flat())];
const apiNames = names.filter((name) => /^[a-z_]+$/.test(name));

describe("labels of API names", () => {
  it("are known for all but the scopes that Intercom names nowhere else", () => {
    expect(apiNames.filter((name) => labelOf(name) === name)).toEqual([
      "read_content",
      "write_content",
      "read_write_office_hours",
      "manage_ip_allowlist",
    ]);
  });

  it("stand in the core's table right before their API name, so that the two never part", () => {
    for (const name of apiNames.filter((one) => labelOf(one) !== one)) {
      const lacking = lists.filter(
        (list) =>
          list.includes(name) !== list.includes(labelOf(name)) ||
          (list.includes(name) && list[list.indexOf(name) - 1] !== labelOf(name)),
      );
      expect(lacking, name).toEqual([]);
    }
  });

  it("are themselves their label", () => {
    expect(labelOf("Write tags")).toBe("Write tags");
    expect(labelOf("constructor")).toBe("constructor");
  });
});
