import { definePolicy, principal } from "@intercom-rbac/core";
import type { ErrorRequestHandler, RequestHandler } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import type { Conversation, DeskRequest } from "./desk.ts";
import { as, authenticate, byUser, conversations, memory, policy, UUID } from "./desk.ts";

/** One guarded route, and how often each of the things behind it ran. */
function guarded(make: (rbac: ReturnType<typeof instance>, counts: Counts) => RequestHandler) {
  const counts: Counts = { principal: 0, loader: 0, fields: 0, handler: 0 };
  const audit = memory();
  const app = express();
  app.use(authenticate);
  app.all("/:id", make(instance(counts, audit), counts), (_req, res) => {
    counts.handler += 1;
    res.json("ran");
  });
  return { app, counts, audit };
}

interface Counts {
  principal: number;
  loader: number;
  fields: number;
  handler: number;
}

function instance(counts: Counts, audit: ReturnType<typeof memory>) {
  return createRbac({
    policy,
    audit,
    principal: (req: DeskRequest) => {
      counts.principal += 1;
      return byUser(req);
    },
  });
}

const replying = (options: { maskAs404?: boolean } = {}) =>
  guarded(({ requirePermission }, counts) =>
    requirePermission("conversations:reply", {
      ...options,
      resource: async (req) => {
        counts.loader += 1;
        return conversations.get(req.params["id"] ?? "");
      },
    }),
  );

describe("the order inside a guard", () => {
  test("nobody: 401, the loader is not called", async () => {
    const { app, counts, audit } = replying();
    await request(app).get("/c1").expect(401);
    expect(counts).toEqual({ principal: 1, loader: 0, fields: 0, handler: 0 });
    expect(audit.lines()).toEqual(["denied unauthenticated conversations:reply"]);
  });

  test("HTTP-00 a denial that needs no row never calls the loader", async () => {
    const { app, counts, audit } = replying();
    await request(app).get("/c1").set(as("carl")).expect(403);
    // Not even where the row is missing, which would tell that it is.
    await request(app).get("/c9").set(as("carl")).expect(403);
    expect(counts).toEqual({ principal: 2, loader: 0, fields: 0, handler: 0 });
    expect(audit.lines()).toEqual([
      "denied permission_missing conversations:reply",
      "denied permission_missing conversations:reply",
    ]);
  });

  test("HTTP-00 nor does it with maskAs404", async () => {
    const { app, counts } = replying({ maskAs404: true });
    await request(app).get("/c1").set(as("carl")).expect(403);
    expect(counts.loader).toBe(0);
  });

  test("a missing row: 404, recorded as a refusal for want of a row", async () => {
    const { app, counts, audit } = replying();
    const response = await request(app).get("/c9").set(as("ada")).expect(404);
    expect(counts).toEqual({ principal: 1, loader: 1, fields: 0, handler: 0 });
    expect(audit.entries).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        decisionId: response.body.decisionId,
        adminId: "ada",
        permission: "conversations:reply",
        outcome: "denied",
        code: "resource_required",
        policyVersion: policy.version,
      },
    ]);
  });

  test("somebody else's row: 403, with the id of the row in the log", async () => {
    const { app, counts, audit } = replying();
    const response = await request(app).get("/c2").set(as("ada")).expect(403);
    expect(response.body.code).toBe("condition_not_met");
    expect(counts).toEqual({ principal: 1, loader: 1, fields: 0, handler: 0 });
    expect(audit.entries).toMatchObject([
      {
        decisionId: response.body.decisionId,
        resourceId: "c2",
        outcome: "denied",
        code: "condition_not_met",
      },
    ]);
  });

  test("one's own row: the handler runs once", async () => {
    const { app, counts, audit } = replying();
    await request(app).get("/c1").set(as("ada")).expect(200, `"ran"`);
    expect(counts).toEqual({ principal: 1, loader: 1, fields: 0, handler: 1 });
    expect(audit.lines()).toEqual(["allowed granted conversations:reply"]);
  });

  test("a permission granted without condition still loads and judges the row", async () => {
    const { app, counts } = replying();
    await request(app).get("/c2").set(as("lena")).expect(200);
    await request(app).get("/c9").set(as("lena")).expect(404);
    expect(counts).toEqual({ principal: 2, loader: 2, fields: 0, handler: 1 });
  });

  test("null and undefined are both a missing row, now or later", async () => {
    for (const row of [null, undefined, Promise.resolve(null), Promise.resolve(undefined)]) {
      const { app, counts } = guarded(({ requirePermission }) =>
        requirePermission("conversations:reply", { resource: () => row }),
      );
      await request(app).get("/c1").set(as("olga")).expect(404);
      expect(counts.handler).toBe(0);
    }
  });

  test("what is no row is a mistake of the app, whoever asks: 500, recorded as a refusal", async () => {
    for (const row of [false, true, 0, 7, "", "c1", [], [{ id: "c1", assigneeId: "ada" }]]) {
      for (const resource of [() => row, async () => row]) {
        const { app, counts, audit } = guarded(({ requirePermission }) =>
          Reflect.apply(requirePermission, undefined, ["conversations:reply", { resource }]),
        );
        const errors: unknown[] = [];
        const report: ErrorRequestHandler = (error, _req, res, _next) => {
          errors.push(error);
          res.status(error.status).end();
        };
        app.use(report);
        await request(app).get("/c1").set(as("olga")).expect(500);
        expect(errors).toMatchObject([{ code: "ERR_RBAC_OPTION_INVALID" }]);
        expect(counts.handler).toBe(0);
        expect(audit.lines()).toEqual(["denied resource_required conversations:reply"]);
      }
    }
  });
});

describe("an audit entry", () => {
  test("names the request by the id that the app's own middleware gave it, and by no header", async () => {
    const audit = memory();
    const { requirePermission } = createRbac({ policy, audit, principal: byUser });
    for (const id of ["r1", 7, "x".repeat(300), undefined, { toString: () => "evil" }]) {
      const app = express();
      app.use(authenticate, (req, _res, next) => {
        Object.assign(req, { id });
        next();
      });
      app.get("/", requirePermission("contacts:read"), (_req, res) => {
        res.end();
      });
      await request(app).get("/").set(as("ada")).set("x-request-id", "theirs").expect(200);
    }
    expect(audit.entries.map(({ requestId }) => requestId)).toEqual([
      "r1",
      "7",
      "x".repeat(200),
      undefined,
      undefined,
    ]);
  });

  test("names a principal whose id is an own getter", async () => {
    const audit = memory();
    const { requirePermission } = createRbac({
      policy,
      audit,
      principal: () => ({
        get id() {
          return "ada";
        },
        roles: ["agent"],
      }),
    });
    const app = express();
    app.get("/", requirePermission("contacts:read"), (_req, res) => {
      res.end();
    });
    await request(app).get("/").expect(200);
    expect(audit.entries).toMatchObject([{ outcome: "allowed", adminId: "ada" }]);
  });

  test("holds nothing else of the row or the principal", async () => {
    const audit = memory();
    const { requirePermission } = createRbac({
      policy,
      audit,
      principal: () => ({ id: "ada", roles: ["owner"], workspaceId: "w1", token: "s3cret" }),
    });
    const app = express();
    const reading = requirePermission("contacts:read", {
      resource: () => ({ id: "7", email: "s3cret" }),
    });
    app.get("/", reading, (_req, res) => {
      res.end();
    });
    await request(app).get("/").expect(200);
    expect(audit.entries).toEqual([
      {
        at: expect.any(String),
        decisionId: expect.stringMatching(UUID),
        adminId: "ada",
        workspaceId: "w1",
        permission: "contacts:read",
        resourceId: "7",
        outcome: "allowed",
        code: "granted",
        policyVersion: policy.version,
      },
    ]);
  });
});

describe("tenant", () => {
  const tenants = definePolicy({
    permissions: { notes: ["read"] },
    roles: { reader: { can: ["notes:read"] } },
    tenant: { row: "workspaceId", principal: "workspaceId" },
  });

  test("a row of another workspace is refused to those who may read all notes", async () => {
    const audit = memory();
    const { requirePermission } = createRbac({
      policy: tenants,
      audit,
      principal: () => ({ id: "ada", roles: ["reader"], workspaceId: "w1" }),
    });
    const app = express();
    const reading = requirePermission("notes:read", {
      resource: (req) => ({ id: 7, workspaceId: req.params["workspace"] }),
    });
    app.get("/:workspace", reading, (_req, res) => {
      res.json("read");
    });
    await request(app).get("/w1").expect(200);
    const response = await request(app).get("/w2").expect(403);
    expect(response.body).toMatchObject({
      message: "Not allowed: notes:read",
      code: "tenant_mismatch",
    });
    expect(audit.entries).toMatchObject([
      { outcome: "allowed", workspaceId: "w1", resourceId: "7" },
      { outcome: "denied", workspaceId: "w1", resourceId: "7" },
    ]);
  });
});

describe("scopes and ceiling", () => {
  const scoped = policy.withScopes({
    "contacts:read": ["read_contacts"],
    "contacts:write": ["write_contacts"],
    "contacts:delete": ["write_contacts"],
    "conversations:read": ["read_conversations"],
    "conversations:reply": ["write_conversations"],
    "conversations:close": ["write_conversations"],
    "settings:manage": [],
  });

  test("a missing scope refuses before the loader", async () => {
    let loaded = 0;
    const { requirePermission } = createRbac({
      policy: scoped,
      principal: () => ({ id: "ada", roles: ["agent"], scopes: ["read_conversations"] }),
    });
    const app = express();
    const reading = requirePermission("conversations:read", {
      resource: (): Conversation => {
        loaded += 1;
        return { id: "c1", assigneeId: null };
      },
    });
    const deleting = requirePermission("conversations:reply", {
      resource: (): Conversation => {
        loaded += 1;
        return { id: "c1", assigneeId: "ada" };
      },
    });
    app.get("/", reading, (_req, res) => {
      res.json("read");
    });
    app.post("/", deleting, (_req, res) => {
      res.json("replied");
    });
    await request(app).get("/").expect(200);
    expect(loaded).toBe(1);
    const response = await request(app).post("/").expect(403);
    expect(response.body).toMatchObject({
      message: "Missing permission: conversations:reply",
      code: "scope_missing",
    });
    expect(loaded).toBe(1);
  });

  test("a ceiling refuses before the loader", async () => {
    let loaded = 0;
    const { requirePermission } = createRbac({
      policy: policy.withRoles([], { ceiling: ["contacts:*"] }),
      principal: () => ({ id: "olga", roles: ["owner"] }),
    });
    const app = express();
    const closing = requirePermission("conversations:close", {
      resource: (): undefined => {
        loaded += 1;
      },
    });
    app.post("/", closing, (_req, res) => {
      res.json("closed");
    });
    const response = await request(app).post("/").expect(403);
    expect(response.body).toMatchObject({
      message: "Missing permission: conversations:close",
      code: "ceiling_exceeded",
    });
    expect(loaded).toBe(0);
  });
});

describe("list", () => {
  const listing = () =>
    guarded(({ requirePermission }) => requirePermission("conversations:reply", { list: true }));

  test("passes whoever could be allowed on some row, recorded as granted", async () => {
    const { app, counts, audit } = listing();
    await request(app).get("/x").set(as("ada")).expect(200);
    expect(counts.handler).toBe(1);
    expect(audit.lines()).toEqual(["allowed granted conversations:reply"]);
  });

  test("refuses whoever could not", async () => {
    const { app, counts } = listing();
    await request(app).get("/x").set(as("carl")).expect(403);
    await request(app).get("/x").expect(401);
    expect(counts.handler).toBe(0);
  });

  test("a permission limited to fields passes, and fields that are said still count", async () => {
    const open = guarded(({ requirePermission }) =>
      requirePermission("contacts:write", { list: true }),
    );
    await request(open.app).get("/x").set(as("carl")).expect(200);
    const said = guarded(({ requirePermission }) =>
      requirePermission("contacts:write", { list: true, fields: () => ["email"] }),
    );
    const response = await request(said.app).get("/x").set(as("carl")).expect(403);
    expect(response.body.code).toBe("field_denied");
  });
});

describe("fields", () => {
  const writing = () =>
    guarded(({ requirePermission }, counts) =>
      requirePermission("contacts:write", {
        fields: (req) => {
          counts.fields += 1;
          return req.query["f"] === undefined ? [] : String(req.query["f"]).split(",");
        },
      }),
    );

  test.each([
    ["/1?f=name,phone", 200, undefined],
    ["/1?f=name,email", 403, "field_denied"],
    ["/1", 403, "field_required"],
    ["/1?f=__proto__", 403, "field_denied"],
    ["/1?f=constructor", 403, "field_denied"],
  ])("%s → %i %s", async (path, status, code) => {
    const { app, counts } = writing();
    const response = await request(app).get(path).set(as("carl")).expect(status);
    expect(response.body.code).toBe(code);
    expect(counts.handler).toBe(status === 200 ? 1 : 0);
  });

  test("are not read for nobody", async () => {
    const { app, counts } = writing();
    await request(app).get("/1?f=name").expect(401);
    expect(counts).toEqual({ principal: 1, loader: 0, fields: 0, handler: 0 });
  });

  test("are awaited", async () => {
    const { app } = guarded(({ requirePermission }) =>
      requirePermission("contacts:write", { fields: async () => ["email"] }),
    );
    await request(app).get("/1").set(as("carl")).expect(403);
    await request(app).get("/1").set(as("olga")).expect(200);
  });

  test("are asked of the row too: a denied field refuses before the loader", async () => {
    let loaded = 0;
    const { app } = guarded(({ requirePermission }) =>
      requirePermission("contacts:write", {
        fields: (req) => Object.keys(req.query),
        resource: () => {
          loaded += 1;
          return { id: "1" };
        },
      }),
    );
    await request(app).get("/1?email=x").set(as("carl")).expect(403);
    expect(loaded).toBe(0);
    await request(app).get("/1").set(as("carl")).expect(403);
    expect(loaded).toBe(0);
    await request(app).get("/1?name=x").set(as("carl")).expect(200);
    expect(loaded).toBe(1);
  });

  test.each([["a string"], [undefined], [[1]], [new Array(1)], [{ name: true }]])(
    "a reader that gives %j is a mistake of the program: 500",
    async (given) => {
      const { app, counts } = guarded(({ requirePermission }) =>
        // @ts-expect-error fields are an array of strings
        requirePermission("contacts:write", { fields: () => given }),
      );
      await request(app).get("/1").set(as("olga")).expect(500);
      expect(counts.handler).toBe(0);
    },
  );
});

describe("all and any", () => {
  test("all: every permission is recorded; the first refused one alone if not", async () => {
    const { app, counts, audit } = guarded(({ requirePermission }) =>
      requirePermission({ all: ["contacts:read", "contacts:delete", "settings:manage"] }),
    );
    await request(app).get("/x").set(as("olga")).expect(200);
    await request(app).get("/x").set(as("ada")).expect(403);
    expect(counts.handler).toBe(1);
    expect(audit.lines()).toEqual([
      "allowed granted contacts:read",
      "allowed granted contacts:delete",
      "allowed granted settings:manage",
      "denied permission_missing contacts:delete",
    ]);
  });

  test("any: the one that allowed is recorded", async () => {
    const { app, counts, audit } = guarded(({ requirePermission }) =>
      requirePermission({ any: ["settings:manage", "contacts:delete", "contacts:read"] }),
    );
    await request(app).get("/x").set(as("ada")).expect(200);
    await request(app).get("/x").set(as("none")).expect(403);
    expect(counts.handler).toBe(1);
    expect(audit.lines()).toEqual([
      "allowed granted contacts:read",
      "denied permission_missing settings:manage",
    ]);
  });

  const both = definePolicy({
    types: {} as { rows: { notes: { id: string; ownerId: string; open: boolean } } },
    permissions: { notes: ["read", "edit", "purge"] },
    roles: {
      writer: {
        can: [
          { permission: "notes:read", when: { open: true } },
          { permission: "notes:edit", when: { ownerId: principal("id") } },
        ],
      },
    },
  });
  const notes = new Map([
    ["mine-shut", { id: "1", ownerId: "ada", open: false }],
    ["mine-open", { id: "2", ownerId: "ada", open: true }],
    ["other-open", { id: "3", ownerId: "bob", open: true }],
    ["other-shut", { id: "4", ownerId: "bob", open: false }],
  ]);

  test.each([
    ["all", "mine-open", 200, undefined],
    ["all", "mine-shut", 403, "Not allowed: notes:read"],
    ["all", "other-open", 403, "Not allowed: notes:edit"],
    ["any", "mine-shut", 200, undefined],
    ["any", "other-open", 200, undefined],
    ["any", "other-shut", 403, "Missing one of: notes:purge, notes:read, notes:edit"],
    ["any", "missing", 404, "Not found"],
  ])("%s on the row %s: %i", async (mode, id, status, message) => {
    let loaded = 0;
    const { requirePermission } = createRbac({
      policy: both,
      principal: () => ({ id: "ada", roles: ["writer"] }),
    });
    const guard = requirePermission(
      mode === "all"
        ? { all: ["notes:read", "notes:edit"] }
        : { any: ["notes:purge", "notes:read", "notes:edit"] },
      {
        resource: (req) => {
          loaded += 1;
          return notes.get(req.params["id"] ?? "");
        },
      },
    );
    const app = express();
    app.get("/:id", guard, (_req, res) => {
      res.json("ran");
    });
    const response = await request(app).get(`/${id}`).expect(status);
    expect(response.body.message).toBe(message);
    expect(loaded).toBe(1);
    // `any` that is refused bears the code of the first permission it names.
    if (status === 403) {
      const code = mode === "any" ? "permission_missing" : "condition_not_met";
      expect(response.body.code).toBe(code);
    }
  });
});

describe("a guard that runs twice on one request", () => {
  test("HTTP-07 decides once and writes one entry, in whichever place it is mounted", async () => {
    const audit = memory();
    let asked = 0;
    const { requirePermission, rbac } = createRbac({
      policy,
      audit,
      principal: (req: DeskRequest) => {
        asked += 1;
        return byUser(req);
      },
    });
    const reading = requirePermission("contacts:read");
    const router = express.Router();
    router.use(requirePermission("contacts:read"));
    router.get("/", reading, (req, res) => {
      res.json([reading.of(req).principal.id, rbac(req).principal.id]);
    });
    const app = express();
    app.use(authenticate, reading, router);
    await request(app).get("/").set(as("ada")).expect(200, ["ada", "ada"]);
    expect(audit.lines()).toEqual(["allowed granted contacts:read"]);
    expect(asked).toBe(1);
    await request(app).get("/").set(as("none")).expect(403);
    expect(audit.lines()).toHaveLength(2);
  });

  test("decides anew for another demand, other fields, and wherever there is a row", async () => {
    const audit = memory();
    let loaded = 0;
    const { requirePermission } = createRbac({ policy, audit, principal: byUser });
    const replying = requirePermission("conversations:reply", {
      resource: (): Conversation => {
        loaded += 1;
        return { id: `c${loaded}`, assigneeId: loaded === 1 ? "ada" : "bob" };
      },
    });
    const naming = requirePermission("contacts:write", { fields: () => ["name"] });
    const mailing = requirePermission("contacts:write", { fields: () => ["email"] });
    const app = express();
    app.use(authenticate);
    app.get("/row", replying, replying, (_req, res) => {
      res.json("ran");
    });
    app.get("/fields", naming, naming, mailing, (_req, res) => {
      res.json("ran");
    });
    app.get("/list", requirePermission("conversations:read", { list: true }));
    app.get("/list", requirePermission("conversations:read"), (_req, res) => {
      res.json("ran");
    });
    await request(app).get("/row").set(as("ada")).expect(403);
    await request(app).get("/fields").set(as("carl")).expect(403);
    await request(app).get("/list").set(as("ada")).expect(200);
    expect(audit.lines()).toEqual([
      "allowed granted conversations:reply",
      "denied condition_not_met conversations:reply",
      "allowed granted contacts:write",
      "denied field_denied contacts:write",
      "allowed granted conversations:read",
      "allowed granted conversations:read",
    ]);
  });

  test("each createRbac keeps its own account of the request", async () => {
    const asked: string[] = [];
    const make = (name: string) =>
      createRbac({
        policy,
        principal: () => {
          asked.push(name);
          return { id: name, roles: ["agent"] };
        },
      });
    const [one, two] = [make("one"), make("two")];
    const app = express();
    app.get(
      "/",
      one.requirePermission("contacts:read"),
      two.requirePermission("contacts:read"),
      (req, res) => {
        res.json([one.rbac(req).principal.id, two.rbac(req).principal.id]);
      },
    );
    await request(app).get("/").expect(200, ["one", "two"]);
    expect(asked).toEqual(["one", "two"]);
  });
});
