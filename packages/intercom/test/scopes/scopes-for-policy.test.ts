import type { IntercomPermission } from "@intercom-rbac/core";
import {
  definePolicy,
  extendPolicy,
  intercomCatalogue,
  intercomPolicy,
  intercomScopes,
} from "@intercom-rbac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { permissionsForScopes } from "../../src/scopes/permissions-for-scopes.ts";
import { scopesForPolicy } from "../../src/scopes/scopes-for-policy.ts";

function scopesOf(...can: IntercomPermission[]) {
  const policy = definePolicy({ permissions: intercomCatalogue, roles: { role: { can } } });
  return scopesForPolicy(policy, "role");
}

const labelsFor = (...can: IntercomPermission[]) =>
  scopesOf(...can).needs.map(({ scope }) => scope);

describe("the least scopes", () => {
  it("name a scope, and what needs it", () => {
    expect(scopesOf("tickets:read", "tickets:create", "tickets:delete").needs).toEqual([
      { scope: "Read tickets", permissions: ["tickets:read"] },
      { scope: "Write tickets", permissions: ["tickets:create", "tickets:delete"] },
    ]);
  });

  it("do not write where the role only reads", () => {
    expect(labelsFor("articles:read", "help_center:read")).toEqual(["Read and list articles"]);
    expect(labelsFor("news:read")).toEqual(["Read and list news items and newsfeeds"]);
  });

  it("do not read once more where a scope that writes reads too", () => {
    expect(scopesOf("articles:read", "articles:write", "help_center:read").needs).toEqual([
      {
        scope: "Read and write articles",
        permissions: ["articles:read", "articles:write", "help_center:read"],
      },
    ]);
  });

  it("are one that opens nothing else rather than two that do", () => {
    expect(labelsFor("contacts:read", "contacts:write")).toEqual(["Read and write users"]);
  });

  it("add a scope only for what no other one opens", () => {
    expect(scopesOf("contacts:read", "contacts:write", "contacts:delete").needs).toEqual([
      { scope: "Read and write users", permissions: ["contacts:read"] },
      { scope: "Write users and companies", permissions: ["contacts:write", "contacts:delete"] },
    ]);
    expect(labelsFor("contacts:read", "contacts:write", "companies:read")).toEqual([
      "Read and list users and companies",
      "Read and write users",
    ]);
  });

  it("list rows, since an app does: no scope for single rows is asked for", () => {
    expect(labelsFor("contacts:read")).toEqual(["Read and list users and companies"]);
    expect(labelsFor("companies:read")).toEqual(["Read and list users and companies"]);
    expect(labelsFor("admins:read")).toEqual(["Read admins"]);
  });

  it("hold an API name where no label is known, and say what no scope is known for", () => {
    expect(scopesOf("content:read", "fin:run", "messages:read")).toMatchObject({
      needs: [{ scope: "read_content", permissions: ["content:read"] }],
      unknown: ["messages:read", "fin:run"],
      own: [],
    });
  });

  it("are none for a role that may do nothing", () => {
    expect(scopesOf()).toMatchObject({ needs: [], unknown: [], own: [] });
  });
});

describe("the permissions of a role", () => {
  const policy = extendPolicy(intercomPolicy, {
    permissions: { reports: ["run"], tickets: ["export"] },
    roles: {
      reader: {
        can: ["tickets:read", { permission: "tags:apply", when: { ownerId: "7" } }, "reports:run"],
      },
      clerk: {
        extends: ["reader"],
        can: ["tickets:create", "articles:write", "tickets:export"],
        cannot: ["articles:write"],
      },
    },
  });

  it("count when they are inherited or conditional, not when they are denied", () => {
    expect(scopesForPolicy(policy, "clerk").needs).toEqual([
      { scope: "Write tags", permissions: ["tags:apply"] },
      { scope: "Read tickets", permissions: ["tickets:read"] },
      { scope: "Write tickets", permissions: ["tickets:create"] },
    ]);
  });

  it("need no scope when they are the app's own", () => {
    expect(scopesForPolicy(policy, "clerk")).toMatchObject({
      own: ["reports:run", "tickets:export"],
      unknown: [],
    });
  });

  it("count only below the ceiling", () => {
    const bounded = policy.withRoles([{ name: "custom", extends: ["clerk"] }], {
      ceiling: ["tickets:read"],
    });
    expect(scopesForPolicy(bounded, "custom").needs).toEqual([
      { scope: "Read tickets", permissions: ["tickets:read"] },
    ]);
  });

  it("are those of every role when none is named", () => {
    const small = definePolicy({
      permissions: { tags: ["read", "write"], tickets: ["read"] },
      roles: { reader: { can: ["tags:read"] }, writer: { can: ["tags:write"] } },
    });
    expect(scopesForPolicy(small).needs).toEqual([
      { scope: "Read tags", permissions: ["tags:read"] },
      { scope: "Write tags", permissions: ["tags:write"] },
    ]);
  });
});

describe("a policy with a scope map of its own", () => {
  const policy = intercomPolicy.withScopes({
    ...intercomScopes,
    "fin:run": ["Run Fin"],
    "tickets:read": [],
    "admins:read": ["Read one admin", "Read admins"],
    "teams:read": [],
  });

  it("is believed", () => {
    const { needs, unknown } = scopesForPolicy(policy, "owner");
    expect(needs).toContainEqual({ scope: "Run Fin", permissions: ["fin:run"] });
    expect(unknown).toEqual([
      "segments:write",
      "messages:read",
      "tickets:read",
      "fin:read",
      "teams:read",
    ]);
  });

  it("may ask for a scope of single rows by naming it first", () => {
    expect(scopesForPolicy(policy, "agent").needs).toContainEqual({
      scope: "Read one admin",
      permissions: ["admins:read"],
    });
  });
});

describe("every role of Intercom's catalogue", () => {
  const roles = fc.uniqueArray(fc.constantFrom(...intercomPolicy.permissions), { maxLength: 73 });

  it("can do all it may with its scopes, and not all without any one of them", () => {
    fc.assert(
      fc.property(roles, (can) => {
        const { needs, unknown } = scopesOf(...can);
        const wanted = can.filter((permission) => !unknown.includes(permission));
        const labels = needs.map(({ scope }) => scope);
        const uncovered = (scopes: readonly string[]) => {
          const open = permissionsForScopes(scopes);
          return wanted.filter((permission) => !open.includes(permission));
        };
        expect(uncovered(labels)).toEqual([]);
        for (const { scope, permissions } of needs) {
          const without = uncovered(labels.filter((label) => label !== scope));
          expect(permissions, scope).toEqual(expect.arrayContaining(without));
          expect(without, scope).not.toEqual([]);
        }
        const listed = needs.flatMap(({ permissions }) => permissions);
        expect([...listed].sort()).toEqual([...wanted].sort());
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });

  it("has an answer of known size for the built-in ones", () => {
    const count = (role: "agent" | "admin" | "owner") => {
      const { needs, unknown } = scopesForPolicy(intercomPolicy, role);
      return [needs.length, unknown.length];
    };
    expect(count("agent")).toEqual([12, 0]);
    expect(count("admin")).toEqual([23, 4]);
    expect(count("owner")).toEqual([26, 4]);
  });
});

describe("the table", () => {
  const policy = definePolicy({
    permissions: { tags: ["read", "write", "apply"], fin: ["run"], reports: ["run"] },
    roles: { lead: { can: ["*"] }, guest: {} },
  });

  it("is Markdown that can be read as it is", () => {
    const table = [
      "| scope               | needed for |",
      "| ------------------- | ---------- |",
      "| Read tags           | tags:read |",
      "| Write tags          | tags:write, tags:apply |",
      "| (no scope is known) | fin:run |",
      "",
    ].join("\n");
    expect(scopesForPolicy(policy, "lead").toMarkdown()).toBe(table);
    expect(String(scopesForPolicy(policy, "lead"))).toBe(table);
  });

  it("has a head alone where nothing is needed", () => {
    expect(String(scopesForPolicy(policy, "guest"))).toBe(
      "| scope | needed for |\n| ----- | ---------- |\n",
    );
  });
});

describe("a wrong question", () => {
  it("is refused with what was probably meant", () => {
    // @ts-expect-error no role of the policy
    expect(() => scopesForPolicy(intercomPolicy, "agnet")).toThrow(
      expect.objectContaining({
        code: "ERR_RBAC_OPTION_INVALID",
        message: `"agnet" is no role of this policy. Did you mean "agent"?`,
      }),
    );
    // @ts-expect-error no role at all
    expect(() => scopesForPolicy(intercomPolicy, null)).toThrow(
      "scopesForPolicy: the role must be a string, and is null.",
    );
    // @ts-expect-error no policy
    expect(() => scopesForPolicy({}, "agent")).toThrow(
      "scopesForPolicy: the policy must be what definePolicy returned, and is an object.",
    );
  });
});
