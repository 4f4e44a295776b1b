import type { IntercomPermission } from "@intercom-rbac/core";
import { extendPolicy, intercomPolicy } from "@intercom-rbac/core";
import { missingScopes } from "../../src/scopes/missing-scopes.ts";
import { permissionsForScopes } from "../../src/scopes/permissions-for-scopes.ts";
import { scopesForPolicy } from "../../src/scopes/scopes-for-policy.ts";

export const open: readonly IntercomPermission[] = permissionsForScopes(["Read tags"]);
// @ts-expect-error one string is no list
permissionsForScopes("Read tags");

export const missing: readonly string[] = missingScopes("tags:read", []);
// @ts-expect-error no scope is known for it, and the answer says so
export const never: readonly string[] = missingScopes("fin:run", []);
// @ts-expect-error neither is it certain for a permission that is not known yet
export const some: readonly string[] = missingScopes(open[0] ?? "fin:run", []);
// @ts-expect-error no permission of Intercom's catalogue
missingScopes("tag:read", []);

const policy = extendPolicy(intercomPolicy, {
  types: {} as { principal: { teamIds: number[] } },
  permissions: { reports: ["run"] },
  roles: { lead: { extends: ["agent"], can: ["reports:run"] } },
});
scopesForPolicy(policy, "lead");
scopesForPolicy(policy);
scopesForPolicy(policy.withRoles([]), "whatever");
// @ts-expect-error no role of the policy
scopesForPolicy(policy, "leed");
