import { GuardMisusedError, OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";
import { contain } from "../containment/contain.ts";
import type { Middleware } from "../containment/middleware.ts";
import { isRequest } from "../demand/is-request.ts";
import { describe } from "../demand/marks.ts";

/**
 * Marks a route open on purpose. It lets every request pass; what it adds is the reason, which an audit of the
 * app's routes shows beside the route.
 *
 * Throws `ERR_RBAC_OPTION_INVALID` without a reason, and `ERR_RBAC_GUARD_MISUSED` for a request, which Express hands to
 * a `publicRoute` not called.
 *
 * @example
 * app.get("/health", publicRoute("asked by the load balancer, says nothing of any customer"), health);
 */
export function publicRoute(reason: string): Middleware {
  if (isRequest(reason)) {
    throw new GuardMisusedError(
      'publicRoute was given a request: it makes the mark and is none itself. Call it: app.get(path, publicRoute("why the route is open"), handler).',
    );
  }
  if (typeof reason !== "string" || reason.trim() === "") {
    const given = typeof reason === "string" ? "an empty string" : kindOf(reason);
    throw new OptionInvalidError(
      `publicRoute: reason must say why the route is open, not be ${given}.`,
    );
  }
  const middleware: Middleware = (_req, _res, next) => contain(next, () => next());
  return describe(middleware, "publicRoute", { kind: "public", reason });
}
