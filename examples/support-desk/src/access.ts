import { createRbac } from "@intercom-rbac/express";
import { policy } from "./policy.ts";
import { authenticatedUser } from "./users.ts";

/** The one place where the policy meets the app's own login. */
export const { requirePermission, handler, rbac, errorHandler, publicRoute } = createRbac({
  policy,
  principal: authenticatedUser,
});
