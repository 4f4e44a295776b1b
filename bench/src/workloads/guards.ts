import type { IncomingMessage } from "node:http";
import { createRbac } from "@intercom-rbac/express";
import type { AnyMiddleware, LightRequest, LightResponse, User } from "./light-request.ts";
import { anyMiddleware } from "./light-request.ts";
import { SETS, supportDeskPolicy } from "./support-desk.ts";

/** Our guard, as an app mounts it. */
export function rbacGuard(): AnyMiddleware {
  const { requirePermission } = createRbac({
    policy: supportDeskPolicy(),
    principal: (req: IncomingMessage & { readonly user?: User }) => req.user,
  });
  return anyMiddleware(requirePermission("contacts:delete"));
}

/** The middleware that a person writes for one permission. */
export function guardByHand(): AnyMiddleware {
  return anyMiddleware((req: LightRequest, res: LightResponse, next: () => void) => {
    const { user } = req;
    if (user === undefined) return refuse(res, 401);
    if (!SETS[user.role].has("contacts:delete")) return refuse(res, 403);
    req.context = { principal: user, permission: "contacts:delete" };
    next();
  });
}

function refuse(res: LightResponse & { end?: (body: string) => void }, status: number): void {
  res.statusCode = status;
  res.end?.(JSON.stringify({ error: status === 401 ? "Unauthorized" : "Forbidden" }));
}
