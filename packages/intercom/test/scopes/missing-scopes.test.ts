import { intercomPolicy, intercomScopes } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import { missingScopes } from "../../src/scopes/missing-scopes.ts";

describe("missingScopes", () => {
  it("is empty when any one of the permission's scopes is held, by label or API name", () => {
    expect(missingScopes("articles:read", ["Read and list articles"])).toEqual([]);
    expect(missingScopes("articles:read", ["Read tags", "read_write_articles_scope"])).toEqual([]);
    expect(missingScopes("admins:read", ["read_single_admin"])).toEqual([]);
  });

  it("is the labels of which any one would do, the one to ask for first", () => {
    expect(missingScopes("contacts:read", [])).toEqual([
      "Read and list users and companies",
      "Read and write users",
      "Read one user and one company",
    ]);
    expect(missingScopes("contacts:delete", ["Read and write users"])).toEqual([
      "Write users and companies",
    ]);
  });

  it("is an API name where no label is known", () => {
    expect(missingScopes("settings:manage", ["read_write_office_hours"])).toEqual([
      "manage_ip_allowlist",
    ]);
  });

  it("is null, and not empty, where no scope is known that would do", () => {
    const everything = Object.values(intercomScopes).flatMap(({ scopes }) => scopes);
    const without = intercomPolicy.permissions.filter(
      (permission) => missingScopes(permission, everything) === null,
    );
    expect(without).toEqual(["segments:write", "messages:read", "fin:read", "fin:run"]);
  });

  it("throws for a permission that Intercom's catalogue does not have", () => {
    const ask = (permission: unknown) => () => {
      // @ts-expect-error what a caller without types may pass
      missingScopes(permission, []);
    };
    const refused = (message: string) =>
      expect.objectContaining({ code: "ERR_RBAC_PERMISSION_UNKNOWN", message });
    expect(ask("contact:read")).toThrow(
      refused(
        `"contact:read" is no permission of Intercom's catalogue. Did you mean "contacts:read"?`,
      ),
    );
    expect(ask("reports:export")).toThrow(
      refused(`"reports:export" is no permission of Intercom's catalogue.`),
    );
    expect(ask(undefined)).toThrow(refused("A permission is a string, and this is undefined."));
    expect(ask("constructor")).toThrow(/is no permission/);
  });

  it("refuses scopes that are no list of strings", () => {
    // @ts-expect-error one string is no list
    expect(() => missingScopes("tags:read", "Read tags")).toThrow(
      "missingScopes: scopes must be an array of strings, and is a string.",
    );
  });
});
