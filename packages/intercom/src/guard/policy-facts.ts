import type { AskedPolicy } from "./asked-policy.ts";
import { sdkMethods } from "./sdk-methods.ts";
import type { MarkRow } from "./workspace-row.ts";
import { createMarkRow } from "./workspace-row.ts";

/** What is found out of a policy once, however many clients it guards. */
export interface PolicyFacts {
  /** Whether it has a permission of any method. */
  readonly isOfIntercom: boolean;
  readonly hasTenant: boolean;
  /** The principal's attribute that names the workspace. */
  readonly workspaceAttribute: string;
  markRow(workspaceId: string | undefined): MarkRow | undefined;
}

const known = new WeakMap<AskedPolicy, PolicyFacts>();

const PERMISSIONS: ReadonlySet<string> = new Set(
  Object.values(sdkMethods).flatMap(({ permission }) =>
    typeof permission === "string" ? [permission] : Object.values(permission.permissions),
  ),
);

export function policyFacts(policy: AskedPolicy): PolicyFacts {
  const found = known.get(policy);
  if (found !== undefined) return found;
  const { tenant } = policy.toJSON();
  const facts: PolicyFacts = Object.freeze({
    isOfIntercom: policy.permissions.some((permission) => PERMISSIONS.has(permission)),
    hasTenant: tenant !== undefined,
    workspaceAttribute: tenant?.principal ?? "workspaceId",
    markRow(workspaceId: string | undefined) {
      if (tenant === undefined || workspaceId === undefined) return undefined;
      return createMarkRow(tenant, workspaceId);
    },
  });
  known.set(policy, facts);
  return facts;
}
