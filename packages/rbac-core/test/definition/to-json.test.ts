import { describe, expect, it } from "vitest";
import type { Policy } from "../../src/index.ts";
import {
  definePolicy,
  extendPolicy,
  intercomPolicy,
  parsePolicy,
  principal,
} from "../../src/index.ts";
import { define } from "./untyped.ts";

const definition = {
  permissions: { contacts: ["read", "write", "delete"], settings: ["manage"] },
  roles: {
    agent: {
      title: "Agent",
      can: [
        "contacts:read",
        {
          permission: ["contacts:write"],
          when: {
            ownerId: principal("id"),
            tags: { $all: ["a", principal("tag")] },
            age: { $gte: 5, $lt: 9 },
          },
          fields: ["name", "email"],
          reason: "only your own",
        },
      ],
    },
    trainee: { extends: ["agent"], cannot: [{ permission: "*:manage" }] },
    night: { extends: ["trainee"], can: ["settings:*"] },
    "org:admin": {
      can: ["*"],
      cannot: [{ permission: "contacts:delete", when: { a: null, b: { $exists: false } } }],
    },
  },
  exclusive: [["trainee", "org:admin"]],
  tenant: { row: "workspaceId", principal: "home.id" },
};

function roundTrips(policy: Policy): void {
  for (const read of [parsePolicy(policy.toJSON()), parsePolicy(JSON.stringify(policy))]) {
    expect(read.toJSON()).toEqual(policy.toJSON());
    expect(read.version).toBe(policy.version);
  }
}

describe("toJSON", () => {
  it("is the whole policy: wildcards written out, references as data", () => {
    expect(JSON.parse(JSON.stringify(define(definition)))).toEqual({
      version: 1,
      permissions: definition.permissions,
      roles: {
        agent: {
          title: "Agent",
          can: [
            "contacts:read",
            {
              permission: ["contacts:write"],
              when: {
                ownerId: { $eq: { $principal: "id" } },
                tags: { $all: ["a", { $principal: "tag" }] },
                age: { $gte: 5, $lt: 9 },
              },
              fields: ["name", "email"],
              reason: "only your own",
            },
          ],
        },
        trainee: { extends: ["agent"], cannot: [{ permission: ["settings:manage"] }] },
        night: { extends: ["trainee"], can: [{ permission: ["settings:manage"] }] },
        "org:admin": {
          can: [
            {
              permission: ["contacts:read", "contacts:write", "contacts:delete", "settings:manage"],
            },
          ],
          cannot: [
            { permission: "contacts:delete", when: { a: { $eq: null }, b: { $exists: false } } },
          ],
        },
      },
      exclusive: [["trainee", "org:admin"]],
      tenant: { row: "workspaceId", principal: "home.id" },
    });
  });

  it("round-trips, with every layer on", () => {
    const policy = define(definition);
    roundTrips(policy);
    const scopes = Object.fromEntries(
      policy.permissions.map((name) => [name, { scopes: [name, "all"], sure: true }]),
    );
    const layered = policy
      .withRoles([{ name: "7", extends: ["agent"], can: ["contacts:delete"] }], {
        ceiling: ["contacts:*"],
      })
      .withScopes(scopes);
    roundTrips(layered);
    expect(layered.toJSON().scopes?.["contacts:read"]).toEqual(["contacts:read", "all"]);
    roundTrips(intercomPolicy);
    roundTrips(define({ permissions: {}, roles: {} }));
  });

  it("round-trips an extended policy, whose permissions are not grouped by resource", () => {
    const base = definePolicy({
      permissions: { contacts: ["read"], settings: ["manage"] },
      roles: { owner: { can: ["*"] } },
    });
    const grown = extendPolicy(base, {
      permissions: { contacts: ["merge"] },
      roles: { all: { can: ["*"] } },
    });
    roundTrips(grown);
    roundTrips(grown.withRoles([], { ceiling: ["*"] }));
    const read = parsePolicy(grown.toJSON());
    expect(read.can({ id: "1", roles: ["owner"] }, "contacts:merge")).toBe(false);
    expect(read.can({ id: "1", roles: ["all"] }, "contacts:merge")).toBe(true);
  });

  it("keeps rule paths, reasons and titles", () => {
    const policy = define(definition);
    const read = parsePolicy(policy.toJSON());
    const who = { id: "1", roles: ["night"], tag: "b", home: { id: "w" } };
    const row = { ownerId: "1", tags: ["a", "b"], age: 5, workspaceId: "w" };
    const fields = ["email"];
    const decision = read.decide(who, "contacts:write", row, { fields });
    expect(decision).toEqual(policy.decide(who, "contacts:write", row, { fields }));
    expect(decision).toMatchObject({
      allowed: true,
      rule: "roles.agent.can[1]",
      reason: "only your own",
    });
    expect(read.decide(who, "settings:manage").rule).toBe("roles.trainee.cannot[0]");
    expect(read.toJSON().roles["agent"]?.title).toBe("Agent");
  });

  it("survives a store that reorders keys", () => {
    const policy = define(definition);
    const { tenant, exclusive, roles, permissions, version } = policy.toJSON();
    const shuffled = {
      tenant,
      exclusive,
      roles: Object.fromEntries(Object.entries(roles).reverse()),
      permissions,
      version,
    };
    expect(parsePolicy(shuffled).version).toBe(policy.version);
  });
});

describe("version", () => {
  const small = {
    permissions: { contacts: ["read", "write"] },
    roles: { a: { can: ["contacts:read"] }, b: { extends: ["a"] } },
  };
  const version = (changes: object) => define({ ...small, ...changes }).version;

  it("is the SHA-256 of the document, its keys sorted", () => {
    expect(define(small).version).toMatch(/^[0-9a-f]{64}$/);
    // printf '{"permissions":{},"roles":{},"version":1}' | sha256sum
    expect(define({ permissions: {}, roles: {} }).version).toBe(
      "0036bcd199e57b552a19ae20fbefb5a7fc8942c075ced8babb2e77860ccbdac2",
    );
  });

  it("does not change with the order of keys", () => {
    const { roles, permissions } = small;
    expect(define({ roles: { b: roles.b, a: roles.a }, permissions }).version).toBe(version({}));
    const when = (condition: object) =>
      version({ roles: { a: { can: [{ permission: "contacts:read", when: condition }] } } });
    expect(when({ x: 1, y: { $gt: 1, $lt: 2 } })).toBe(
      when({ y: { $lt: 2, $gt: 1 }, x: { $eq: 1 } }),
    );
  });

  it("changes with whatever decides", () => {
    const role = (a: object) => ({ roles: { ...small.roles, a } });
    const rule = (more: object) => role({ can: [{ permission: "contacts:read", ...more }] });
    const versions = [
      {},
      { permissions: { contacts: ["read", "write", "delete"] } },
      role({ can: ["contacts:write"] }),
      role({ cannot: ["contacts:read"] }),
      role({ can: ["contacts:read"], cannot: ["contacts:write"] }),
      role({ can: ["contacts:read", "contacts:write"] }),
      { roles: { ...small.roles, b: {} } },
      { roles: { ...small.roles, c: { extends: ["a"] } } },
      rule({ when: { x: 1 } }),
      rule({ when: { x: "1" } }),
      rule({ when: { x: { $ne: 1 } } }),
      rule({ when: { x: principal("x") } }),
      rule({ when: { y: 1 } }),
      rule({ fields: ["x"] }),
      rule({ fields: ["x"], when: { x: 1 } }),
      { exclusive: [["a", "c"]], roles: { ...small.roles, c: {} } },
      { tenant: { row: "x", principal: "y" } },
      { tenant: { row: "y", principal: "x" } },
    ].map(version);
    expect(new Set(versions).size).toBe(versions.length);
    const plain = define(small);
    const scopes = { "contacts:read": ["x"], "contacts:write": [] };
    const layered = [
      plain,
      plain.withScopes(scopes),
      plain.withScopes({ ...scopes, "contacts:write": ["x"] }),
      plain.withRoles([{ name: "c" }]),
      plain.withRoles([], { ceiling: [] }),
    ];
    expect(new Set(layered.map((policy) => policy.version)).size).toBe(layered.length);
  });
});
