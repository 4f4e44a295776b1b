import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { intercomCatalogue } from "../../src/intercom/catalogue.ts";
import type { IntercomRole } from "../../src/intercom/roles.ts";
import { intercomRoles } from "../../src/intercom/roles.ts";
import { intercomScopes } from "../../src/intercom/scopes.ts";

const permissions: readonly string[] = Object.entries(intercomCatalogue).flatMap(
  ([resource, actions]) => actions.map((action) => `${resource}:${action}`),
);

/** What a role holds, worked out here so that the tables are tested and not the policy compiler. */
function held(role: IntercomRole): readonly string[] {
  const { can, extends: parents = [] } = intercomRoles[role];
  const names = new Set([...can, ...parents.flatMap(held)]);
  return permissions.filter((permission) => names.has("*") || names.has(permission));
}

const owner = held("owner");
const admin = held("admin");
const agent = held("agent");

describe("intercomCatalogue", () => {
  it("holds 73 permissions of 29 resources, none twice", () => {
    expect(permissions).toHaveLength(73);
    expect(new Set(permissions).size).toBe(73);
    expect(Object.keys(intercomCatalogue)).toHaveLength(29);
  });

  it("uses names a policy accepts", () => {
    for (const permission of permissions) {
      expect(permission).toMatch(/^[A-Za-z][A-Za-z0-9_.-]{0,62}:[A-Za-z][A-Za-z0-9_.-]{0,62}$/);
    }
  });
});

describe("intercomRoles", () => {
  it.each([
    ["contacts:read", "owner admin agent"],
    ["contacts:write", "owner admin"],
    ["contacts:delete", "owner"],
    ["conversations:read", "owner admin agent"],
    ["conversations:reply", "owner admin agent"],
    ["conversations:assign", "owner admin"],
    ["conversations:close", "owner admin"],
    ["articles:read", "owner admin"],
    ["articles:write", "owner admin"],
    ["settings:manage", "owner"],
  ])("%s is held by %s", (permission, roles) => {
    const holders = (["owner", "admin", "agent"] as const).filter((role) =>
      held(role).includes(permission),
    );
    expect(holders.join(" ")).toBe(roles);
  });

  it("nests: the agent's 23 lie within the admin's 61, and those within the owner's 73", () => {
    expect([agent.length, admin.length, owner.length]).toEqual([23, 61, 73]);
    expect(agent.filter((permission) => !admin.includes(permission))).toEqual([]);
    expect(admin.filter((permission) => !owner.includes(permission))).toEqual([]);
  });

  it("leaves what destroys, exports or manages to the owner, and nothing else", () => {
    expect(owner.filter((permission) => !admin.includes(permission))).toEqual([
      "contacts:delete",
      "companies:delete",
      "conversations:redact",
      "conversations:delete",
      "tickets:delete",
      "articles:delete",
      "help_center:delete",
      "content:write",
      "custom_objects:write",
      "data_connectors:write",
      "exports:run",
      "settings:manage",
    ]);
  });

  it("lets the agent read and answer, and change nothing else", () => {
    expect(agent.filter((permission) => !permission.endsWith(":read"))).toEqual([
      "notes:write",
      "tags:apply",
      "conversations:reply",
      "conversations:note",
      "conversations:snooze",
      "tickets:create",
      "tickets:update",
      "tickets:reply",
    ]);
  });

  it("names every grant of admin and agent, each once, so that a new permission reaches only the owner", () => {
    const named = [...intercomRoles.admin.can, ...intercomRoles.agent.can];
    expect(named.filter((grant) => !permissions.includes(grant))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  it("is the table of the decision record", () => {
    const record = new URL("../../../../docs/decisions/0002-intercom-roles.md", import.meta.url);
    const rows = readFileSync(record, "utf8").matchAll(
      /^\| ([a-z_]+:[a-z]+) *\| (x?) *\| (x?) *\| (x?) *\|$/gm,
    );
    const written = Array.from(rows, ([, permission, ...cells]) => [
      permission,
      ...cells.map((cell) => cell === "x"),
    ]);
    expect(written).toEqual(
      permissions.map((permission) => [
        permission,
        owner.includes(permission),
        admin.includes(permission),
        agent.includes(permission),
      ]),
    );
  });
});

/** The scopes of Intercom's page and of its API description. A name that others report only is not among them. */
const knownScopes = [
  "Read and list users and companies",
  "Read one user and one company",
  "Write users and companies",
  "Read and write users",
  "read_write_users",
  "Read tags",
  "Write tags",
  "Read conversations",
  "read_conversations",
  "Write conversations",
  "write_conversations",
  "Read events",
  "Write events",
  "Read tickets",
  "Write tickets",
  "write_tickets",
  "Read and list articles",
  "read_articles_scope",
  "Read and write articles",
  "read_write_articles_scope",
  "read_content",
  "write_content",
  "Read and write AI content",
  "Read and list news items and newsfeeds",
  "Read and write news items and newsfeeds",
  "Write data attributes",
  "Read and write custom object instances",
  "Read data connectors",
  "Read and write data connectors",
  "Export content data",
  "Read status of jobs",
  "Create phone call redirects",
  "Read admins",
  "Read one admin",
  "read_single_admin",
  "Update admins",
  "Read admin activity logs",
  "read_write_office_hours",
  "manage_ip_allowlist",
];

const readers = [
  "contacts:read",
  "companies:read",
  "notes:read",
  "segments:read",
  "subscriptions:read",
  "tags:read",
  "events:read",
  "conversations:read",
  "messages:read",
  "macros:read",
  "tickets:read",
  "articles:read",
  "help_center:read",
  "internal_articles:read",
  "content:read",
  "ai_content:read",
  "news:read",
  "data_attributes:read",
  "custom_objects:read",
  "data_connectors:read",
  "jobs:read",
  "calls:read",
  "calls:recordings",
  "fin:read",
  "admins:read",
  "teams:read",
  "activity_logs:read",
  "settings:read",
];

describe("intercomScopes", () => {
  const entries = Object.entries(intercomScopes);

  it("has an entry for every permission, in the catalogue's order", () => {
    expect(entries.map(([permission]) => permission)).toEqual(permissions);
  });

  it("lists scopes exactly where a basis is known", () => {
    const empty = entries.filter(([, entry]) => entry.scopes.length === 0);
    const unknown = entries.filter(([, entry]) => entry.basis === "unknown");
    expect(empty).toEqual(unknown);
    expect(unknown.map(([permission]) => permission)).toEqual([
      "segments:write",
      "messages:read",
      "fin:read",
      "fin:run",
    ]);
  });

  it("uses known names only, each once per permission, and every known name", () => {
    for (const [permission, { scopes }] of entries) {
      expect(new Set(scopes).size, permission).toBe(scopes.length);
    }
    const used = new Set(entries.flatMap(([, entry]) => entry.scopes));
    expect([...used].sort()).toEqual([...knownScopes].sort());
  });

  it("allows no write by a scope that only reads", () => {
    const readsOnly = (scope: string) => /^read/i.test(scope) && !/write/i.test(scope);
    const wrong = entries.filter(
      ([permission, { scopes }]) => !readers.includes(permission) && scopes.some(readsOnly),
    );
    expect(wrong).toEqual([]);
  });

  it("allows no deletion of contacts by the scope that lists and bulk-edits users", () => {
    expect(intercomScopes["contacts:delete"].scopes).toEqual(["Write users and companies"]);
  });

  it("does not let the office hours scope open the rest of the settings", () => {
    expect(intercomScopes["settings:manage"].scopes).toEqual(["manage_ip_allowlist"]);
  });

  it("does not let a scope that tags articles tag people and conversations", () => {
    expect(intercomScopes["tags:apply"].scopes).toEqual(["Write tags"]);
  });
});
