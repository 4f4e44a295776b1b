import { definePolicy } from "../define-policy.ts";
import type { Policy } from "../types/policy.ts";
import { intercomCatalogue } from "./catalogue.ts";
import type { IntercomRole } from "./roles.ts";
import { intercomRoles } from "./roles.ts";

/**
 * Owner, Admin and Agent over the full Intercom catalogue. What each may do, and why, is in the decision record
 * `docs/decisions/0002-intercom-roles.md`; add roles of your own by `extendPolicy`.
 */
export const intercomPolicy: Policy<
  typeof intercomCatalogue,
  IntercomRole,
  Record<never, never>
> = definePolicy({ permissions: intercomCatalogue, roles: intercomRoles });
