import { subject } from "@casl/ability";
import { describe, expect, it } from "vitest";
import { definePolicy, parsePolicy } from "../../src/index.ts";
import {
  check,
  define,
  extend,
  loadRoles,
  placesOf,
  problemsOf,
  switchScopesOn,
} from "../definition/untyped.ts";
import type { Expected } from "./ways-in.ts";
import { base, body, expectOnly, waysIn } from "./ways-in.ts";

const CYRILLIC_OWNER = "\u043ewner";
const LONG = "x".repeat(64);

/** Name, step of its path, code, message, suggestion. */
type NameRow = readonly [string, string, string, Expected["code"], RegExp, RegExp];
const GRAMMAR = /starts with a letter/;
const names: readonly NameRow[] = [
  [
    "POL-01 __proto__",
    "__proto__",
    ".__proto__",
    "key_forbidden",
    /"__proto__" is a property every object has/,
    /another name/,
  ],
  [
    "POL-02 constructor",
    "constructor",
    ".constructor",
    "key_forbidden",
    /"constructor" is a property every object has/,
    /another name/,
  ],
  [
    "POL-03 toString",
    "toString",
    ".toString",
    "key_forbidden",
    /"toString" is a property every object has/,
    /another name/,
  ],
  ["POL-04 empty", "", '[""]', "name_invalid", /name is empty/, GRAMMAR],
  [
    "POL-05 trailing space",
    "owners ",
    '["owners "]',
    "name_invalid",
    /"owners " contains U\+0020/,
    GRAMMAR,
  ],
  [
    "POL-07 Cyrillic look-alike",
    CYRILLIC_OWNER,
    '["\\u043ewner"]',
    "name_invalid",
    /"\\u043ewner" contains U\+043E/,
    GRAMMAR,
  ],
  [
    "POL-08 zero-width",
    "own\u200ber",
    '["own\\u200ber"]',
    "name_invalid",
    /"own\\u200ber" contains U\+200B/,
    GRAMMAR,
  ],
  ["POL-09 NUL", "owner\0", '["owner\\u0000"]', "name_invalid", /contains U\+0000/, GRAMMAR],
  [
    "POL-10 newline",
    "owners\n",
    '["owners\\n"]',
    "name_invalid",
    /"owners\\n" contains U\+000A/,
    GRAMMAR,
  ],
  [
    "POL-11 64 characters",
    LONG,
    `.${LONG}`,
    "name_invalid",
    /has 64 characters, more than 63/,
    GRAMMAR,
  ],
  [
    "POL-15 comma in a name",
    "own,er",
    '["own,er"]',
    "name_invalid",
    /"own,er" contains U\+002C/,
    GRAMMAR,
  ],
];

describe("names", () => {
  describe.each(names)("%s", (_title, name, step, code, message, suggestion) => {
    it("as a role", () => {
      const roles = { ...body.roles, [name]: { can: ["contacts:read"] } };
      const expected = { code, path: `roles${step}`, message, suggestion };
      expectOnly(
        problemsOf(() => define({ ...body, roles })),
        expected,
      );
      expectOnly(
        problemsOf(() => extend(base, { roles: { [name]: {} } })),
        expected,
      );
      expectOnly(
        problemsOf(() => parsePolicy({ version: 1, ...body, roles })),
        expected,
      );
      const text = JSON.stringify({ version: 1, ...body, roles });
      expectOnly(
        problemsOf(() => parsePolicy(text)),
        expected,
      );
      const documents = [{ name, can: ["contacts:read"] }];
      expectOnly(
        problemsOf(() => loadRoles(base, documents)),
        expected,
      );
      const grantedBy = { id: "1", roles: ["owner"] };
      expectOnly(check(base, documents, { grantedBy }), expected);
    });

    it("as a resource", () => {
      const permissions = { ...body.permissions, [name]: ["read"] };
      const expected = { code, path: `permissions${step}`, message, suggestion };
      expectOnly(
        problemsOf(() => define({ ...body, permissions })),
        expected,
      );
      expectOnly(
        problemsOf(() => extend(base, { permissions: { [name]: ["read"] }, roles: {} })),
        expected,
      );
      const text = JSON.stringify({ version: 1, ...body, permissions });
      expectOnly(
        problemsOf(() => parsePolicy(text)),
        expected,
      );
    });

    it("as an action", () => {
      const permissions = { ...body.permissions, articles: ["read", name] };
      const expected = { code, path: "permissions.articles[1]", message, suggestion };
      expectOnly(
        problemsOf(() => define({ ...body, permissions })),
        expected,
      );
      const text = JSON.stringify({ version: 1, ...body, permissions });
      expectOnly(
        problemsOf(() => parsePolicy(text)),
        expected,
      );
    });
  });

  it("POL-11 63 characters are a name", () => {
    const name = "x".repeat(63);
    const policy = define({ permissions: { [name]: [name] }, roles: { [name]: { can: ["*"] } } });
    expect(policy.can({ id: "1", roles: [name] }, `${name}:${name}`)).toBe(true);
  });

  describe("POL-06 owner beside Owner", () => {
    const message = /"owner" and "Owner" differ only in case/;
    const expected = {
      code: "name_ambiguous",
      path: "roles.Owner",
      message,
      suggestion: /keep one/,
    } as const;
    it.each<readonly [string, () => unknown]>([
      ["definePolicy", () => define({ ...body, roles: { ...body.roles, Owner: {} } })],
      ["extendPolicy", () => extend(base, { roles: { Owner: {} } })],
      ["withRoles", () => loadRoles(base, [{ name: "Owner" }])],
      [
        "parsePolicy",
        () =>
          parsePolicy(JSON.stringify({ version: 1, ...body, roles: { ...body.roles, Owner: {} } })),
      ],
    ])("by %s", (_way, run) => expectOnly(problemsOf(run), expected));

    it("for resources and actions", () => {
      expect(
        placesOf(() =>
          define({ permissions: { Contacts: ["read"], contacts: ["read", "Read"] }, roles: {} }),
        ),
      ).toEqual(["name_ambiguous permissions.contacts", "name_ambiguous permissions.contacts[1]"]);
      expect(
        placesOf(() => extend(base, { permissions: { contacts: ["Delete"] }, roles: {} })),
      ).toEqual(["name_ambiguous permissions.contacts[0]"]);
    });

    it("names compare exactly: OWNER holds nothing of owner", () => {
      const decision = base.decide({ id: "1", roles: ["OWNER"] }, "contacts:read");
      expect(decision).toMatchObject({ code: "permission_missing", unknownRoles: ["OWNER"] });
    });
  });
});

/** A custom role that is wrong in one place, and what is said of it. */
type RoleRow = readonly [string, unknown, Expected];
const wrongRoles: readonly RoleRow[] = [
  [
    "POL-12 no colon",
    { can: ["contactsread"] },
    {
      code: "permission_malformed",
      path: "roles.custom.can[0]",
      message: /"contactsread" has no colon/,
      suggestion: /resource:action/,
    },
  ],
  [
    "POL-12 no action",
    { can: ["contacts:"] },
    {
      code: "permission_malformed",
      path: "roles.custom.can[0]",
      message: /"contacts:" has no action/,
      suggestion: /resource:action/,
    },
  ],
  [
    "POL-12 no resource",
    { can: [":read"] },
    {
      code: "permission_malformed",
      path: "roles.custom.can[0]",
      message: /":read" has no resource/,
      suggestion: /resource:action/,
    },
  ],
  [
    "POL-13 two colons",
    { can: ["contacts:read:all"] },
    {
      code: "permission_malformed",
      path: "roles.custom.can[0]",
      message: /"contacts:read:all" has 2 colons/,
      suggestion: /resource:action/,
    },
  ],
  [
    "POL-14 *:*",
    { can: ["*:*"] },
    {
      code: "permission_malformed",
      path: "roles.custom.can[0]",
      message: /"\*:\*" is no pattern/,
      suggestion: /Everything is "\*"/,
    },
  ],
  [
    "POL-15 comma in a permission",
    { cannot: ["contacts:read,contacts:write"] },
    {
      code: "permission_malformed",
      path: "roles.custom.cannot[0]",
      message: /has a comma/,
      suggestion: /resource:action/,
    },
  ],
  [
    "POL-16 unknown permission",
    { can: ["contacts:read", { permission: "contacts:raed" }] },
    {
      code: "permission_unknown",
      path: "roles.custom.can[1].permission",
      message: /"contacts:raed" is no permission/,
      suggestion: /^Did you mean "contacts:read"\?$/,
    },
  ],
  [
    "POL-16 unknown permission in a list",
    { cannot: [{ permission: ["contacts:read", "contact:write"] }] },
    {
      code: "permission_unknown",
      path: "roles.custom.cannot[0].permission[1]",
      message: /"contact:write" is no permission/,
      suggestion: /"contacts:write"/,
    },
  ],
  [
    "POL-16 a permission in another case",
    { can: ["Contacts:read"] },
    {
      code: "permission_unknown",
      path: "roles.custom.can[0]",
      message: /"Contacts:read"/,
      suggestion: /"contacts:read"/,
    },
  ],
  [
    "POL-17 unknown parent role",
    { extends: ["agent", "ower"] },
    {
      code: "role_unknown",
      path: "roles.custom.extends[1]",
      message: /"ower" is no role/,
      suggestion: /^Did you mean "owner"\?$/,
    },
  ],
  [
    "POL-17 a parent every object has",
    { extends: ["constructor"] },
    { code: "role_unknown", path: "roles.custom.extends[0]", message: /"constructor" is no role/ },
  ],
  [
    "POL-19 self-inheritance",
    { extends: ["custom"] },
    {
      code: "role_cycle",
      path: "roles.custom.extends",
      message: /"custom" inherits from itself/,
      suggestion: /extends/,
    },
  ],
  [
    "POL-21 two exclusive roles inherited",
    { extends: ["auditor", "owner"] },
    {
      code: "roles_exclusive_inherited",
      path: "roles.custom.extends",
      message: /"auditor" and "owner", which exclude each other/,
      suggestion: /one of them/,
    },
  ],
  [
    "POL-23 unknown key invert",
    { can: [{ permission: "contacts:read", invert: true }] },
    {
      code: "key_unknown",
      path: "roles.custom.can[0].invert",
      message: /"invert" is no key/,
      suggestion: /`cannot`/,
    },
  ],
  [
    "POL-23 unknown key condition",
    { can: [{ permission: "contacts:read", condition: { a: 1 } }] },
    {
      code: "key_unknown",
      path: "roles.custom.can[0].condition",
      message: /"condition" is no key/,
      suggestion: /"when"/,
    },
  ],
  [
    "POL-23 unknown key of a role",
    { can: [], inherits: ["agent"] },
    { code: "key_unknown", path: "roles.custom.inherits", message: /"inherits" is no key/ },
  ],
  [
    "POL-23 misspelt key of a role",
    { cannott: ["contacts:read"] },
    {
      code: "key_unknown",
      path: "roles.custom.cannott",
      message: /"cannott" is no key/,
      suggestion: /"cannot"/,
    },
  ],
  [
    "POL-24 empty string",
    { can: [""] },
    {
      code: "rule_empty",
      path: "roles.custom.can[0]",
      message: /permission is empty/,
      suggestion: /resource:action/,
    },
  ],
  [
    "POL-24 empty permission of an object",
    { can: [{ permission: "" }] },
    { code: "rule_empty", path: "roles.custom.can[0].permission", message: /permission is empty/ },
  ],
  [
    "POL-24 empty object",
    { can: [{}] },
    {
      code: "type_invalid",
      path: "roles.custom.can[0].permission",
      message: /a string or an array, and is undefined/,
    },
  ],
  [
    "POL-24 empty list of permissions",
    { can: [{ permission: [] }] },
    { code: "type_invalid", path: "roles.custom.can[0].permission", message: /is an empty array/ },
  ],
  [
    "POL-24 null",
    { can: [null] },
    { code: "type_invalid", path: "roles.custom.can[0]", message: /is null/ },
  ],
  [
    "POL-25 when null",
    { can: [{ permission: "contacts:read", when: null }] },
    { code: "type_invalid", path: "roles.custom.can[0].when", message: /is null/ },
  ],
  [
    "POL-25 when []",
    { can: [{ permission: "contacts:read", when: [] }] },
    { code: "type_invalid", path: "roles.custom.can[0].when", message: /is an array/ },
  ],
  [
    "POL-25 when a number",
    { cannot: [{ permission: "contacts:read", when: 1 }] },
    { code: "type_invalid", path: "roles.custom.cannot[0].when", message: /is a number/ },
  ],
  [
    "POL-25 when empty",
    { can: [{ permission: "contacts:read", when: {} }] },
    {
      code: "condition_empty",
      path: "roles.custom.can[0].when",
      message: /says nothing/,
      suggestion: /Leave `when` out/,
    },
  ],
  [
    "POL-25 a field of which nothing is said",
    { can: [{ permission: "contacts:read", when: { status: {} } }] },
    {
      code: "condition_empty",
      path: "roles.custom.can[0].when.status",
      message: /nothing is said/,
      suggestion: /\$eq/,
    },
  ],
  [
    "POL-26 operator $regex",
    { can: [{ permission: "contacts:read", when: { name: { $regex: "^a" } } }] },
    {
      code: "operator_unknown",
      path: "roles.custom.can[0].when.name.$regex",
      message: /"\$regex" is none of \$eq \$ne/,
    },
  ],
  [
    "POL-26 misspelt operator",
    { can: [{ permission: "contacts:read", when: { name: { $neq: "a" } } }] },
    {
      code: "operator_unknown",
      path: "roles.custom.can[0].when.name.$neq",
      message: /"\$neq"/,
      suggestion: /^Did you mean "\$n?eq?"\?$/,
    },
  ],
  [
    "POL-26 operator without a field",
    { cannot: [{ permission: "contacts:read", when: { $or: [{ a: 1 }] } }] },
    {
      code: "operator_unknown",
      path: "roles.custom.cannot[0].when.$or",
      message: /"\$or" stands where a field is named/,
      suggestion: /several rules mean OR/,
    },
  ],
  [
    "POL-27 __proto__ in when",
    { can: [{ permission: "contacts:read", when: { ["__proto__"]: 1, status: "open" } }] },
    {
      code: "key_forbidden",
      path: "roles.custom.can[0].when.__proto__",
      message: /"__proto__" is a property every object has/,
    },
  ],
  [
    "POL-27 constructor as an operator",
    { can: [{ permission: "contacts:read", when: { status: { constructor: 1, $eq: 2 } } }] },
    {
      code: "key_forbidden",
      path: "roles.custom.can[0].when.status.constructor",
      message: /"constructor"/,
    },
  ],
  [
    "POL-27 a path through constructor",
    { can: [{ permission: "contacts:read", when: { "team.constructor": 1 } }] },
    {
      code: "key_forbidden",
      path: 'roles.custom.can[0].when["team.constructor"]',
      message: /"constructor"/,
    },
  ],
  [
    "POL-27 a reference to __proto__",
    { can: [{ permission: "contacts:read", when: { a: { $principal: "__proto__" } } }] },
    {
      code: "key_forbidden",
      path: "roles.custom.can[0].when.a.$principal",
      message: /"__proto__"/,
    },
  ],
  [
    "POL-32 a grant shadowed by an inherited denial",
    { extends: ["trainee"], can: ["contacts:delete"] },
    {
      code: "grant_shadowed",
      path: "roles.custom.can[0]",
      message: /roles\.trainee\.cannot\[0\] denies it/,
      suggestion: /do not inherit from "trainee"/,
    },
  ],
];

describe.each(wrongRoles)("%s", (_title, role, expected) => {
  it.each(waysIn(role))("by %s", (_way, problems) => {
    expectOnly(problems(), expected);
  });
});

describe("inheritance", () => {
  it("POL-18 an inheritance cycle is reported once, at its first member", () => {
    const roles = {
      a: { extends: ["b"] },
      b: { extends: ["c"] },
      c: { extends: ["a"] },
      d: { extends: ["a"] },
    };
    const expected = {
      code: "role_cycle",
      path: "roles.a.extends",
      message: /"a" > "b" > "c" > "a"/,
      suggestion: /Take one of them out/,
    } as const;
    expectOnly(
      problemsOf(() => define({ ...body, roles: { ...body.roles, ...roles } })),
      expected,
    );
    expectOnly(
      problemsOf(() => extend(base, { roles })),
      expected,
    );
    const documents = Object.entries(roles).map(([name, role]) => ({ name, ...role }));
    expectOnly(
      problemsOf(() => loadRoles(base, documents)),
      expected,
    );
    const text = JSON.stringify({ version: 1, ...body, roles: { ...body.roles, ...roles } });
    expectOnly(
      problemsOf(() => parsePolicy(text)),
      expected,
    );
  });

  it("POL-20 a base role redefined", () => {
    const expected = {
      code: "role_redefined",
      path: "roles.owner",
      message: /"owner" is already defined/,
      suggestion: /another name/,
    } as const;
    const owner = { cannot: ["contacts:delete"] };
    expectOnly(
      problemsOf(() => extend(base, { roles: { owner } })),
      expected,
    );
    expectOnly(
      problemsOf(() => loadRoles(base, [{ name: "owner", ...owner }])),
      expected,
    );
    const once = loadRoles(base, [{ name: "night" }]);
    expect(placesOf(() => loadRoles(once, [{ name: "night" }]))).toEqual([
      "role_redefined roles.night",
    ]);
  });

  it("POL-20 a role listed twice", () => {
    expectOnly(
      problemsOf(() =>
        loadRoles(base, [{ name: "night" }, { name: "night", can: ["contacts:read"] }]),
      ),
      {
        code: "name_ambiguous",
        path: "roles[1].name",
        message: /"night" is listed twice/,
        suggestion: /keep one/,
      },
    );
  });
});

describe("documents", () => {
  it("POL-22 a duplicate key in a JSON document", () => {
    const text = JSON.stringify({ version: 1, ...body }).replace(
      '"cannot":["contacts:delete"]',
      '"cannot":["contacts:delete"],"cannot":[]',
    );
    expectOnly(
      problemsOf(() => parsePolicy(text)),
      {
        code: "key_duplicate",
        path: "roles.trainee.cannot",
        message: /"cannot" is written twice/,
        suggestion: /Keep one/,
      },
    );
  });

  it("POL-28 nesting 1,000 deep", () => {
    let when: unknown = 1;
    for (let depth = 0; depth < 1000; depth++) when = { a: when };
    const custom = { can: [{ permission: "contacts:read", when }] };
    const deep = { ...body, roles: { ...body.roles, custom } };
    const text = JSON.stringify({ version: 1, ...deep });
    for (const run of [
      () => define(deep),
      () => parsePolicy({ version: 1, ...deep }),
      () => parsePolicy(text),
      () => loadRoles(base, [{ name: "custom", ...custom }]),
    ]) {
      const [problem] = problemsOf(run);
      expect(problem?.code).toBe("depth_exceeded");
      expect(problem?.path).toMatch(/^roles(\.custom|\[0\])\.can\[0\]\.when\.a\.a/);
      expect(problem?.message).toContain("32 levels");
    }
  });

  it("POL-29 a 10 MB document text is refused before it is parsed", () => {
    // No JSON at all: a parser that ran would say so instead.
    expectOnly(
      problemsOf(() => parsePolicy("x".repeat(10_000_000))),
      {
        code: "document_too_large",
        path: "",
        message: /more than 1048576 bytes/,
        suggestion: /maxBytes/,
      },
    );
  });

  it.each([
    ["2", 2, /is 2/],
    ["0", 0, /is 0/],
    ['"1"', "1", /is a string/],
    ["null", null, /is null/],
  ])("POL-30 an unknown document version: %s", (_label, version, message) => {
    const expected = {
      code: "document_version",
      path: "version",
      message,
      suggestion: /Another release/,
    } as const;
    expectOnly(
      problemsOf(() => parsePolicy({ ...body, version })),
      expected,
    );
    expectOnly(
      problemsOf(() => parsePolicy(JSON.stringify({ ...body, version }))),
      expected,
    );
  });

  it("POL-30 no document version", () => {
    expectOnly(
      problemsOf(() => parsePolicy(body)),
      {
        code: "type_invalid",
        path: "version",
        message: /must be 1, and is undefined/,
      },
    );
  });

  it.each(["*", "contacts:*", "*:read"])(
    "POL-31 a wildcard in a stored role document: %s",
    (pattern) => {
      const expected = {
        code: "wildcard_stored",
        path: "roles.night.can[0]",
        message: /is a wildcard/,
        suggestion: /List them/,
      } as const;
      const documents = [{ name: "night", can: [pattern] }];
      const grantedBy = { id: "1", roles: ["owner"] };
      expectOnly(
        problemsOf(() => loadRoles(base, documents)),
        expected,
      );
      expectOnly(check(base, documents, { grantedBy }), expected);
      expect(
        placesOf(() => loadRoles(base, [{ name: "night", cannot: [{ permission: [pattern] }] }])),
      ).toEqual(["wildcard_stored roles.night.cannot[0].permission[0]"]);
    },
  );

  it("POL-33 a scope map that misses a permission", () => {
    const { "contacts:delete": _left, ...map } = Object.fromEntries(
      base.permissions.map((name) => [name, ["all"]]),
    );
    const expected = {
      code: "scope_missing_in_map",
      message: /says nothing of "contacts:delete"/,
      suggestion: /an empty list allows nobody/,
    } as const;
    expectOnly(
      problemsOf(() => switchScopesOn(base, map)),
      { ...expected, path: '["contacts:delete"]' },
    );
    const document = { version: 1, ...body, scopes: map };
    expectOnly(
      problemsOf(() => parsePolicy(document)),
      { ...expected, path: 'scopes["contacts:delete"]' },
    );
  });

  it("POL-33 a scope map that names an unknown permission", () => {
    const map = Object.fromEntries(base.permissions.map((name) => [name, ["all"]]));
    expectOnly(
      problemsOf(() => switchScopesOn(base, { ...map, "contacts:remove": [] })),
      {
        code: "permission_unknown",
        path: '["contacts:remove"]',
        message: /"contacts:remove"/,
      },
    );
  });
});

describe("POL-34 all and manage mean only themselves", () => {
  const policy = definePolicy({
    permissions: { all: ["read", "manage"], settings: ["read", "manage"], contacts: ["read"] },
    roles: {
      keeper: { can: ["all:read", "settings:manage"] },
      everything: { can: ["all:manage"] },
      barred: { can: ["*"], cannot: ["all:manage"] },
    },
  });
  const allowed = (role: "keeper" | "everything" | "barred") =>
    policy.permissions.filter((permission) => policy.can({ id: "1", roles: [role] }, permission));

  it("POL-34 through can", () => {
    expect(allowed("keeper")).toEqual(["all:read", "settings:manage"]);
    expect(allowed("everything")).toEqual(["all:manage"]);
    expect(allowed("barred")).toEqual([
      "all:read",
      "settings:read",
      "settings:manage",
      "contacts:read",
    ]);
  });

  it("POL-34 through the CASL ability, with and without a row", () => {
    for (const role of ["keeper", "everything", "barred"] as const) {
      const ability = policy.abilityFor({ id: "1", roles: [role] });
      const seen = policy.permissions.filter((permission) => {
        const [resource = "", action = ""] = permission.split(":");
        const answer = ability.can(action, resource);
        expect(ability.can(action, subject(resource, {}))).toBe(answer);
        return answer;
      });
      expect(seen).toEqual(allowed(role));
    }
  });

  it("POL-34 by a stored role and a parsed policy", () => {
    const stored = policy.withRoles([{ name: "night", can: ["all:manage"] }]);
    const read = parsePolicy(JSON.stringify(stored));
    expect(read.permissionsOf({ id: "1", roles: ["night"] })).toEqual([
      { permission: "all:manage", when: "always" },
    ]);
  });
});
