import "passport";
import type { Request } from "express";
import { expectTypeOf, test } from "vitest";
import { createRbac } from "../../src/index.ts";
import { conversations, policy } from "../desk.ts";

interface AppUser {
  readonly sub: string;
  readonly roles: readonly string[];
}

const { requirePermission } = createRbac({
  policy,
  principal: (req: Request & { user?: AppUser }) =>
    req.user && { id: req.user.sub, roles: req.user.roles },
});

test("where Passport declares a user of its own, a loader still sees the app's", () => {
  requirePermission("conversations:reply", {
    resource: (req) => {
      expectTypeOf(req.user?.sub).toEqualTypeOf<string | undefined>();
      return conversations.get(req.params.id);
    },
  });
  requirePermission("contacts:read", {
    resource: async (req: Request & { user?: AppUser }) => ({ id: req.user?.sub }),
  });
});
