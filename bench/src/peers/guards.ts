import { createRequire } from "node:module";
import jwtPermissions from "express-jwt-permissions";
import type { AnyMiddleware } from "../workloads/light-request.ts";
import { anyMiddleware } from "../workloads/light-request.ts";
import { ROLE_NAMES, SETS } from "../workloads/support-desk.ts";

export function expressJwtPermissions(): AnyMiddleware {
  return anyMiddleware(jwtPermissions().check("contacts:delete"));
}

const MODEL = `
[request_definition]
r = sub, obj, act

[policy_definition]
p = sub, obj, act

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.sub == p.sub && keyMatch(r.obj, p.obj) && r.act == p.act
`;

/**
 * Asynchronous always. It tells an enforcer by `instanceof` of the casbin it requires: one made by the ES module is
 * refused with 500, so casbin is required here too. The enforcer caches, which favours it.
 */
export function casbinExpressAuthz(): AnyMiddleware {
  const require = createRequire(import.meta.url);
  const { newCachedEnforcer, newModelFromString }: typeof import("casbin") = require("casbin");
  const { authz }: typeof import("casbin-express-authz") = require("casbin-express-authz");
  const ready = newCachedEnforcer(newModelFromString(MODEL)).then(async (enforcer) => {
    for (const role of ROLE_NAMES) {
      if (SETS[role].has("contacts:delete"))
        await enforcer.addPolicy(role, "/contacts/*", "DELETE");
    }
    return enforcer;
  });
  return anyMiddleware(authz({ newEnforcer: ready }));
}
