import { definePolicy, extendPolicy, parsePolicy, UnavailableError } from "@intercom-rbac/core";
import type { ErrorRequestHandler } from "express";
import express from "express";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { createRbac } from "../src/index.ts";
import { collectWarnings } from "./collected-warnings.ts";
import type { DeskRequest } from "./desk.ts";
import { as, authenticate, byUser, conversations, memory, policy } from "./desk.ts";
import { expectNoFaults } from "./security/watched.ts";

expectNoFaults();

const warnings = collectWarnings();

/** Two workspaces: in `north` ghosts are wizards, who read what they hold; `south` has a role of the same name. */
const north = policy.withRoles([
  {
    name: "wizard",
    can: [
      "contacts:read",
      { permission: "conversations:read", when: { assigneeId: { $principal: "id" } } },
    ],
  },
]);
const south = policy.withRoles([{ name: "wizard", can: ["settings:manage"] }]);
const WORKSPACES: ReadonlyMap<string, typeof north> = new Map([
  ["north", north],
  ["south", south],
]);

interface Desk {
  readonly policyFor: (req: DeskRequest, who: unknown) => unknown;
  readonly rbac?: object;
}

function desk({ policyFor, rbac: extra = {} }: Desk) {
  const audit = memory();
  const seen = { handler: 0, errors: [] as unknown[] };
  const options = { policy, principal: byUser, audit, policyFor, ...extra };
  const rbac: ReturnType<typeof made> = Reflect.apply(createRbac, undefined, [options]);
  const app = express();
  app.use(authenticate);
  const report: ErrorRequestHandler = (error, _req, res, _next) => {
    seen.errors.push(error);
    res.status(error.status ?? 500).json({ reported: error.code ?? error.message });
  };
  const ran: express.RequestHandler = (req, res) => {
    seen.handler += 1;
    res.json(rbac.rbac(req).policy.version);
  };
  return { app, audit, seen, rbac, report, ran };
}
const made = () => createRbac({ policy, principal: byUser });

const ofHeader = (req: DeskRequest) => WORKSPACES.get(String(req.headers["x-workspace"]));

describe("the workspace's policy answers", () => {
  test("in guards, and in every question of the context", async () => {
    const { app, audit, rbac, report } = desk({ policyFor: ofHeader });
    app.get("/", rbac.requirePermission("contacts:read"), (req, res) => {
      const context = rbac.rbac(req);
      res.json([
        context.policy === north,
        context.can("contacts:read"),
        context.decide("contacts:read").policyVersion === north.version,
        context.couldEver("conversations:read"),
        context.filter("conversations:read", [
          { id: "1", assigneeId: "ghost" },
          { id: "2", assigneeId: null },
        ]),
        context.conditionsFor("conversations:read").kind,
        context.permittedFields("contacts:read"),
      ]);
    });
    app.use(report);
    const response = await request(app)
      .get("/")
      .set({ ...as("ghost"), "x-workspace": "north" });
    expect(response.body).toEqual([
      true,
      true,
      true,
      true,
      [{ id: "1", assigneeId: "ghost" }],
      "some",
      ["name", "phone"],
    ]);
    expect(audit.entries.map(({ policyVersion }) => policyVersion)).toEqual([
      north.version,
      north.version,
    ]);

    const refused = await request(app)
      .get("/")
      .set({ ...as("ghost"), "x-workspace": "south" });
    expect([refused.status, refused.body.code]).toEqual([403, "permission_missing"]);
    expect(audit.entries.at(-1)?.policyVersion).toBe(south.version);
  });

  test("on rows, lists, fields and deferred decisions", async () => {
    const { app, audit, rbac } = desk({ policyFor: async (req) => ofHeader(req) });
    const row = rbac.requirePermission("conversations:read", {
      resource: () => conversations.get("c1"),
      fields: async () => ["id"],
    });
    app.get("/row", row, (req, res) => res.json(row.of(req).policy === north));
    app.get("/list", rbac.requirePermission("conversations:read", { list: true }), (_req, res) =>
      res.json(1),
    );
    app.get(
      "/deferred",
      rbac.requirePermission("conversations:read", { deferred: true }),
      (req, res) => {
        rbac.rbac(req).authorize("conversations:read", { id: "9", assigneeId: "ghost" });
        res.json(2);
      },
    );
    const ghost = { ...as("ghost"), "x-workspace": "north" };
    await request(app).get("/row").set(ghost).expect(403);
    await request(app).get("/list").set(ghost).expect(200, "1");
    await request(app).get("/deferred").set(ghost).expect(200, "2");
    expect(audit.lines()).toEqual([
      "denied condition_not_met conversations:read",
      "allowed granted conversations:read",
      "allowed granted conversations:read",
    ]);
  });

  test("is asked once a request, also by guards that run at the same time", async () => {
    const asked: unknown[] = [];
    const { app, rbac } = desk({
      policyFor: async (req, who) => {
        asked.push(who);
        await new Promise((resolve) => setImmediate(resolve));
        return ofHeader(req);
      },
    });
    const guards = [
      rbac.requirePermission("contacts:read"),
      rbac.requirePermission("contacts:write"),
    ];
    app.get("/", async (req, res) => {
      const passed: unknown[] = [];
      await Promise.all(guards.map((guard) => guard(req, res, (error) => passed.push(error))));
      rbac.requirePermission("contacts:read")(req, res, () => passed.push("again"));
      res.json(passed.length);
    });
    await request(app)
      .get("/")
      .set({ ...as("olga"), "x-workspace": "north" })
      .expect(200, "3");
    expect(asked).toEqual([{ id: "olga", roles: ["owner"] }]);
  });

  test("an attempt that failed is not kept, if an app recovers", async () => {
    let asked = 0;
    const { app, rbac } = desk({
      policyFor: async () => {
        asked += 1;
        if (asked === 1) throw new Error("boom");
        return north;
      },
    });
    const recover: ErrorRequestHandler = (_error, _req, _res, next) => next();
    app.use(rbac.requirePermission("contacts:read"), recover);
    app.get("/", rbac.requirePermission("contacts:read"), (_req, res) => res.json("ran"));
    await request(app).get("/").set(as("olga")).expect(200);
    expect(asked).toBe(2);
  });

  test("is not asked for nobody, nor for a malformed principal", async () => {
    let asked = 0;
    const policyFor = () => {
      asked += 1;
      return north;
    };
    const { app, audit, rbac, ran } = desk({ policyFor });
    app.get("/", rbac.requirePermission("contacts:read"), ran);
    await request(app).get("/").expect(401);
    expect(audit.lines()).toEqual(["denied unauthenticated contacts:read"]);

    const malformed = desk({ policyFor, rbac: { principal: () => ({ id: "x", roles: "owner" }) } });
    malformed.app.get("/", malformed.rbac.requirePermission("contacts:read"), ran);
    malformed.app.use(malformed.report);
    await request(malformed.app).get("/").expect(500, { reported: "ERR_RBAC_PRINCIPAL_INVALID" });
    expect(asked).toBe(0);
  });
});

describe("whatever policyFor fails with, the request is refused with one entry", () => {
  const refused = "denied permission_missing contacts:read";
  test.each<[string, () => unknown, number, string]>([
    [
      "throws",
      () => {
        throw new Error("boom");
      },
      500,
      "boom",
    ],
    [
      "throws nothing",
      () => {
        throw undefined;
      },
      500,
      "Something that is not an Error was thrown (undefined); see cause.",
    ],
    ["rejects", () => Promise.reject(new Error("boom")), 500, "boom"],
    ["gives nothing", () => undefined, 500, "ERR_RBAC_OPTION_INVALID"],
    ["gives null, later", async () => null, 500, "ERR_RBAC_OPTION_INVALID"],
    [
      "gives something else",
      () => ({ decide: () => ({ allowed: true }) }),
      500,
      "ERR_RBAC_OPTION_INVALID",
    ],
  ])("%s", async (_name, policyFor, status, reported) => {
    const { app, audit, seen, rbac, report, ran } = desk({ policyFor });
    app.get("/", rbac.requirePermission("contacts:read"), ran);
    app.use(report);
    await request(app).get("/").set(as("olga")).expect(status, { reported });
    expect(seen.handler).toBe(0);
    expect(audit.lines()).toEqual([refused]);
    expect(audit.entries[0]?.adminId).toBe("olga");
  });

  test("a store that is away: 503", async () => {
    const { app, audit, seen, rbac, ran } = desk({
      policyFor: () => Promise.reject(new UnavailableError("the database is away")),
    });
    app.get("/", rbac.requirePermission("contacts:read"), ran);
    const { body } = await request(app).get("/").set(as("olga")).expect(503);
    expect(body.code).toBe("unavailable");
    expect([audit.lines(), seen.handler]).toEqual([[refused], 0]);
  });
});

describe("a policy that is not made from the app's own is refused, naming what differs", () => {
  const base = {
    permissions: { notes: ["read", "edit"] },
    roles: {
      reader: { can: ["notes:read"] },
      editor: { extends: ["reader"], can: ["notes:edit"] },
    },
    tenant: { row: "workspaceId", principal: "workspaceId" },
  };
  const { tenant: _tenant, ...untenanted } = base;
  // As JavaScript defines, where no type knows the names.
  const define = (definition: object) => Reflect.apply(definePolicy, undefined, [definition]);
  const changed = (change: object) => define({ ...base, ...change });
  const own = define(base);

  async function message(ofApp: unknown, found: unknown): Promise<string> {
    const { app, seen, rbac, report, ran } = desk({
      policyFor: () => found,
      rbac: { policy: ofApp, principal: () => ({ id: "x", roles: [], workspaceId: "w" }) },
    });
    const guard = Reflect.apply(rbac.requirePermission, undefined, ["notes:read"]);
    app.get("/", guard, ran);
    app.use(report);
    await request(app).get("/");
    const [error] = seen.errors;
    return error instanceof Error ? error.message : "accepted";
  }

  const scopes = { "notes:read": ["read_notes"], "notes:edit": ["write_notes"] };
  const scoped = own.withScopes(scopes);
  const bounded = own.withRoles([], { ceiling: ["notes:read"] });
  const apart = { reader: { can: ["notes:read"] }, editor: { can: ["notes:edit"] } };

  test.each<[string, unknown, unknown]>([
    [
      "it has no permission notes:edit",
      own,
      changed({ permissions: { notes: ["read"] }, roles: {} }),
    ],
    ['it has no role "editor"', own, changed({ roles: { reader: { can: ["notes:read"] } } })],
    [
      'its role "reader" differs',
      own,
      changed({ roles: { ...base.roles, reader: { can: ["notes:*"] } } }),
    ],
    ["its tenant differs", own, define(untenanted)],
    ["its tenant differs", own, changed({ tenant: { row: "workspaceId", principal: "id" } })],
    ["its tenant differs", define(untenanted), own],
    [
      "an exclusive set of roles is missing",
      changed({ roles: apart, exclusive: [["reader", "editor"]] }),
      changed({ roles: apart }),
    ],
    ["its scopes of notes:read differ", scoped, own],
    [
      "its scopes of notes:edit differ",
      scoped,
      own.withScopes({ ...scopes, "notes:edit": ["read_notes"] }),
    ],
    ["its ceiling is higher", bounded, own],
  ])("%s", async (difference, ofApp, found) => {
    expect(await message(ofApp, found)).toBe(
      `policyFor gave a policy that is not made from options.policy: ${difference}. Make it with withRoles, withScopes or extendPolicy.`,
    );
  });

  test.each<[string, unknown, unknown]>([
    ["itself", own, own],
    ["with roles", own, own.withRoles([{ name: "x", can: ["notes:read"], extends: ["editor"] }])],
    ["with a ceiling", own, bounded],
    ["with scopes", own, scoped],
    [
      "with permissions",
      own,
      Reflect.apply(extendPolicy, undefined, [own, { permissions: { tags: ["add"] }, roles: {} }]),
    ],
    ["stored and read back", own, parsePolicy(JSON.stringify(own))],
    ["stored with its ceiling and read back", bounded, parsePolicy(JSON.stringify(bounded))],
  ])("but %s is fine", async (_name, ofApp, found) => {
    expect(await message(ofApp, found)).toBe("accepted");
  });

  test("each policy is compared once", async () => {
    let read = 0;
    const counted = new Proxy(north, {
      get(target, name) {
        if (name === "toJSON") read += 1;
        const value = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const { app, rbac, ran } = desk({ policyFor: () => counted });
    app.get("/", rbac.requirePermission("contacts:read"), ran);
    await request(app).get("/").set(as("olga")).expect(200);
    const once = read;
    await request(app).get("/").set(as("olga")).expect(200);
    expect(read - once).toBeLessThan(once);
  });
});

describe("a rule that a workspace adds, on a guard that cannot give what it needs", () => {
  const SECRETS = ["wizard", "assigneeId", "s3cret"];
  const own = policy.withRoles([
    {
      name: "wizard",
      can: [
        { permission: "conversations:read", when: { assigneeId: "s3cret" } },
        { permission: "contacts:delete", fields: ["s3cret"] },
      ],
    },
  ]);

  const told = async (): Promise<readonly string[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return warnings
      .filter((warning) => Reflect.get(warning, "code") === "ERR_RBAC_GUARD_MISUSED")
      .map(({ name, message }) => `${name} ${message}`);
  };

  test("the row: resource_required, and one warning for each guard and permission, with the ways out", async () => {
    const { app, rbac, ran } = desk({ policyFor: () => own });
    app.get("/a", rbac.requirePermission("conversations:read"), ran);
    app.get(
      "/b",
      rbac.requirePermission({ any: ["conversations:close", "conversations:read"] }),
      ran,
    );
    for (const path of ["/a", "/a", "/b", "/b"]) {
      const { body } = await request(app).get(path).set(as("ghost")).expect(403);
      expect(["resource_required", "permission_missing"]).toContain(body.code);
    }
    const heard = await told();
    expect(heard[0]).toMatch(/ at \S+policy-for\.test\.ts:\d+ refused/);
    expect(heard.map((text) => text.replace(/ at \S+:\d+ /, " "))).toEqual([
      'RbacWarning requirePermission("conversations:read") refused a request because a role has a condition on ' +
        "conversations:read, and this guard has no row to test it on. Load the row with options.resource; or, on a " +
        "route for many rows, set options.list and filter them in the handler; or set options.deferred and decide in the handler.",
      expect.stringContaining(
        'requirePermission({"any":["conversations:close","conversations:read"]})',
      ),
    ]);
    for (const secret of SECRETS) expect(heard.join()).not.toContain(secret);
  });

  test("the fields: field_required, and one warning", async () => {
    const { app, rbac, ran } = desk({ policyFor: () => own });
    app.get("/", rbac.requirePermission("contacts:delete"), ran);
    for (const _ of [1, 2]) {
      const { body } = await request(app).get("/").set(as("ghost")).expect(403);
      expect(body.code).toBe("field_required");
    }
    const heard = await told();
    expect(heard).toEqual([expect.stringContaining("Name them with options.fields.")]);
    for (const secret of SECRETS) expect(heard.join()).not.toContain(secret);
  });

  test("no warning where the guard asks for the row", async () => {
    const { app, rbac, ran } = desk({ policyFor: () => own });
    const options = [{ list: true }, { resource: () => conversations.get("c1") }];
    options.forEach((option, index) => {
      const guard = Reflect.apply(rbac.requirePermission, undefined, [
        "conversations:read",
        option,
      ]);
      app.get(`/${index}`, guard, ran);
    });
    await request(app).get("/0").set(as("ghost")).expect(200);
    await request(app).get("/1").set(as("ghost")).expect(403);
    expect(await told()).toEqual([]);
  });
});

test("a reference in a workspace's role is bound to the request's principal", async () => {
  const own = policy.withRoles([
    {
      name: "wizard",
      can: [
        {
          permission: "conversations:close",
          when: { assigneeId: { $principal: "id" } },
        },
      ],
    },
  ]);
  const { app, rbac, ran } = desk({ policyFor: () => own });
  for (const assigneeId of ["ghost", "ada"]) {
    const guard = rbac.requirePermission("conversations:close", {
      resource: () => ({ id: "1", assigneeId }),
    });
    app.get(`/${assigneeId}`, guard, ran);
  }
  await request(app).get("/ghost").set(as("ghost")).expect(200);
  await request(app).get("/ada").set(as("ghost")).expect(403);
});
