import { intercomPolicy, intercomScopes } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { permissionsForScopes } from "../../src/scopes/permissions-for-scopes.ts";

describe("permissionsForScopes", () => {
  it("takes labels and API names alike", () => {
    const conversations = ["conversations:read", "macros:read", "calls:read", "calls:recordings"];
    expect(permissionsForScopes(["Read conversations"])).toEqual(conversations);
    expect(permissionsForScopes(["read_conversations"])).toEqual(conversations);
  });

  it("lists each permission once, in the catalogue's order, whatever the order of the scopes", () => {
    expect(permissionsForScopes(["Read admins", "read_single_admin", "Read tags"])).toEqual([
      "tags:read",
      "admins:read",
      "teams:read",
    ]);
  });

  it("opens nothing for no scope, an unknown one, or one in other letters", () => {
    expect(permissionsForScopes([])).toEqual([]);
    expect(
      permissionsForScopes(["Read counts", "read tags", " Read tags", "*", "__proto__", ""]),
    ).toEqual([]);
  });

  it("opens with every scope all but what no source names a scope for", () => {
    const all = Object.values(intercomScopes).flatMap(({ scopes }) => scopes);
    const open: readonly string[] = permissionsForScopes(all);
    expect(intercomPolicy.permissions.filter((permission) => !open.includes(permission))).toEqual([
      "segments:write",
      "messages:read",
      "fin:read",
      "fin:run",
    ]);
  });

  it("says what the scope layer of the policy says", () => {
    const policy = intercomPolicy.withScopes(intercomScopes);
    const scopes = ["Write users and companies", "read_articles_scope", "Read one admin"];
    const owner = { id: "1", roles: ["owner"], scopes };
    expect(permissionsForScopes(scopes)).toEqual(
      policy.permissionsOf(owner).map(({ permission }) => permission),
    );
  });

  it.each([
    ["Read tags", "scopes must be an array of strings, and is a string."],
    [undefined, "scopes must be an array of strings, and is undefined."],
    [["Read tags", 7], "scopes[1] must be a string, and is a number."],
    [[undefined], "scopes[0] must be a string, and is undefined."],
    [[["Read tags"]], "scopes[0] must be a string, and is an array."],
  ])("refuses %j, and does not repeat it", (scopes, message) => {
    // @ts-expect-error what a caller without types may pass
    expect(() => permissionsForScopes(scopes)).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: `permissionsForScopes: ${message}`,
      }),
    );
  });
});
