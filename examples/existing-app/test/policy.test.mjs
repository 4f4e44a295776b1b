import "@intercom-rbac/testing/vitest";
import { expect, test } from "vitest";
import { required } from "./support/load-app.mjs";

/** @type {typeof import("../after/lib/check-permission.js")} */
const { checkPermission, policy } = required("./after/lib/check-permission.js");

const ana = { id: "u3", roles: ["agent"] };

test("an agent reads and answers its own conversations", () => {
  for (const permission of /** @type {const} */ (["conversations:read", "conversations:reply"])) {
    expect(policy).toAllow(ana, permission, { id: "c1", assigneeId: "u3" });
    expect(policy).toDeny(
      ana,
      permission,
      { id: "c2", assigneeId: "u4" },
      { because: "condition_not_met" },
    );
    expect(policy).toDeny(
      ana,
      permission,
      { id: "c3", assigneeId: null },
      { because: "condition_not_met" },
    );
  }
});

test("an agent changes a contact's name and phone, and not its plan", () => {
  const contact = { id: "k1" };
  expect(policy).toAllow(ana, "contacts:write", contact, { fields: ["name", "phone"] });
  expect(policy).toDeny(ana, "contacts:write", contact, {
    fields: ["name", "plan"],
    because: "field_denied",
  });
});

test("an admin changes nobody who is an owner", () => {
  expect(policy).toAllow("admin", "users:write", { role: "agent" });
  expect(policy).toDeny(
    "admin",
    "users:write",
    { role: "owner" },
    { because: "condition_not_met" },
  );
});

test("nobody, and a role that there is not, may do nothing", () => {
  for (const permission of policy.permissions) {
    expect(policy).toDeny(null, permission, {}, { because: "unauthenticated" });
    for (const role of ["constructor", "__proto__", "toString", "Admin", ""]) {
      const decision = policy.decide({ id: "u6", roles: [role] }, permission, {});
      expect(decision).toMatchObject({ code: "permission_missing", unknownRoles: [role] });
    }
  }
});

test("who may do what", () => {
  expect(policy).toMatchMatrix(`
    | permission          | billing | agent | admin | owner |
    | ------------------- | ------- | ----- | ----- | ----- |
    | contacts:read       |         | x     | x     | x     |
    | contacts:write      |         | if    | x     | x     |
    | contacts:delete     |         |       |       | x     |
    | conversations:read  |         | if    | x     | x     |
    | conversations:reply |         | if    | x     | x     |
    | conversations:close |         |       | x     | x     |
    | usage:read          | x       |       | x     | x     |
    | settings:read       |         |       | x     | x     |
    | settings:write      |         |       |       | x     |
    | users:write         |         |       | if    | x     |
    | users:delete        |         |       |       | x     |
  `);
});

test("a misspelt permission does not compile, and ends the start of the app", () => {
  // @ts-expect-error the compiler names the nearest too
  expect(() => checkPermission("contacts:raed")).toThrow('"contacts:read"');
});
