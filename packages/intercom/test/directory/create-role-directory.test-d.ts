import type { RoleDirectory } from "@intercom-rbac/core";
import { definePolicy, intercomPolicy } from "@intercom-rbac/core";
import type { IntercomClient } from "intercom-client";
import { expectTypeOf, it } from "vitest";
import { createRoleDirectory } from "../../src/index.ts";

declare const client: IntercomClient;

const policy = definePolicy({
  permissions: { contacts: ["read"] },
  roles: { agent: { can: ["contacts:read"] }, lead: { extends: ["agent"] } },
});

it("types the roles by the policy", () => {
  const directory = createRoleDirectory({
    client,
    policy,
    roles: { byRoleId: { 103: "agent" }, byTeamId: { "5001": ["agent", "lead"] }, owners: [] },
  });
  expectTypeOf(directory).toEqualTypeOf<RoleDirectory<"agent" | "lead">>();
  expectTypeOf(
    createRoleDirectory({ client, policy: intercomPolicy, roles: { owners: [1001, "1002"] } }),
  ).toEqualTypeOf<RoleDirectory<"owner" | "admin" | "agent">>();
});

it("refuses roles that the policy does not have", () => {
  // @ts-expect-error "agnt" is no role
  createRoleDirectory({ client, policy, roles: { byRoleId: { 103: "agnt" }, owners: [] } });
  // @ts-expect-error "owner" is no role of the policy, so that nobody can be one
  createRoleDirectory({ client, policy, roles: { owners: [1001] } });
  // @ts-expect-error without owners nobody has said that there are none
  createRoleDirectory({ client, policy, roles: {} });
});

it("takes any role without a policy", () => {
  const roles = { byAdminId: { 1001: "anything" }, owners: [1002] };
  expectTypeOf(createRoleDirectory({ client, roles })).toEqualTypeOf<RoleDirectory<string>>();
});
