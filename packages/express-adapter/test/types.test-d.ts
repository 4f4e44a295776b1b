import type { Decision } from "@intercom-rbac/core";
import { definePolicy, principal } from "@intercom-rbac/core";
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import express, { Router } from "express";
import { expectTypeOf } from "vitest";
import { createRbac, publicRoute } from "../src/index.ts";

interface Conversation {
  id: string;
  assigneeId: string | null;
}
interface AppUser {
  sub: string;
  roles: string[];
}
const policy = definePolicy({
  types: {} as { rows: { conversations: Conversation } },
  permissions: { contacts: ["read", "delete"], conversations: ["read", "reply"] },
  roles: {
    agent: {
      can: [
        "contacts:read",
        { permission: "conversations:reply", when: { assigneeId: principal("id") } },
      ],
    },
    owner: { can: ["*"] },
  },
});
declare const conversations: { find(id: string): Promise<Conversation | null> };

createRbac({
  policy,
  // @ts-expect-error without an annotation there is no req.user: no global type is forced on the app
  principal: (req) => req.user && { id: req.user.id, roles: req.user.roles },
});

const { requirePermission, handler, rbac, errorHandler } = createRbac({
  policy,
  principal: (req: Request & { user?: AppUser }) =>
    req.user && { id: req.user.sub, roles: req.user.roles },
});
const app = express();

// A guard leaves the inference of params to the path.
app.delete("/api/contacts/:id", requirePermission("contacts:delete"), (req, res) => {
  expectTypeOf(req.params.id).toEqualTypeOf<string>();
  // @ts-expect-error the path has no such parameter
  res.json(req.params.nope);
});
// @ts-expect-error misspelt
requirePermission("contacts:dlete");

// 1. inline: the loader's params are as loose as Express leaves a body, and the app's own properties are there
app.post(
  "/api/conversations/:id/reply",
  requirePermission("conversations:reply", {
    resource: (req) => {
      expectTypeOf(req.user).toEqualTypeOf<AppUser | undefined>();
      return conversations.find(req.params.id);
    },
  }),
  handler(async (req, res) => {
    expectTypeOf(req.params.id).toEqualTypeOf<string>();
    const decision = req.rbac.authorize("conversations:reply", {
      id: req.params.id,
      assigneeId: null,
    });
    expectTypeOf(decision).toEqualTypeOf<Decision<"conversations:reply">>();
    res.json(req.rbac.principal.id);
  }),
);

// 2. a named guard: its row, typed, without a second load
const replying = requirePermission("conversations:reply", {
  resource: (req) => conversations.find(req.params.id),
});
const annotated = requirePermission("conversations:reply", {
  resource: (req: Request<{ id: string }>) => conversations.find(req.params.id),
});
app.post("/d/:id", annotated, (req, res) => {
  expectTypeOf(annotated.of(req).resource).toEqualTypeOf<Conversation>();
  res.json(req.params.id.length);
});
app.post("/c/:id/reply", replying, (req, res) => {
  const row: Conversation = replying.of(req).resource;
  res.json([row, req.params.id.length]);
});
const splat = requirePermission("conversations:reply", {
  resource: (req: Request<{ path: string[] }>) => conversations.find(req.params.path.join("/")),
});
app.post("/s/*path", splat, (req, res) => {
  res.json(req.params.path.length);
});
const synchronous = requirePermission("conversations:reply", {
  resource: (): Conversation | undefined => undefined,
});
declare const anyRequest: Request;
expectTypeOf(synchronous.of(anyRequest).resource).toEqualTypeOf<Conversation>();
expectTypeOf(requirePermission("contacts:read").of(anyRequest).resource).toEqualTypeOf<undefined>();

requirePermission("contacts:read", { resource: undefined, fields: undefined });
requirePermission("contacts:read", {
  resource: async (req: Request & { user?: AppUser }) => ({ id: req.user?.sub }),
});

// 3. the accessor
app.get("/c", requirePermission("conversations:read", { list: true }), (req, res) => {
  res.json(rbac(req).filter("conversations:read", [] as Conversation[]));
});
expectTypeOf(rbac(anyRequest).resource).toEqualTypeOf<unknown>();
// @ts-expect-error misspelt
rbac(anyRequest).can("contacts:dlete");
// @ts-expect-error another row type
rbac(anyRequest).can("conversations:reply", { nope: 1 });

// @ts-expect-error the loader returns another row type
requirePermission("conversations:reply", { resource: () => ({ nope: 1 }) });
// @ts-expect-error fields are names
requirePermission("contacts:read", { fields: () => [1] });
// @ts-expect-error no such option
requirePermission("contacts:read", { resorce: () => null });

// routers with merged params, apps and routers as a whole, arrays
const router = Router({ mergeParams: true });
router.use(requirePermission("contacts:read"));
router.get("/x", requirePermission("contacts:read"), (_req, res) => {
  res.end();
});
router.route("/y").all(requirePermission("contacts:read")).get(publicRoute("no secrets here"));
app.use("/r", [requirePermission("contacts:read")], router);
app.use(errorHandler());
expectTypeOf(requirePermission("contacts:read")).toExtend<RequestHandler>();
expectTypeOf(publicRoute).returns.toExtend<RequestHandler>();
expectTypeOf(errorHandler()).toExtend<ErrorRequestHandler>();

// @ts-expect-error a plain handler may not demand more of req than express gives
app.get("/y", (req: Request & { rbac: { can(p: string): boolean } }, res: Response) => {
  res.json(req.rbac.can("x"));
});
requirePermission({ any: ["contacts:read", "conversations:read"] });
// @ts-expect-error an empty list is vacuous
requirePermission({ all: [] });
// @ts-expect-error an empty list is vacuous
requirePermission({ any: [] });
// @ts-expect-error misspelt inside any
requirePermission({ any: ["contacts:raed"] });

// @ts-expect-error a string is not a list of roles
createRbac({ policy, principal: () => ({ id: "1", roles: "agent" }) });
// @ts-expect-error neither one format nor the other
createRbac({ policy, principal: () => null, responseFormat: "xml" });
// @ts-expect-error promised to a later version: refused and not ignored
createRbac({ policy, principal: () => null, shadow: policy });

// workspace policies: derived ones, promised or not, and then the context's roles are any names
createRbac({ policy, principal: () => null, policyFor: () => policy });
const workspaces = createRbac({
  policy,
  principal: (req: Request & { user?: AppUser; workspaceId?: string }) =>
    req.user && { id: req.user.sub, roles: req.user.roles },
  policyFor: async (req, who) => {
    expectTypeOf(req.workspaceId).toEqualTypeOf<string | undefined>();
    expectTypeOf(who.id).toEqualTypeOf<string>();
    return policy.withRoles([{ name: "night-shift", can: ["contacts:read"] }]);
  },
  onUndecided: "report",
});
expectTypeOf(workspaces.rbac(anyRequest).policy.roles).toEqualTypeOf<readonly string[]>();
expectTypeOf(rbac(anyRequest).policy.roles).toEqualTypeOf<readonly ("agent" | "owner")[]>();
// @ts-expect-error another catalogue
createRbac({ policy, principal: () => null, policyFor: () => teams });
// @ts-expect-error nothing is no policy
createRbac({ policy, principal: () => null, policyFor: () => undefined });
// @ts-expect-error neither refused nor reported
createRbac({ policy, principal: () => null, onUndecided: "ignore" });

// the handler decides: there is no row in the guard's context
const deferred = requirePermission("conversations:reply", { deferred: true });
app.post("/e/:id", deferred, (req, res) => {
  expectTypeOf(deferred.of(req).resource).toEqualTypeOf<undefined>();
  res.json(rbac(req).authorize("conversations:reply", { id: req.params.id, assigneeId: null }));
});
// @ts-expect-error a boolean
requirePermission("conversations:reply", { deferred: "yes" });

// principals: nobody in every spelling, promised, and with the attributes that `types` declares
for (const nobody of [null, undefined, false, 0, ""] as const) {
  createRbac({ policy, principal: () => nobody });
}
createRbac({ policy, principal: async () => ({ id: "1", roles: ["agent"] }) });
const teams = definePolicy({
  types: {} as { principal: { teamIds: number[] } },
  permissions: { contacts: ["read"] },
  roles: { agent: { can: ["contacts:read"] } },
});
createRbac({ policy: teams, principal: () => ({ id: "1", roles: [], teamIds: [1] }) });
// @ts-expect-error teamIds is declared and missing
createRbac({ policy: teams, principal: () => ({ id: "1", roles: [] }) });

createRbac({
  policy,
  principal: (_req: Request & { user?: AppUser }) => null,
  onDecision(decision, { req, decisionId }) {
    expectTypeOf(decision.code).toExtend<string>();
    expectTypeOf(req.user).toEqualTypeOf<AppUser | undefined>();
    expectTypeOf(decisionId).toEqualTypeOf<string>();
  },
  onDenied(req, res, next, { status, headers, body, decision }) {
    expectTypeOf(req.user).toEqualTypeOf<AppUser | undefined>();
    expectTypeOf(decision.allowed).toEqualTypeOf<boolean>();
    res.status(status).set(headers).json(body);
    next(new Error("no"));
  },
});

// options that answer the same question: who looks at the row
declare const flag: boolean;
requirePermission("contacts:read", { list: flag });
requirePermission("contacts:read", { deferred: flag, fields: () => ["name"] });
requirePermission("contacts:read", { list: false, deferred: false, resource: undefined });
requirePermission("contacts:read", { list: undefined, deferred: undefined });
// @ts-expect-error the handler filters, or it decides
requirePermission("conversations:read", { list: true, deferred: true });
// @ts-expect-error the guard decides on its row, or the handler filters
requirePermission("conversations:read", { list: true, resource: () => conversations.find("1") });
// @ts-expect-error the guard decides on its row, or the handler does
requirePermission("conversations:read", { deferred: true, resource: () => ({ id: "1" }) });
// @ts-expect-error there is no row to mask
requirePermission("conversations:read", { list: true, maskAs404: true });
