import { inspect } from "node:util";
import type { Request } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test, vi } from "vitest";
import { createRbac } from "../src/index.ts";
import { as, authenticate, byUser, policy } from "./desk.ts";

/** Another copy of the package in the same process, as its other build is, or another version in `node_modules`. */
async function anotherCopy(): Promise<typeof createRbac> {
  vi.resetModules();
  const copy = await import("../src/index.ts");
  expect(copy.createRbac).not.toBe(createRbac);
  return copy.createRbac;
}

/** What `look` finds on a request behind guards of each of these, in this order. */
async function behind(
  copies: readonly (typeof createRbac)[],
  look: (req: Request, rbacs: readonly { readonly rbac: (req: Request) => unknown }[]) => unknown,
) {
  const asked: number[] = copies.map(() => 0);
  const rbacs = copies.map((create, place) =>
    create({
      policy,
      principal: (req: Request) => {
        asked[place] = (asked[place] ?? 0) + 1;
        const user = byUser(req);
        return user && { ...user, id: `${user.id}-${place}` };
      },
    }),
  );
  const app = express();
  app.use(authenticate);
  // Each of them twice, so that the second one has to find what the first one left.
  for (const permission of ["contacts:read", "conversations:read"] as const) {
    for (const { requirePermission } of rbacs) app.use(requirePermission(permission));
  }
  let found: unknown;
  app.get("/", (req, res) => {
    found = look(req, rbacs);
    res.end();
  });
  await request(app).get("/").set(as("ada")).expect(200);
  expect(asked).toEqual(copies.map(() => 1));
  return found;
}

describe("the state on a request", () => {
  test.each([1, 2, 3])("of %i createRbac is one for each, and no property", async (count) => {
    const other = await anotherCopy();
    const third = await anotherCopy();
    const orders = [
      [createRbac, createRbac, createRbac],
      [createRbac, other, third],
      [other, createRbac, other],
      [other, third, createRbac],
    ];
    for (const order of orders) {
      const copies = order.slice(0, count);
      const found = await behind(copies, (req, rbacs) => ({
        keys: Reflect.ownKeys(req).filter((key) => String(key).includes("rbac")).length,
        principals: rbacs.map(({ rbac }) => rbac(req)),
      }));
      expect(found).toMatchObject({
        keys: 0,
        principals: copies.map((_copy, place) => ({ principal: { id: `ada-${place}` } })),
      });
    }
  });

  test("is not that of a request derived from it, nor of a copy", async () => {
    const refused = await behind([createRbac], (req, [first]) =>
      [Object.create(req), { ...req }].map((other) => {
        try {
          return first?.rbac(other);
        } catch (error) {
          return Reflect.get(Object(error), "code");
        }
      }),
    );
    expect(refused).toEqual(["ERR_RBAC_GUARD_MISUSED", "ERR_RBAC_GUARD_MISUSED"]);
  });

  test("shows nobody and no row, however closely a logger looks", async () => {
    const principal = { id: "p0", roles: ["owner"], secret: "s3cret-principal" };
    const { requirePermission } = createRbac({ policy, principal: () => principal });
    const app = express();
    const guard = requirePermission("contacts:write", { resource: () => ({ row: "s3cret-row" }) });
    const seen: string[] = [];
    app.get("/", requirePermission("contacts:write"), guard, (req, res) => {
      seen.push(inspect(req, { depth: 20, showHidden: true }), JSON.stringify({ ...req.query }));
      res.json(guard.of(req).resource);
    });
    await request(app).get("/").expect(200, { row: "s3cret-row" });
    expect(seen.join()).not.toMatch(/s3cret/);
  });
});
