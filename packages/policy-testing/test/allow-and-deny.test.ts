import { definePolicy } from "@intercom-rbac/core";
import { describe, expect, it } from "vitest";
import "../src/vitest.ts";
import { deskPolicy } from "./support/desk-policy.ts";
import { failureOf, lines } from "./support/failure-of.ts";

describe("toAllow", () => {
  it("passes for what a role may do", () => {
    expect(deskPolicy).toAllow("owner", "contacts:delete");
    expect(deskPolicy).toAllow("agent", "conversations:reply", { assigneeId: "agent" });
    expect(deskPolicy).toAllow("agent", "contacts:write", undefined, { fields: ["name"] });
  });

  it("asks with the principal it is given", () => {
    const ada = { id: "7", roles: ["agent"] };
    expect(deskPolicy).toAllow(ada, "conversations:reply", { assigneeId: "7" });
    expect(deskPolicy).not.toAllow(ada, "conversations:reply", { assigneeId: "8" });
  });

  it("names the role that would be needed", () => {
    expect(failureOf(() => expect(deskPolicy).toAllow("agent", "contacts:delete"))).toBe(lines`
      expect(policy).toAllow("agent", "contacts:delete")

      "agent" must be allowed contacts:delete, and is denied.

        code    permission_missing
        layer   role
        rule    none

      Would allow it:
        the role owner as well
    `);
  });

  it("names the deciding rule and its reason, and shows neither the row nor attributes", () => {
    const ada = { id: "7", roles: ["agent"], token: "secret-of-ada" };
    const message = failureOf(() =>
      expect(deskPolicy).toAllow(ada, "conversations:reply", { assigneeId: "secret-of-row" }),
    );
    expect(message).toBe(lines`
      expect(policy).toAllow({ id: "7", roles: ["agent"] }, "conversations:reply", resource)

      { id: "7", roles: ["agent"] } must be allowed conversations:reply, and is denied.

        code    condition_not_met
        layer   role
        rule    roles.agent.can[2]
        reason  only conversations assigned to you

      Rules considered:
        roles.agent.can[2]  grant, failed: assigneeId $eq is false

      Would allow it:
        a row that meets the condition of roles.agent.can[2]
        the role lead or owner as well
    `);
  });

  it("says that the row is missing", () => {
    expect(failureOf(() => expect(deskPolicy).toAllow("agent", "conversations:reply"))).toBe(lines`
      expect(policy).toAllow("agent", "conversations:reply")

      "agent" must be allowed conversations:reply, and is denied.

        code    resource_required
        layer   role
        rule    roles.agent.can[2]
        reason  only conversations assigned to you

      Rules considered:
        roles.agent.can[2]  grant, unknown: assigneeId $eq is unknown

      Would allow it:
        a row that meets the condition of roles.agent.can[2]
        the role lead or owner as well

      The answer depends on the row: give one as the third argument.
    `);
  });

  it("says that the fields are missing", () => {
    const message = failureOf(() => expect(deskPolicy).toAllow("agent", "contacts:write"));
    expect(message).toContain("code    field_required");
    expect(message).toContain(
      "name those the action touches as { fields: [...] }, the fourth argument.",
    );
  });

  it("quotes the fields it was asked about", () => {
    expect(
      failureOf(() =>
        expect(deskPolicy).toAllow("agent", "contacts:write", undefined, { fields: ["email"] }),
      ),
    ).toBe(lines`
      expect(policy).toAllow("agent", "contacts:write", undefined, { fields: ["email"] })

      "agent" must be allowed contacts:write, and is denied.

        code    field_denied
        layer   role
        rule    none

      Rules considered:
        roles.agent.can[3]  grant, failed

      Would allow it:
        the role owner as well
    `);
  });

  it("names the denial that no role lifts", () => {
    expect(failureOf(() => expect(deskPolicy).toAllow("lead", "contacts:delete"))).toBe(lines`
      expect(policy).toAllow("lead", "contacts:delete")

      "lead" must be allowed contacts:delete, and is denied.

        code    explicitly_denied
        layer   role
        rule    roles.lead.cannot[0]
        reason  deleting is for owners

      Rules considered:
        roles.lead.cannot[0]  denial, matched

      Would allow it:
        no single change
    `);
  });

  it("says after .not which rule allows it", () => {
    expect(failureOf(() => expect(deskPolicy).not.toAllow("lead", "contacts:read"))).toBe(lines`
      expect(policy).not.toAllow("lead", "contacts:read")

      "lead" must not be allowed contacts:read, and is allowed.

        code    granted
        layer   role
        rule    roles.agent.can[0]

      Rules considered:
        roles.agent.can[0]  grant by way of lead > agent, matched
    `);
  });
});

describe("toDeny", () => {
  it("passes for what a role may not do, and by the code it is told", () => {
    expect(deskPolicy).toDeny("agent", "contacts:delete");
    expect(deskPolicy).toDeny("agent", "contacts:delete", undefined, {
      because: "permission_missing",
    });
    expect(deskPolicy).toDeny("lead", "contacts:delete", undefined, {
      because: "explicitly_denied",
    });
    expect(deskPolicy).toDeny(
      "agent",
      "conversations:reply",
      { assigneeId: null },
      { because: "condition_not_met" },
    );
    expect(deskPolicy).toDeny("agent", "contacts:write", undefined, {
      fields: ["name", "email"],
      because: "field_denied",
    });
  });

  it("takes null for nobody", () => {
    expect(deskPolicy).toDeny(null, "contacts:read", undefined, { because: "unauthenticated" });
    expect(failureOf(() => expect(deskPolicy).toAllow(null, "contacts:read"))).toBe(lines`
      expect(policy).toAllow(null, "contacts:read")

      null must be allowed contacts:read, and is denied.

        code    unauthenticated
        layer   role
        rule    none

      Would allow it:
        a principal
    `);
  });

  it("names the rule that allows it", () => {
    expect(failureOf(() => expect(deskPolicy).toDeny("lead", "conversations:reply"))).toBe(lines`
      expect(policy).toDeny("lead", "conversations:reply")

      "lead" must be denied conversations:reply, and is allowed.

        code    granted
        layer   role
        rule    roles.lead.can[0]

      Rules considered:
        roles.agent.can[2]  grant by way of lead > agent, unknown: assigneeId $eq is unknown
        roles.lead.can[0]  grant, matched
    `);
  });

  it("names both codes when the refusal has another", () => {
    expect(
      failureOf(() =>
        expect(deskPolicy).toDeny("agent", "contacts:delete", undefined, {
          because: "explicitly_denied",
        }),
      ),
    ).toBe(lines`
      expect(policy).toDeny("agent", "contacts:delete", undefined, { because: "explicitly_denied" })

      "agent" must be denied contacts:delete because of explicitly_denied, and is denied because of permission_missing.

        code    permission_missing
        layer   role
        rule    none

      Would allow it:
        the role owner as well
    `);
  });

  it("is denied by .not", () => {
    expect(deskPolicy).not.toDeny("owner", "contacts:delete");
    expect(failureOf(() => expect(deskPolicy).not.toDeny("agent", "contacts:delete"))).toContain(
      '"agent" must not be denied contacts:delete, and is denied.',
    );
  });
});

describe("a role name under scopes and tenants", () => {
  const scoped = definePolicy({
    permissions: { contacts: ["read", "delete"] },
    roles: { agent: { can: ["contacts:read"] } },
  }).withScopes({ "contacts:read": ["read_users"], "contacts:delete": ["write_users"] });

  const workspaces = definePolicy({
    permissions: { contacts: ["read"] },
    roles: { agent: { can: ["contacts:read"] } },
    tenant: { row: "workspaceId", principal: "workspaceId" },
  });

  it("is told that it holds no scopes", () => {
    expect(scoped).toAllow({ id: "7", roles: ["agent"], scopes: ["read_users"] }, "contacts:read");
    expect(failureOf(() => expect(scoped).toAllow("agent", "contacts:read"))).toBe(lines`
      expect(policy).toAllow("agent", "contacts:read")

      "agent" must be allowed contacts:read, and is denied.

        code    scope_missing
        layer   scope
        rule    none

      Rules considered:
        roles.agent.can[0]  grant, matched

      Would allow it:
        the scope "read_users"

      A role name stands for a principal without scopes: give a principal that has some.
    `);
  });

  it("proves nothing by a denial that these layers always give", () => {
    const wanted =
      'The role name "agent" stands for a principal without scopes, which this policy always denies. Give a principal, or say toDeny with { because: "scope_missing" }.';
    expect(failureOf(() => expect(scoped).toDeny("agent", "contacts:read"))).toBe(wanted);
    expect(failureOf(() => expect(scoped).not.toAllow("agent", "contacts:read"))).toBe(wanted);
    expect(
      failureOf(() => expect(workspaces).toDeny("agent", "contacts:read", { workspaceId: "w1" })),
    ).toContain("a principal without workspace, which this policy always denies.");
  });

  it("may be denied by them where the test says so", () => {
    expect(scoped).toDeny("agent", "contacts:read", undefined, { because: "scope_missing" });
    expect(scoped).toDeny("agent", "contacts:delete");
    expect(workspaces).toDeny(
      { id: "7", roles: ["agent"], workspaceId: "w2" },
      "contacts:read",
      { workspaceId: "w1" },
      { because: "tenant_mismatch" },
    );
  });
});
