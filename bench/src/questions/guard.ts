import type { Question } from "../harness/question.ts";
import type { Side, Workload } from "../harness/timed.ts";
import { timed } from "../harness/timed.ts";
import { casbinExpressAuthz, expressJwtPermissions } from "../peers/guards.ts";
import { letsPass } from "../workloads/full-request.ts";
import { guardByHand, rbacGuard } from "../workloads/guards.ts";
import { LightRequest, LightResponse } from "../workloads/light-request.ts";
import type { RoleName } from "../workloads/support-desk.ts";

export const question: Question = {
  title: "The guard alone: requirePermission called with req, res, next",
  rows: [
    {
      id: "guard",
      title: "guard alone, synchronous principal",
      unit: "ns",
      floor: "the hand-written middleware",
      goal: { of: "ratio", atMost: 2 },
      stable: true,
    },
  ],
  groups: [
    {
      name: "guards",
      measure: () => timed("guard", allowedRequests, [floor(), rbac(), jwt()]),
    },
    { name: "casbin", measure: () => timed("guard", allowedRequests, [floor(), casbin()]) },
  ],
};

/** How many requests one time of a block lets pass. */
const REQUESTS = 100;

/** An owner passes, others do not; what is timed are requests that pass. */
export const allowedRequests: Workload<RoleName> = {
  cases: ["owner", "admin", "agent"],
  expected: (role) => role === "owner",
  checks: REQUESTS,
  allowed: REQUESTS,
};

export function floor(): Side<RoleName> {
  const middleware = guardByHand();
  let passed = 0;
  const next = () => {
    passed++;
  };
  return {
    name: "middleware by hand",
    kind: "floor",
    ask: (role) => letsPass(middleware, role),
    block(times) {
      passed = 0;
      for (let time = 0; time < times; time++) {
        for (let request = 0; request < REQUESTS; request++) {
          middleware(new LightRequest(), new LightResponse(), next);
        }
      }
      return passed;
    },
  };
}

export function rbac(): Side<RoleName> {
  const middleware = rbacGuard();
  let passed = 0;
  const next = () => {
    passed++;
  };
  return {
    name: "rbac",
    kind: "ours",
    ask: (role) => letsPass(middleware, role),
    block(times) {
      passed = 0;
      for (let time = 0; time < times; time++) {
        for (let request = 0; request < REQUESTS; request++) {
          middleware(new LightRequest(), new LightResponse(), next);
        }
      }
      return passed;
    },
  };
}

function jwt(): Side<RoleName> {
  const middleware = expressJwtPermissions();
  let passed = 0;
  const next = (error?: unknown) => {
    if (error === null) passed++;
  };
  return {
    name: "express-jwt-permissions",
    kind: "peer",
    ask: (role) => letsPass(middleware, role),
    block(times) {
      passed = 0;
      for (let time = 0; time < times; time++) {
        for (let request = 0; request < REQUESTS; request++) {
          middleware(new LightRequest(), new LightResponse(), next);
        }
      }
      return passed;
    },
  };
}

function casbin(): Side<RoleName> {
  const middleware = casbinExpressAuthz();
  let passed = 0;
  const next = () => {
    passed++;
  };
  return {
    name: "casbin-express-authz, async",
    kind: "peer",
    ask: (role) => letsPass(middleware, role),
    async block(times) {
      passed = 0;
      for (let time = 0; time < times; time++) {
        for (let request = 0; request < REQUESTS; request++) {
          await middleware(new LightRequest(), new LightResponse(), next);
        }
      }
      return passed;
    },
  };
}
