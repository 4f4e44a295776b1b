import { definePolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import "../src/vitest.ts";
import { rbacMatchers } from "../src/index.ts";
import { deskPolicy } from "./support/desk-policy.ts";
import { failureOf } from "./support/failure-of.ts";

type Name = keyof typeof rbacMatchers;

/** As a JavaScript caller gets it, without types in the way: the error, and no verdict. */
function refusalOf(received: unknown, name: Name, args: readonly unknown[]): string {
  const call = (isNot: boolean) => () => rbacMatchers[name].call({ isNot }, received, ...args);
  const plain = failureOf(call(false));
  expect(failureOf(call(true))).toBe(plain);
  return plain;
}

function refusal(name: Name, args: readonly unknown[]): string {
  return refusalOf(deskPolicy, name, args);
}

describe("a misspelt test", () => {
  it.each([
    [
      "a role",
      ["agnet", "contacts:read"],
      '"agnet" is no role of this policy. Did you mean "agent"?',
    ],
    [
      "a permission",
      ["agent", "contact:delete"],
      '"contact:delete" is no permission of this policy. Did you mean "contacts:delete"?',
    ],
    [
      "a role of a principal",
      [{ id: "7", roles: ["agnet"] }, "contacts:read"],
      '"agnet" is no role of this policy. Did you mean "agent"?',
    ],
    [
      "a forgotten role",
      [undefined, "contacts:read"],
      "Who is asked about must be a role name or a principal, and is undefined. For nobody, say null.",
    ],
    [
      "a list of roles",
      [["agent"], "contacts:read"],
      "Who is asked about must be a role name or a principal, and is an array. For nobody, say null.",
    ],
    [
      "a principal without id",
      [{ roles: ["agent"] }, "contacts:read"],
      "A principal is { id, roles } with an id that is not empty. For nobody, say null.",
    ],
    [
      "a principal without roles",
      [{ id: "7" }, "contacts:read"],
      "A principal is { id, roles } with an id that is not empty. For nobody, say null.",
    ],
    [
      "a principal with a role that is none",
      [{ id: "7", roles: [7] }, "contacts:read"],
      "A role is named by a string, and this is a number.",
    ],
    [
      "a forgotten permission",
      ["agent"],
      "A permission is named by a string, and this is undefined.",
    ],
    [
      "a field that is none",
      ["agent", "contacts:read", undefined, { fields: "name" }],
      "fields must be an array of strings, and is a string.",
    ],
  ])("with %s is an error and no verdict", (_what, args, message) => {
    expect(refusal("toAllow", args)).toContain(message);
    expect(refusal("toDeny", args)).toContain(message);
  });

  it("with a misspelt option is an error", () => {
    const misspelt = ["agent", "contacts:delete", undefined, { becuase: "permission_missing" }];
    expect(refusal("toDeny", misspelt)).toBe(
      'toDeny has no option "becuase". It takes because, fields.',
    );
    const foreign = ["agent", "contacts:read", undefined, { because: "permission_missing" }];
    expect(refusal("toAllow", foreign)).toBe('toAllow has no option "because". It takes fields.');
    expect(refusal("toDeny", ["agent", "contacts:delete", undefined, "permission_missing"])).toBe(
      "The options of toDeny are an object, and these are a string.",
    );
  });

  it("with a code that no refusal has is an error", () => {
    for (const because of ["granted", "permission_mising", "toString", 403]) {
      const args = ["agent", "contacts:delete", undefined, { because }];
      expect(refusal("toDeny", args)).toMatch(
        /^because: .* is no code of a refusal\. They are unauthenticated, roles_exclusive, /,
      );
    }
  });

  it("with options in the resource's place is an error", () => {
    expect(refusal("toDeny", ["agent", "contacts:delete", { because: "scope_missing" }])).toBe(
      "toDeny: the third argument is the resource, and this looks like options. Without a resource, write toDeny(who, permission, undefined, { because }).",
    );
    expect(refusal("toAllow", ["owner", "contacts:delete", { fields: ["name"] }])).toContain(
      "toAllow: the third argument is the resource",
    );
  });

  it("may ask about a row that has such fields, by saying that there are no options", () => {
    const open = definePolicy({
      permissions: { forms: ["read"] },
      roles: { agent: { can: [{ permission: "forms:read", when: { because: "asked" } }] } },
    });
    expect(open).toAllow("agent", "forms:read", { because: "asked" }, {});
  });

  it("of something that is no policy is an error", () => {
    for (const received of [undefined, null, "policy", [], { decide: () => true }]) {
      expect(refusalOf(received, "toDeny", ["agent", "contacts:read"])).toMatch(
        /^expect\(policy\)\.toDeny takes a policy, as definePolicy returns it, and was given /,
      );
    }
    for (const matcher of ["toAllow", "toPermitOnly", "toMatchMatrix"] as const) {
      expect(refusalOf({}, matcher, [])).toContain("and was given an object.");
    }
  });
});
