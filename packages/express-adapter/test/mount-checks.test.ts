import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { definePolicy, principal } from "@intercom-rbac/core";
import { describe, expect, test } from "vitest";
import { createRbac, publicRoute } from "../src/index.ts";
import { byUser, policy } from "./desk.ts";

const { requirePermission } = createRbac({ policy, principal: byUser });

/** Calls as JavaScript does, where no type objects. */
const mount = (...given: readonly unknown[]): unknown =>
  Reflect.apply(requirePermission, undefined, given);

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

const MISUSED = "ERR_RBAC_GUARD_MISUSED";
const INVALID = "ERR_RBAC_OPTION_INVALID";
const UNKNOWN = "ERR_RBAC_PERMISSION_UNKNOWN";

describe("requirePermission refuses at mount", () => {
  test("an unknown permission, naming the nearest", () => {
    for (const demand of [
      "contacts:dlete",
      { all: ["contacts:read", "contacts:dlete"] },
      { any: ["contacts:dlete"] },
    ]) {
      expect(thrown(() => mount(demand))).toMatchObject({
        code: UNKNOWN,
        message: expect.stringContaining("contacts:delete"),
      });
    }
  });

  test.each([
    ["all of nothing", { all: [] }, MISUSED, "permission.all is empty"],
    ["any of nothing", { any: [] }, MISUSED, "permission.any is empty"],
    ["undefined", undefined, INVALID, "not undefined"],
    ["null", null, INVALID, "not null"],
    ["a list by itself", ["contacts:read"], INVALID, "not an array"],
    ["no key", {}, INVALID, "it has none"],
    ["another key", { some: ["contacts:read"] }, INVALID, `it has "some"`],
    ["both keys", { all: ["contacts:read"], any: ["contacts:read"] }, INVALID, `"all", "any"`],
    ["a name where a list belongs", { any: "contacts:read" }, INVALID, "not a string"],
    ["a number in the list", { any: ["contacts:read", 7] }, INVALID, "permission.any[1]"],
    [
      "a request, as to a guard that was not called",
      new IncomingMessage(new Socket()),
      MISUSED,
      "Call it",
    ],
    ["the empty name", "", UNKNOWN, ""],
    ["a prototype name", "__proto__", UNKNOWN, ""],
    ["a pattern", "contacts:*", UNKNOWN, ""],
  ])("%s", (_name, demand, code, message) => {
    expect(thrown(() => mount(demand))).toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test.each([
    [
      "a misspelt option",
      { resorce: () => null },
      '"resorce" (a function) is no option. Did you mean "resource"?',
    ],
    ["an option of a later version", { shadow: true }, "Use resource, fields, list, deferred"],
    ["a loader that is no function", { resource: {} }, "options.resource must be a function"],
    ["list as text", { list: "true" }, "options.list must be a boolean, not a string"],
    ["maskAs404 as a number", { maskAs404: 1 }, "options.maskAs404 must be a boolean"],
    ["fields as a list", { fields: ["name"] }, "options.fields must be a function, not an array"],
    ["no object", null, "must be an object, not null"],
    ["a list", [], "must be an object, not an array"],
    ["a function", () => null, "must be an object, not a function"],
  ])("%s", (_name, options, message) => {
    expect(thrown(() => mount("contacts:read", options))).toMatchObject({
      code: INVALID,
      message: expect.stringContaining(message),
    });
  });

  test("options that are undefined count as left out", () => {
    expect(mount("contacts:read", { resource: undefined, list: undefined })).toBeTypeOf("function");
  });

  test("a permission that a role grants on a condition, without a row: names both and the ways out", () => {
    const error = thrown(() => requirePermission("conversations:reply"));
    expect(error).toMatchObject({
      code: MISUSED,
      message:
        'requirePermission("conversations:reply"): the role "agent" grants conversations:reply on a condition, ' +
        "and this guard has no row to test it on. Load the row with options.resource; or, on a route for many " +
        "rows, set options.list and filter them in the handler; or set options.deferred and decide in the handler; " +
        "or take the condition (when) off the rule.",
    });
    expect(
      thrown(() => requirePermission({ any: ["contacts:read", "conversations:reply"] })),
    ).toMatchObject({ code: MISUSED });
    expect(requirePermission("conversations:reply", { list: true })).toBeTypeOf("function");
    expect(requirePermission("conversations:reply", { deferred: true })).toBeTypeOf("function");
    expect(requirePermission("conversations:reply", { resource: () => null })).toBeTypeOf(
      "function",
    );
  });

  const make = (roles: object) =>
    createRbac({
      policy: definePolicy({ permissions: { notes: ["read", "edit"] }, roles }),
      principal: () => null,
    });
  const mine = { ownerId: principal("id") };

  test.each([
    [
      "a conditional denial, though the role grants nothing itself",
      {
        reader: { can: ["notes:read"] },
        limited: { cannot: [{ permission: "notes:read", when: mine }] },
      },
      'the role "limited" denies notes:read',
    ],
    [
      "a condition behind a wildcard",
      { reader: { can: [{ permission: "notes:*", when: mine }] } },
      'the role "reader" grants notes:read',
    ],
    [
      "a condition in one of several permissions",
      { reader: { can: [{ permission: ["notes:edit", "notes:read"], when: mine }] } },
      'the role "reader" grants notes:read',
    ],
    [
      "a condition beside a limit to fields",
      { reader: { can: [{ permission: "notes:read", when: mine, fields: ["title"] }] } },
      'the role "reader" grants notes:read',
    ],
  ])("%s", (_name, roles, message) => {
    expect(thrown(() => make(roles).requirePermission("notes:read"))).toMatchObject({
      code: MISUSED,
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ["a limit to fields", { reader: { can: [{ permission: "notes:read", fields: ["title"] }] } }],
    [
      "a condition beside an unconditional grant of the same role",
      { reader: { can: ["notes:read", { permission: "notes:read", when: mine }] } },
    ],
    [
      "a condition on another permission",
      { reader: { can: [{ permission: "notes:edit", when: mine }] } },
    ],
  ])("but not %s, which needs no row", (_name, roles) => {
    expect(make(roles).requirePermission("notes:read")).toBeTypeOf("function");
  });

  test("conditions are found whatever scopes the policy asks for", () => {
    const scoped = policy.withScopes({
      "contacts:read": [],
      "contacts:write": [],
      "contacts:delete": [],
      "conversations:read": [],
      "conversations:reply": [],
      "conversations:close": [],
      "settings:manage": [],
    });
    const rbac = createRbac({ policy: scoped, principal: () => null });
    expect(thrown(() => rbac.requirePermission("conversations:reply"))).toMatchObject({
      code: MISUSED,
    });
  });

  test("permissions of different resources with one loader", () => {
    const demand = { any: ["contacts:read", "conversations:read"] } as const;
    expect(
      thrown(() => requirePermission(demand, { resource: () => ({ id: "1", assigneeId: null }) })),
    ).toMatchObject({
      code: MISUSED,
      message: expect.stringContaining("contacts and conversations"),
    });
    expect(requirePermission(demand)).toBeTypeOf("function");
  });

  test("a loader together with list, and maskAs404 without a loader", () => {
    expect(
      // @ts-expect-error nor does it compile
      thrown(() => requirePermission("contacts:read", { list: true, resource: () => null })),
    ).toMatchObject({ code: MISUSED });
    expect(thrown(() => requirePermission("contacts:read", { maskAs404: true }))).toMatchObject({
      code: MISUSED,
    });
  });

  test("changing the demand afterwards changes nothing", () => {
    const any: [string, ...string[]] = ["contacts:read"];
    const guard = mount({ any });
    any.push("settings:manage");
    expect(Reflect.get(Object(guard), "@intercom-rbac/express:middleware")).toEqual({
      kind: "guard",
      any: ["contacts:read"],
    });
  });
});

describe("what was planted on Object.prototype", () => {
  function polluted<X>(property: string, value: unknown, run: () => X): X {
    Object.defineProperty(Object.prototype, property, { value, configurable: true });
    try {
      return run();
    } finally {
      Reflect.deleteProperty(Object.prototype, property);
    }
  }

  test.each([
    ["list", true],
    ["resource", () => ({ id: "c1", assigneeId: "ada" })],
  ])("%s is no option of a guard", (property, value) => {
    expect(
      thrown(() => polluted(property, value, () => requirePermission("conversations:reply"))),
    ).toMatchObject({ code: MISUSED });
  });

  test("all is no demand beside the one that is made", () => {
    const guard = polluted("all", ["contacts:read"], () => mount({ any: ["contacts:delete"] }));
    expect(Reflect.get(Object(guard), "@intercom-rbac/express:middleware")).toEqual({
      kind: "guard",
      any: ["contacts:delete"],
    });
    expect(thrown(() => polluted("all", ["contacts:read"], () => mount({})))).toMatchObject({
      code: INVALID,
    });
  });

  test("principal and policy are no options of createRbac", () => {
    const make = (options: object) => Reflect.apply(createRbac, undefined, [options]);
    expect(
      thrown(() =>
        polluted(
          "principal",
          () => ({ id: "x", roles: ["owner"] }),
          () => make({ policy }),
        ),
      ),
    ).toMatchObject({ code: INVALID, message: expect.stringContaining("options.principal") });
    expect(
      thrown(() => polluted("policy", policy, () => make({ principal: byUser }))),
    ).toMatchObject({ code: INVALID, message: expect.stringContaining("options.policy") });
  });

  test("onDenied answers nothing", () => {
    const rbac = createRbac({ policy, principal: () => null });
    const req = Object.assign(new IncomingMessage(new Socket()), { params: {} });
    const res = new ServerResponse(req);
    let hooked = 0;
    const hook = (): void => {
      hooked += 1;
    };
    const guard = rbac.requirePermission("contacts:read");
    polluted("onDenied", hook, () => guard(req, res, hook));
    expect([res.statusCode, hooked]).toEqual([401, 0]);
  });
});

describe("what is used without its call, or called with what it cannot take", () => {
  const rbac = createRbac({ policy, principal: byUser });
  const req = Object.assign(new IncomingMessage(new Socket()), { params: {} });
  const res = new ServerResponse(req);
  const next = (): void => undefined;

  test("requirePermission and errorHandler, mounted as they are, say so", () => {
    for (const [used, given, message] of [
      [requirePermission, [req, res, next], 'requirePermission("contacts:read")'],
      [rbac.publicRoute, [req, res, next], 'publicRoute("why the route is open")'],
      [rbac.handler, [req, res, next], "handler((req, res) =>"],
      [rbac.errorHandler, [req, res, next], "app.use(errorHandler())"],
      [rbac.errorHandler, [new Error("boom"), req, res, next], "app.use(errorHandler())"],
    ] as const) {
      expect(thrown(() => Reflect.apply(used, undefined, given))).toMatchObject({
        code: MISUSED,
        message: expect.stringContaining(message),
      });
    }
  });

  test.each([[undefined], [null], [{}], ["run"]])("handler(%j)", (run) => {
    expect(thrown(() => Reflect.apply(rbac.handler, undefined, [run]))).toMatchObject({
      code: INVALID,
      message: expect.stringMatching(/^handler\(fn\): fn must be a function, not /),
    });
  });
});

describe("createRbac refuses", () => {
  const make = (options: unknown): unknown => Reflect.apply(createRbac, undefined, [options]);
  const principalOption = () => null;
  const WRITES = "options.audit must be an object with a method write(entry)";

  test.each([
    ["no options", undefined, "must be an object, not undefined"],
    [
      "no policy",
      { principal: principalOption },
      "options.policy must be what definePolicy returned",
    ],
    ["another object for a policy", { policy: {}, principal: principalOption }, "options.policy"],
    ["no principal", { policy }, "options.principal must be a function of the request"],
    ["a principal that is no function", { policy, principal: {} }, "options.principal"],
    ["a sink without write", { policy, principal: principalOption, audit: {} }, WRITES],
    [
      "a sink that is a function",
      { policy, principal: principalOption, audit: () => null },
      WRITES,
    ],
    ["null for a sink", { policy, principal: principalOption, audit: null }, WRITES],
    [
      "a hook that is no function",
      { policy, principal: principalOption, onDenied: true },
      "options.onDenied must be a function, not a boolean",
    ],
    [
      "an unknown format",
      { policy, principal: principalOption, responseFormat: "xml" },
      "options.responseFormat",
    ],
    [
      "an empty challenge",
      { policy, principal: principalOption, challenge: "" },
      "options.challenge",
    ],
    [
      "a challenge with a line break",
      { policy, principal: principalOption, challenge: "Bearer\r\nX-Evil: 1" },
      "options.challenge",
    ],
    [
      "exposeReasons as text",
      { policy, principal: principalOption, exposeReasons: "yes" },
      "options.exposeReasons must be a boolean, not a string",
    ],
    [
      "a policyFor that is no function",
      { policy, principal: principalOption, policyFor: policy },
      "options.policyFor must be a function",
    ],
    [
      "an unknown onUndecided",
      { policy, principal: principalOption, onUndecided: "ignore" },
      'options.onUndecided must be "refuse" or "report"',
    ],
    [
      "an option of a later version",
      { policy, principal: principalOption, shadow: () => policy },
      '"shadow" (a function) is no option.',
    ],
  ])("%s", (_name, options, message) => {
    expect(thrown(() => make(options))).toMatchObject({
      code: INVALID,
      message: expect.stringContaining(message),
    });
  });

  test("the message never holds the value", () => {
    const error = thrown(() => make({ policy, principal: principalOption, challenge: "s3cret\n" }));
    expect(String(error)).not.toContain("s3cret");
  });
});

describe("what a route audit will read", () => {
  test("guards and public routes say what they are, under an enumerable string key", () => {
    const key = "@intercom-rbac/express:middleware";
    const guards = [
      requirePermission("contacts:read"),
      requirePermission({ all: ["contacts:read", "contacts:delete"] }),
      requirePermission({ any: ["contacts:read", "contacts:delete"] }, { list: true }),
      requirePermission("conversations:reply", { resource: () => null }),
      publicRoute("asked by the load balancer"),
    ];
    expect(guards.map((guard) => Object.keys(guard).includes(key))).toEqual(Array(5).fill(true));
    expect(guards.map((guard) => Reflect.get(guard, key))).toEqual([
      { kind: "guard", all: ["contacts:read"] },
      { kind: "guard", all: ["contacts:read", "contacts:delete"] },
      { kind: "guard", any: ["contacts:read", "contacts:delete"], list: true },
      { kind: "guard", all: ["conversations:reply"], resource: true },
      { kind: "public", reason: "asked by the load balancer" },
    ]);
    expect(guards.map(({ name, length }) => [name, length])).toEqual([
      ["requirePermission(contacts:read)", 3],
      ["requirePermission(contacts:read, contacts:delete)", 3],
      ["requirePermission(contacts:read | contacts:delete)", 3],
      ["requirePermission(conversations:reply)", 3],
      ["publicRoute", 3],
    ]);
    expect(() => Object.assign(guards[0] ?? {}, { [key]: { kind: "public" } })).toThrow(TypeError);
  });

  test.each([[""], ["  "], [undefined], [7]])("publicRoute(%j) has no reason", (reason) => {
    expect(thrown(() => Reflect.apply(publicRoute, undefined, [reason]))).toMatchObject({
      code: INVALID,
    });
  });
});
