// Compiled twice: against the types of Express 5 (tsconfig.test.json) and of Express 4 (tsconfig.express4.json).
import { definePolicy } from "@intercom-rbac/core";
import type {
  ErrorRequestHandler,
  IRouterHandler,
  NextFunction,
  Request,
  RequestHandler,
  Response,
} from "express";
import express, { Router } from "express";
import { expectTypeOf } from "vitest";
import { createRbac, publicRoute } from "../../src/index.ts";

interface Contact {
  id: string;
  name: string;
}
interface AppUser {
  sub: string;
  roles: string[];
}
type AppRequest = Request & { user?: AppUser };
declare const contacts: { find(id: string): Promise<Contact | undefined> };

const policy = definePolicy({
  types: {} as { rows: { contacts: Contact } },
  permissions: { contacts: ["read", "write", "delete"] },
  roles: { owner: { can: ["*"] } },
});
const rbacOfApp = createRbac({
  policy,
  principal: (req: AppRequest) => req.user && { id: req.user.sub, roles: req.user.roles },
  onDenied(_req, res, next, { status, headers, body }) {
    if (status === 503) next(new Error("away"));
    else res.status(status).set(headers).json(body);
  },
});
const { requirePermission, handler, rbac, errorHandler } = rbacOfApp;

const plain = requirePermission("contacts:read");
const loading = requirePermission("contacts:write", {
  resource: (req) => contacts.find(req.params.id),
});
const annotated = requirePermission("contacts:write", {
  resource: (req: Request<{ id: string }>) => contacts.find(req.params.id),
});
const several = requirePermission({ any: ["contacts:write", "contacts:delete"] });
const listing = requirePermission("contacts:read", { list: true });
const open = publicRoute("says nothing of any customer");
const handled = handler((req, res) => {
  res.json(req.rbac.can("contacts:read"));
});

// Each is one of Express's own handlers, by annotation and not only by luck of inference.
const asHandlers: RequestHandler[] = [plain, loading, annotated, several, listing, open, handled];
const asErrorHandler: ErrorRequestHandler = errorHandler();
const withParams: RequestHandler<{ id: string }> = plain;
const withEverything: RequestHandler<{ id: string }, Contact, Contact, { page?: string }> = plain;
const openWithParams: RequestHandler<{ id: string }> = open;
expectTypeOf(plain).toExtend<RequestHandler>();
expectTypeOf(errorHandler()).toExtend<ErrorRequestHandler>();
// @ts-expect-error an error handler is no request handler
const mistaken: RequestHandler = errorHandler();
// @ts-expect-error nor is a guard an error handler
const alsoMistaken: ErrorRequestHandler = plain;

declare const anyRequest: Request;
const app = express();

// A guard beside a handler leaves the params of the path to it.
app.get("/contacts/:id", plain, (req, res) => {
  expectTypeOf(req.params.id).toEqualTypeOf<string>();
  // @ts-expect-error the path has no such parameter
  res.json(req.params.nope);
});
app.put("/contacts/:id", loading, (req, res) => {
  expectTypeOf(loading.of(req).resource).toEqualTypeOf<Contact>();
  expectTypeOf(rbac(req).can("contacts:read")).toEqualTypeOf<boolean>();
  res.json(req.params.id.length);
});
app.patch("/contacts/:id", annotated, several, handled);
app.delete(
  "/contacts/:id",
  several,
  async (req: Request<{ id: string }>, res: Response, next: NextFunction) => {
    await contacts.find(req.params.id).then(() => res.end(), next);
  },
);
app.get(["/a", "/b"], plain, handled);
app.get(/^\/c\d$/, plain, handled);
app.all("/d", plain, handled);
app.head("/e", plain, handled);
app.options("/e", open, handled);

// Arrays, on their own and mixed.
app.get("/f", [plain, several], handled);
app.get("/g", ...asHandlers);
app.get("/h", asHandlers, handled);
app.use("/j", [plain, open], handled);

// Whole apps and routers, and a path with parameters.
app.use(plain);
app.use(plain, open, handled);
app.use("/k", plain, handled);
app.use("/desks/:desk", plain);

const router = Router({ mergeParams: true });
router.use(plain);
router.use("/l", loading, handled);
router.get("/m/:id", annotated, (req, res) => {
  expectTypeOf(req.params.id).toEqualTypeOf<string>();
  res.json(annotated.of(req).resource);
});
app.use("/n", plain, router);

// Routes.
app.route("/o/:id").all(plain).get(handled).post(loading, handled).delete([several], handled);
router.route("/p").all(plain, listing).get(open);
expectTypeOf(app.route("/q").all).toExtend<IRouterHandler<unknown>>();

app.use(errorHandler());
app.use("/r", errorHandler());
app.use(asErrorHandler);
// @ts-expect-error it was not called
app.use(errorHandler);
// @ts-expect-error nor here, on a path
app.use("/r", errorHandler);
// @ts-expect-error it takes nothing
errorHandler({});

// By annotation only: Express takes almost any function for an error handler, whose first parameter is `any`.
// @ts-expect-error the guard is what requirePermission returns: it was not called
const uncalled: RequestHandler = requirePermission;
// @ts-expect-error nor was publicRoute
const unmarked: RequestHandler = publicRoute;
// @ts-expect-error what the guard's `of` gives is no handler
const context: RequestHandler<{ id: string }, string> = plain.of(anyRequest);
// @ts-expect-error the row is what this guard's loader finds
expectTypeOf(loading.of(anyRequest).resource).toEqualTypeOf<string>();
// @ts-expect-error a guard without a loader has no row
const row: Contact = plain.of(anyRequest).resource;
// @ts-expect-error a handler that is no function
handler({});

export {
  alsoMistaken,
  context,
  mistaken,
  openWithParams,
  row,
  uncalled,
  unmarked,
  withEverything,
  withParams,
};
