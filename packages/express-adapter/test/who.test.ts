import { definePolicy } from "@intercom-rbac/core";
import type { ErrorRequestHandler, Request } from "express";
import express from "express";
import request from "supertest";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import { memory, policy } from "./desk.ts";

const rejections: unknown[] = [];
const collect = (reason: unknown): void => {
  rejections.push(reason);
};
beforeEach(() => {
  rejections.length = 0;
  process.on("unhandledRejection", collect);
});
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", collect);
  expect(rejections).toEqual([]);
});

/** A route for owners whose principal comes from `resolve`, untyped as in JavaScript. */
function app(resolve: (req: Request) => unknown) {
  const audit = memory();
  const seen: { handler: number; errors: unknown[] } = { handler: 0, errors: [] };
  const { requirePermission } = createRbac({
    policy,
    audit,
    // @ts-expect-error whatever a resolver may give at run time
    principal: resolve,
  });
  const server = express();
  server.use(express.json());
  server.all("/", requirePermission("contacts:delete"), (_req, res) => {
    seen.handler += 1;
    res.json("deleted");
  });
  const report: ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    res.status(error.status ?? 500).json({ reported: error.code ?? error.message });
  };
  server.use(report);
  return { server, audit, seen };
}

const later = (value: unknown) => async () => value;

describe("WHO", () => {
  test.each([[undefined], [null], [false], [0], [""]])(
    "WHO-01 %j is nobody: 401",
    async (nobody) => {
      for (const resolve of [() => nobody, later(nobody)]) {
        const { server, audit, seen } = app(resolve);
        const response = await request(server).delete("/").expect(401);
        expect(response.headers["www-authenticate"]).toBe("Bearer");
        expect(seen).toEqual({ handler: 0, errors: [] });
        expect(audit.lines()).toEqual(["denied unauthenticated contacts:delete"]);
        expect(audit.entries[0]).not.toHaveProperty("adminId");
      }
    },
  );

  test.each([
    [{ roles: ["owner"] }],
    [{ id: undefined, roles: ["owner"] }],
    [{ id: "", roles: ["owner"] }],
  ])("WHO-02 %j has no id: 401", async (principal) => {
    const { server, audit, seen } = app(() => principal);
    const response = await request(server).delete("/").expect(401);
    expect(response.body.code).toBe("unauthenticated");
    expect(seen.handler).toBe(0);
    expect(audit.lines()).toEqual(["denied unauthenticated contacts:delete"]);
  });

  describe("an inherited id", () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => {
      warnings.push(warning);
    };
    beforeEach(() => {
      warnings.length = 0;
      process.on("warning", listen);
    });
    afterEach(() => {
      process.off("warning", listen);
    });

    class Document {
      roles = ["owner"];
      get id(): string {
        throw new Error("read");
      }
    }
    class User extends Document {}
    const endless = (): object => new Proxy({}, { getPrototypeOf: endless });

    test.each([
      ["a class with a getter", new User()],
      ["a prototype", Object.create({ id: "x" })],
    ])("of %s is nobody, 401, and a warning says so once", async (_name, principal) => {
      const { server, seen } = app(() => principal);
      await request(server).delete("/").expect(401);
      await request(server).delete("/").expect(401);
      await new Promise((resolve) => setImmediate(resolve));
      expect(seen).toEqual({ handler: 0, errors: [] });
      expect(warnings.map(({ name, message }) => [name, message])).toEqual([
        ["RbacWarning", expect.stringContaining("{ id: user.id, roles: user.roles }")],
      ]);
      expect(warnings).toMatchObject([{ code: "ERR_RBAC_PRINCIPAL_INVALID" }]);
    });

    test.each([
      ["nobody", undefined],
      ["an object without one", { roles: ["owner"] }],
      ["one without a prototype", Object.create(null)],
      ["an id of its own that is empty", Object.assign(new (class {})(), { id: "" })],
      ["a chain of prototypes without end", endless()],
    ])("is none in %s: 401 without a warning", async (_name, principal) => {
      const { server } = app(() => principal);
      await request(server).delete("/").expect(401);
      await new Promise((resolve) => setImmediate(resolve));
      expect(warnings).toEqual([]);
    });

    test("planted on Object.prototype, and a proxy that throws, say nothing", async () => {
      const throwing = new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw undefined;
          },
        },
      );
      const { server } = app(() => throwing);
      await request(server).delete("/").expect(401);
      const planted = app(() => ({ roles: ["owner"] }));
      Object.defineProperty(Object.prototype, "id", { value: "x", configurable: true });
      try {
        await request(planted.server).delete("/").expect(401);
      } finally {
        Reflect.deleteProperty(Object.prototype, "id");
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect(warnings).toEqual([]);
    });
  });

  test("WHO-03 an unknown role allows nothing and is reported", async () => {
    const reported: unknown[] = [];
    const { requirePermission } = createRbac({
      policy,
      principal: () => ({ id: "x", roles: ["wizard", "constructor", "__proto__"] }),
      onDecision: ({ unknownRoles }) => {
        reported.push(unknownRoles);
      },
    });
    const server = express();
    server.delete("/", requirePermission("contacts:delete"), (_req, res) => {
      res.json("deleted");
    });
    const response = await request(server).delete("/").expect(403);
    expect(response.body).toMatchObject({
      code: "permission_missing",
      currentRole: "wizard, constructor, __proto__",
    });
    expect(reported).toEqual([["wizard", "constructor", "__proto__"]]);
  });

  test("WHO-04 no roles: 403", async () => {
    const { server, seen } = app(() => ({ id: "x", roles: [] }));
    const response = await request(server).delete("/").expect(403);
    expect(response.body).toMatchObject({ code: "permission_missing", currentRole: null });
    expect(seen.handler).toBe(0);
  });

  test.each([
    ["roles as text", { id: "x", roles: "owner" }],
    ["roles in a list in a list", { id: "x", roles: [["owner"]] }],
    ["a role that turns into text", { id: "x", roles: [{ toString: (): string => "owner" }] }],
    ["roles as a String object", { id: "x", roles: [new String("owner")] }],
    ["no roles", { id: "x" }],
    ["an id that is a number", { id: 1, roles: ["owner"] }],
    ["text", "owner"],
    ["a function", () => ({ id: "x", roles: ["owner"] })],
  ])("WHO-05 %s is malformed: an error, never coerced", async (_name, principal) => {
    for (const resolve of [() => principal, later(principal)]) {
      const { server, audit, seen } = app(resolve);
      const response = await request(server).delete("/").expect(500);
      expect(response.body).toEqual({ reported: "ERR_RBAC_PRINCIPAL_INVALID" });
      expect(seen).toMatchObject({ handler: 0, errors: [{ status: 500, statusCode: 500 }] });
      expect(audit.lines()).toEqual(["denied unauthenticated contacts:delete"]);
    }
  });

  test("WHO-06 a role held in another workspace only: 403", async () => {
    const memberships = new Map([["w1", ["owner"]]]);
    const { requirePermission } = createRbac({
      policy,
      principal: (req) => ({
        id: "x",
        roles: memberships.get(String(req.params["workspace"])) ?? [],
      }),
    });
    const server = express();
    server.delete("/:workspace/contacts", requirePermission("contacts:delete"), (_req, res) => {
      res.json("deleted");
    });
    await request(server).delete("/w1/contacts").expect(200);
    const response = await request(server).delete("/w2/contacts").expect(403);
    expect(response.body).toMatchObject({ code: "permission_missing", currentRole: null });
  });

  test("WHO-06 and with a tenant, a row of another workspace: 403", async () => {
    const tenants = definePolicy({
      permissions: { contacts: ["delete"] },
      roles: { owner: { can: ["*"] } },
      tenant: { row: "workspaceId", principal: "workspaceId" },
    });
    const { requirePermission } = createRbac({
      policy: tenants,
      principal: () => ({ id: "x", roles: ["owner"], workspaceId: "w1" }),
    });
    const server = express();
    const deleting = requirePermission("contacts:delete", {
      resource: (req) => ({ workspaceId: req.params["workspace"] }),
    });
    server.delete("/:workspace", deleting, (_req, res) => {
      res.json("deleted");
    });
    await request(server).delete("/w1").expect(200);
    expect((await request(server).delete("/w2").expect(403)).body.code).toBe("tenant_mismatch");
  });

  test("WHO-07 a role in the body, the query or a header is ignored", async () => {
    const { server, seen } = app(() => ({ id: "x", roles: ["agent"] }));
    const response = await request(server)
      .delete("/?role=owner&roles=owner&currentRole=owner")
      .set({ "x-role": "owner", "x-roles": "owner" })
      .send({ role: "owner", roles: ["owner"], principal: { id: "x", roles: ["owner"] } })
      .expect(403);
    expect(response.body.currentRole).toBe("agent");
    expect(seen.handler).toBe(0);
  });

  const boom = new Error("boom");
  test.each<[string, () => unknown, string]>([
    [
      "throws an Error",
      () => {
        throw boom;
      },
      "boom",
    ],
    [
      "throws undefined",
      () => {
        throw undefined;
      },
      "Something that is not an Error was thrown (undefined); see cause.",
    ],
    [
      "throws null",
      () => {
        throw null;
      },
      "Something that is not an Error was thrown (null); see cause.",
    ],
    [
      "throws 0",
      () => {
        throw 0;
      },
      "Something that is not an Error was thrown (number); see cause.",
    ],
    [
      'throws "route"',
      () => {
        throw "route";
      },
      "Something that is not an Error was thrown (string); see cause.",
    ],
    [
      'throws "router"',
      () => {
        throw "router";
      },
      "Something that is not an Error was thrown (string); see cause.",
    ],
    ["rejects with an Error", () => Promise.reject(boom), "boom"],
    [
      "rejects with nothing",
      () => Promise.reject(),
      "Something that is not an Error was thrown (undefined); see cause.",
    ],
    [
      'rejects with "route"',
      () => Promise.reject("route"),
      "Something that is not an Error was thrown (string); see cause.",
    ],
    [
      "gives a principal with a throwing getter",
      () => ({
        id: "x",
        get roles() {
          throw boom;
        },
      }),
      "boom",
    ],
    [
      "gives a promise of one",
      async () => ({
        get id() {
          throw boom;
        },
        roles: ["owner"],
      }),
      "boom",
    ],
    [
      "gives a thenable with a throwing then",
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is what is tested
        get then() {
          throw boom;
        },
      }),
      "boom",
    ],
    [
      "gives a thenable that throws when asked",
      () => ({
        // biome-ignore lint/suspicious/noThenProperty: that is what is tested
        then() {
          throw boom;
        },
      }),
      "boom",
    ],
  ])(
    "WHO-08 a resolver that %s: next(Error), the handler does not run",
    async (_name, resolve, message) => {
      const { server, audit, seen } = app(resolve);
      const response = await request(server).delete("/").expect(500);
      expect(response.body).toEqual({ reported: message });
      expect(seen.handler).toBe(0);
      expect(seen.errors).toEqual([expect.any(Error)]);
      expect(audit.lines()).toEqual(["denied unauthenticated contacts:delete"]);
    },
  );
});
