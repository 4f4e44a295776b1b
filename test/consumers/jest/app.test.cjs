// A Jest suite in CommonJS: the matchers on a policy, on a guarded app's answers, and on its routes.
const { intercomPolicy, isRbacError } = require("@intercom-rbac/core");
const { createRbac } = require("@intercom-rbac/express");
const { rbacMatchers } = require("@intercom-rbac/testing");
const express = require("express");
const request = require("supertest");

expect.extend(rbacMatchers);

const { requirePermission, errorHandler } = createRbac({
  policy: intercomPolicy,
  principal: (req) => {
    const role = req.get("x-role");
    return role && { id: "7", roles: [role] };
  },
});

function appWith(...beforeDelete) {
  const app = express();
  app.delete("/contacts/:id", ...beforeDelete, (req, res) => res.json({ deleted: req.params.id }));
  app.use(errorHandler());
  return app;
}

const app = appWith(requirePermission("contacts:delete"));
const open = appWith();

describe("the policy", () => {
  test("allows and denies", () => {
    expect(intercomPolicy).toAllow("owner", "contacts:delete");
    expect(intercomPolicy).toDeny("agent", "contacts:delete", undefined, {
      because: "permission_missing",
    });
    expect(intercomPolicy).not.toAllow("admin", "contacts:delete");
  });

  test("a failing assertion says why", () => {
    expect(() => expect(intercomPolicy).toAllow("agent", "contacts:delete")).toThrow(
      /permission_missing/,
    );
  });

  test("a misspelt role is a mistake and no denial", () => {
    expect(() => expect(intercomPolicy).toDeny("agnet", "contacts:delete")).toThrow(/agent/);
  });
});

describe("the app", () => {
  test("refuses nobody with 401 and an agent with 403", async () => {
    const nobody = await request(app).delete("/contacts/1");
    expect(nobody.status).toBe(401);
    expect(nobody.body).toEqual({
      error: "Unauthorized",
      message: "Authentication required",
      required: "contacts:delete",
      code: "unauthenticated",
      decisionId: expect.any(String),
    });
    const agent = await request(app).delete("/contacts/1").set("x-role", "agent");
    expect(agent).toBeForbidden({ required: "contacts:delete", currentRole: "agent" });
  });

  test("lets an owner through", async () => {
    const owner = await request(app).delete("/contacts/1").set("x-role", "owner");
    expect(owner).not.toBeForbidden();
    expect([owner.status, owner.body]).toEqual([200, { deleted: "1" }]);
  });

  test("has no unguarded route, and another app's is found", () => {
    expect(app).toHaveNoUnguardedRoutes();
    expect(() => expect(open).toHaveNoUnguardedRoutes()).toThrow(/\/contacts\/:id/);
  });

  test("a mistake throws where the route is mounted", () => {
    let thrown;
    try {
      requirePermission("contacts:delte");
    } catch (error) {
      thrown = error;
    }
    expect([isRbacError(thrown), thrown.code]).toEqual([true, "ERR_RBAC_PERMISSION_UNKNOWN"]);
  });
});
