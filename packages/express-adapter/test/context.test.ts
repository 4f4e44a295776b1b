import type { AuditEntry } from "@intercom-rbac/core";
import { isRbacError } from "@intercom-rbac/core";
import type { ErrorRequestHandler, RequestHandler } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import type { Conversation } from "./desk.ts";
import { as, authenticate, byUser, conversations, memory, policy } from "./desk.ts";

const report: ErrorRequestHandler = (error, _req, res, _next) => {
  res.status(error.status ?? 500).json({ reported: error.code ?? error.message });
};

const all: Conversation[] = [...conversations.values()];

describe("guard.of, rbac and req.rbac", () => {
  const { requirePermission, rbac, handler } = createRbac({ policy, principal: byUser });
  const replying = requirePermission("conversations:reply", {
    resource: async (req) => conversations.get(req.params["id"] ?? ""),
  });

  function serve(handlers: RequestHandler | RequestHandler[], path = "/:id") {
    const app = express();
    app.use(authenticate);
    app.get(path, handlers);
    app.use(report);
    return app;
  }

  test("give the principal, the policy and the row the guard loaded", async () => {
    let loaded = 0;
    const loading = requirePermission("conversations:reply", {
      resource: (req) => {
        loaded += 1;
        return conversations.get(req.params["id"] ?? "");
      },
    });
    const app = serve([
      loading,
      (req, res) => {
        const context = loading.of(req);
        expect(context.policy).toBe(policy);
        expect(context.resource).toBe(conversations.get("c1"));
        expect(rbac(req).resource).toBe(conversations.get("c1"));
        res.json(context.principal);
      },
    ]);
    await request(app)
      .get("/c1")
      .set(as("ada"))
      .expect(200, { id: "ada", roles: ["agent"] });
    expect(loaded).toBe(1);
  });

  test("answer the policy's questions for the principal", async () => {
    const app = serve([
      requirePermission("conversations:read"),
      (req, res) => {
        const { can, couldEver, filter, conditionsFor, permittedFields, decide } = rbac(req);
        const [mine, others] = all;
        res.json([
          can("contacts:read"),
          can("contacts:delete"),
          can("conversations:reply"),
          can("conversations:reply", mine),
          can("conversations:reply", others),
          couldEver("conversations:reply"),
          filter("conversations:reply", all),
          conditionsFor("conversations:reply"),
          permittedFields("contacts:read", { name: "x" }),
          decide("conversations:reply", others).code,
        ]);
      },
    ]);
    await request(app)
      .get("/x")
      .set(as("ada"))
      .expect(200, [
        true,
        false,
        false,
        true,
        false,
        true,
        [{ id: "c1", assigneeId: "ada" }],
        {
          kind: "some",
          condition: { field: "assigneeId", operator: "$eq", value: "ada" },
        },
        ["name", "phone"],
        "condition_not_met",
      ]);
  });

  test("handler gives the same as req.rbac, and forwards what its function throws", async () => {
    const app = serve([
      replying,
      handler((req, res) => {
        res.json([req.rbac.principal.id, req.rbac.resource]);
      }),
    ]);
    await request(app)
      .get("/c1")
      .set(as("ada"))
      .expect(200, ["ada", { id: "c1", assigneeId: "ada" }]);
    const failing: (() => unknown)[] = [
      () => {
        throw new Error("boom");
      },
      async () => {
        throw new Error("boom");
      },
    ];
    for (const run of failing) {
      const broken = serve([replying, handler(run)]);
      await request(broken).get("/c1").set(as("ada")).expect(500, { reported: "boom" });
    }
    const nothing = serve([
      replying,
      handler(() => Promise.reject("route")),
      (_req, res) => {
        res.json("passed by");
      },
    ]);
    await request(nothing).get("/c1").set(as("ada")).expect(500);
  });

  test("handler keeps the rejection from Express, which version 4 would not catch", async () => {
    const errors: unknown[] = [];
    let returned: unknown;
    const app = serve([
      replying,
      (req, res, next) => {
        returned = handler(async () => {
          throw new Error("boom");
        })(req, res, (error: unknown) => {
          errors.push(error);
          next(error);
        });
      },
    ]);
    await request(app).get("/c1").set(as("ada")).expect(500, { reported: "boom" });
    expect(errors).toEqual([new Error("boom")]);
    expect(returned).toBeInstanceOf(Promise);
    await expect(returned).resolves.toBe(undefined);
  });

  test("without a guard before them they refuse", async () => {
    let ran = 0;
    const unguarded = [
      (req: express.Request, res: express.Response) => {
        rbac(req);
        ran += 1;
        res.json(ran);
      },
      handler((_req, res) => {
        ran += 1;
        res.json(ran);
      }),
      (req: express.Request, res: express.Response) => {
        replying.of(req);
        ran += 1;
        res.json(ran);
      },
    ];
    for (const run of unguarded) {
      const app = serve(run);
      await request(app).get("/c1").set(as("olga")).expect(500, {
        reported: "ERR_RBAC_GUARD_MISUSED",
      });
    }
    expect(ran).toBe(0);
  });

  test("a misuse says whose it is, and, where the app's own call is not on the stack, its place", async () => {
    const errors: Error[] = [];
    const keep: ErrorRequestHandler = (error, _req, res, _next) => {
      errors.push(error);
      res.status(500).end();
    };
    const app = express();
    app.get(
      "/handler",
      handler(function reply(_req, res) {
        res.end();
      }),
    );
    app.get("/of", (req, res) => {
      res.json(replying.of(req).resource);
    });
    app.use(keep);
    await request(app).get("/handler").expect(500);
    await request(app).get("/of").expect(500);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^handler\(reply\): no guard/),
        cause: expect.stringMatching(/^handler\(reply\) at .*context\.test\.ts:\d+$/),
      },
      {
        message: expect.stringContaining(
          'requirePermission("conversations:reply") has not allowed',
        ),
        cause: expect.stringMatching(/^requirePermission\(.*\) at .*context\.test\.ts:\d+$/),
        stack: expect.stringContaining("context.test.ts"),
      },
    ]);
  });

  test("guard.of is that guard's alone, and rbac that of its own createRbac", async () => {
    const other = createRbac({ policy, principal: byUser });
    const app = serve([
      requirePermission("conversations:read"),
      (req, res) => {
        const codes = [() => replying.of(req), () => other.rbac(req)].map((ask) => {
          try {
            ask();
          } catch (error) {
            return isRbacError(error) && error.code;
          }
          return undefined;
        });
        res.json(codes);
      },
    ]);
    await request(app)
      .get("/c1")
      .set(as("ada"))
      .expect(200, ["ERR_RBAC_GUARD_MISUSED", "ERR_RBAC_GUARD_MISUSED"]);
  });

  test("a guard that allowed and then, elsewhere on the request, refused is not of any use", async () => {
    let loads = 0;
    const once = requirePermission("conversations:reply", {
      resource: () => {
        loads += 1;
        if (loads > 1) throw new Error("gone");
        return conversations.get("c1");
      },
    });
    const recover: ErrorRequestHandler = (_error, _req, _res, next) => next();
    const app = express();
    app.use(authenticate, once, once, recover);
    app.get("/", (req, res) => {
      res.json(once.of(req).resource);
    });
    app.use(report);
    await request(app).get("/").set(as("ada")).expect(500, {
      reported: "ERR_RBAC_GUARD_MISUSED",
    });
  });
});

describe("decide and authorize in a handler", () => {
  function desk(audit: { write(entry: AuditEntry): Promise<void> }, run: RequestHandler) {
    const { requirePermission, errorHandler, rbac } = createRbac({
      policy,
      audit,
      principal: byUser,
    });
    const app = express();
    app.use(authenticate);
    app.get("/", requirePermission("contacts:read"), run);
    app.use(errorHandler(), report);
    return { app, rbac };
  }

  test("write audit entries; can, couldEver, filter and conditionsFor do not", async () => {
    const audit = memory();
    const { app, rbac } = desk(audit, (req, res) => {
      const context = rbac(req);
      context.can("contacts:delete");
      context.couldEver("contacts:delete");
      context.filter("conversations:reply", all);
      context.conditionsFor("conversations:reply");
      context.permittedFields("contacts:read");
      context.decide("contacts:delete");
      context.authorize("conversations:reply", all[0]);
      res.end();
    });
    await request(app).get("/").set(as("ada")).expect(200);
    expect(audit.lines()).toEqual([
      "allowed granted contacts:read",
      "denied permission_missing contacts:delete",
      "allowed granted conversations:reply",
    ]);
    expect(audit.entries[2]).toMatchObject({ adminId: "ada", resourceId: "c1" });
  });

  test("errorHandler answers a denial as a guard does, with the id of its one entry", async () => {
    const audit = memory();
    const { app, rbac } = desk(audit, (req) => {
      rbac(req).authorize("conversations:reply", all[1]);
    });
    const response = await request(app).get("/").set(as("ada")).expect(403);
    const id = audit.entries[1]?.decisionId;
    expect(response.text).toBe(
      `{"error":"Forbidden","message":"Not allowed: conversations:reply","required":"conversations:reply","currentRole":"agent","code":"condition_not_met","decisionId":"${id}"}`,
    );
    expect(response.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    });
    expect(audit.lines()).toEqual([
      "allowed granted contacts:read",
      "denied condition_not_met conversations:reply",
    ]);
  });

  test("errorHandler records a denial of the policy itself, which nobody has recorded", async () => {
    const audit = memory();
    const { app } = desk(audit, () => {
      policy.authorize({ id: "ada", roles: ["agent"] }, "contacts:delete");
    });
    const response = await request(app).get("/").set(as("ada")).expect(403);
    expect(audit.entries).toMatchObject([
      { outcome: "allowed" },
      { outcome: "denied", adminId: "ada", decisionId: response.body.decisionId },
    ]);
  });

  test("errorHandler answers 401 where the denial is for want of a principal", async () => {
    const { app } = desk(memory(), () => {
      policy.authorize(null, "contacts:delete");
    });
    const response = await request(app).get("/").set(as("ada")).expect(401);
    expect(response.headers["www-authenticate"]).toBe("Bearer");
    expect(response.body.code).toBe("unauthenticated");
  });

  test("with no errorHandler, a denial has its status: 403, and 401 for one who is nobody by now", async () => {
    const who = { id: "ada", roles: ["agent"] };
    const { requirePermission, rbac } = createRbac({ policy, principal: () => who });
    const app = express();
    app.get("/:id", requirePermission("contacts:read"), (req) => {
      who.id = req.params["id"] ?? "";
      rbac(req).authorize("contacts:delete");
    });
    app.get("/", requirePermission("contacts:read"), (req) => {
      who.id = "";
      rbac(req).authorize("contacts:delete");
    });
    app.use(report);
    const denied = { reported: "ERR_RBAC_PERMISSION_DENIED" };
    await request(app).get("/ada").expect(403, denied);
    await request(app).get("/").expect(401, denied);
  });

  test("errorHandler passes on what is no denial", async () => {
    const forged = Object.assign(new Error("no decision"), { code: "ERR_RBAC_PERMISSION_DENIED" });
    for (const [thrown, reported] of [
      [new Error("boom"), "boom"],
      [forged, "ERR_RBAC_PERMISSION_DENIED"],
      [{ code: "mine" }, "mine"],
    ]) {
      const { app } = desk(memory(), () => {
        throw thrown;
      });
      await request(app).get("/").set(as("ada")).expect(500, { reported });
    }
  });

  test("a sink that throws at once refuses the decision: 503", async () => {
    let entries = 0;
    let acted = 0;
    const audit = {
      write(): Promise<void> {
        entries += 1;
        if (entries === 1) return Promise.resolve();
        throw new Error("disk full");
      },
    };
    const { app, rbac } = desk(audit, (req, res) => {
      rbac(req).authorize("contacts:read");
      acted += 1;
      res.end();
    });
    const response = await request(app).get("/").set(as("ada")).expect(503);
    expect(response.body).toMatchObject({ code: "unavailable" });
    expect(acted).toBe(0);
  });

  test("a sink that fails later allows nothing more on this request, and nobody's process ends", async () => {
    let entries = 0;
    const acted: string[] = [];
    const audit = {
      async write(): Promise<void> {
        entries += 1;
        if (entries === 2) throw new Error("disk full");
      },
    };
    const { app, rbac } = desk(audit, async (req, res, next) => {
      try {
        rbac(req).authorize("contacts:read");
        acted.push("first");
        await new Promise((resolve) => setImmediate(resolve));
        rbac(req).authorize("contacts:read");
        acted.push("second");
        res.end();
      } catch (error) {
        next(error);
      }
    });
    await request(app).get("/").set(as("ada")).expect(503);
    expect(acted).toEqual(["first"]);
    await request(app).get("/").set(as("ada")).expect(200);
  });

  test("nor does a guard allow anything after that", async () => {
    let entries = 0;
    let ran = 0;
    const { requirePermission, rbac } = createRbac({
      policy,
      principal: byUser,
      audit: {
        async write() {
          entries += 1;
          if (entries === 2) throw new Error("disk full");
        },
      },
    });
    const app = express();
    app.use(authenticate);
    app.get("/", requirePermission("contacts:read"), (req, _res, next) => {
      rbac(req).decide("contacts:read");
      setImmediate(next);
    });
    app.get("/", requirePermission("conversations:read"), (_req, res) => {
      ran += 1;
      res.end();
    });
    await request(app).get("/").set(as("ada")).expect(503);
    expect(ran).toBe(0);
  });

  test("without a sink nothing is written and the questions are the same", async () => {
    const { requirePermission, rbac, errorHandler } = createRbac({ policy, principal: byUser });
    const app = express();
    app.use(authenticate);
    app.get("/", requirePermission("contacts:read"), (req) => {
      rbac(req).authorize("contacts:delete");
    });
    app.use(errorHandler());
    const response = await request(app).get("/").set(as("ada")).expect(403);
    expect(response.body.code).toBe("permission_missing");
  });
});

describe("onDecision", () => {
  test("is told of every decision, after it was written", async () => {
    const audit = memory();
    const told: unknown[] = [];
    const { requirePermission, rbac } = createRbac({
      policy,
      audit,
      principal: byUser,
      onDecision({ code, permission }, { principal, decisionId, req }) {
        expect(audit.entries.at(-1)?.decisionId).toBe(decisionId);
        told.push([req.path, principal?.id, permission, code]);
      },
    });
    const app = express();
    app.use(authenticate);
    app.get("/a", requirePermission("contacts:read"), (req, res) => {
      rbac(req).decide("contacts:delete");
      res.end();
    });
    await request(app).get("/a").set(as("ada")).expect(200);
    await request(app).get("/a").expect(401);
    expect(told).toEqual([
      ["/a", "ada", "contacts:read", "granted"],
      ["/a", "ada", "contacts:delete", "permission_missing"],
      ["/a", undefined, "contacts:read", "unauthenticated"],
    ]);
  });
});

describe("publicRoute", () => {
  test("lets everybody pass", async () => {
    const { publicRoute } = createRbac({ policy, principal: byUser });
    const app = express();
    app.get("/health", publicRoute("asked by the load balancer"), (_req, res) => {
      res.json("well");
    });
    await request(app).get("/health").expect(200, `"well"`);
  });
});
