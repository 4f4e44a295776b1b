import { definePolicy, principal } from "@intercom-rbac/core";
import { expect, test } from "vitest";
import { rbacMatchers } from "../src/index.ts";

const policy = definePolicy({
  permissions: { conversations: ["reply"] },
  roles: {
    agent: {
      can: [{ permission: "conversations:reply", when: { assigneeId: principal("id") } }],
    },
  },
});
const ana = { id: "ana", roles: ["agent"] };
const row = { assigneeId: "ana" };

// Each of these would be refused by the policy for being no row, so that `toDeny` could never fail.
test.each([
  ["an array of rows", [row], "an array."],
  ["a promise", Promise.resolve(row), "a promise. Await it."],
  ["a collection", new Map([["c1", row]]), "an object."],
  ["an id", "c1", "a string."],
  ["null", null, "null."],
])("%s is no row to assert about", (_name, resource, found) => {
  for (const matcher of ["toAllow", "toDeny"] as const) {
    expect(() =>
      rbacMatchers[matcher].call({ isNot: false }, policy, ana, "conversations:reply", resource),
    ).toThrow(`${matcher}: the third argument is one row, an object, and this is ${found}`);
  }
});
