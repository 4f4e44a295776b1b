import { describe, expect, it } from "vitest";
import { intercomPolicy } from "../../src/index.ts";
import { loosePolicy } from "./loose-policy.ts";

function held(policy: ReturnType<typeof loosePolicy>, role: string): readonly string[] {
  return policy.permissionsOf({ id: "1", roles: [role] }).map(({ permission }) => permission);
}

describe("semantics 5: wildcards are written out when the policy is defined", () => {
  const policy = loosePolicy({
    permissions: { contacts: ["read", "write"], all: ["manage", "read"], settings: ["manage"] },
    roles: {
      everything: { can: ["*"] },
      contacts: { can: ["contacts:*"] },
      reader: { can: ["*:read"] },
      manager: { can: ["settings:manage"] },
      all: { can: ["all:read"] },
      allManager: { can: ["all:manage"] },
      allButContacts: { can: ["*"], cannot: ["contacts:*"] },
    },
  });

  it("over everything, over one resource, over one action", () => {
    expect(held(policy, "everything")).toEqual(policy.permissions);
    expect(held(policy, "contacts")).toEqual(["contacts:read", "contacts:write"]);
    expect(held(policy, "reader")).toEqual(["contacts:read", "all:read"]);
    expect(held(policy, "allButContacts")).toEqual(["all:manage", "all:read", "settings:manage"]);
  });

  it("`manage` and `all` mean only themselves", () => {
    expect(held(policy, "manager")).toEqual(["settings:manage"]);
    expect(held(policy, "all")).toEqual(["all:read"]);
    expect(held(policy, "allManager")).toEqual(["all:manage"]);
    const ability = policy.abilityFor({ id: "1", roles: ["allManager", "manager"] });
    expect(ability.can("manage", "all")).toBe(true);
    expect(ability.can("manage", "settings")).toBe(true);
    expect(ability.can("read", "all")).toBe(false);
    expect(ability.can("manage", "contacts")).toBe(false);
    expect(ability.can("read", "settings")).toBe(false);
    expect(ability.can("read", "contacts")).toBe(false);
  });

  it("the owner of the built-in policy holds its whole catalogue", () => {
    const owner = { id: "1", roles: ["owner"] };
    expect(intercomPolicy.permissionsOf(owner)).toHaveLength(intercomPolicy.permissions.length);
  });
});

describe("semantics 11: a definition is parsed once and for all", () => {
  it("changing it afterwards changes no decision", () => {
    const grants: unknown[] = ["contacts:read"];
    const when = { status: "open" };
    const definition = {
      permissions: { contacts: ["read", "delete"] },
      roles: { agent: { can: grants, cannot: [{ permission: "contacts:delete", when }] } },
    };
    const policy = loosePolicy(definition);
    const { version } = policy;
    const agent = { id: "1", roles: ["agent"] };
    grants.push("contacts:delete");
    when.status = "closed";
    definition.permissions.contacts.push("export");
    Object.assign(definition.roles, { boss: { can: ["*"] } });
    expect(policy.permissions).toEqual(["contacts:read", "contacts:delete"]);
    expect(policy.roles).toEqual(["agent"]);
    expect(policy.can(agent, "contacts:delete", { status: "closed" })).toBe(false);
    expect(policy.version).toBe(version);
    expect(loosePolicy(definition).version).not.toBe(version);
  });

  it("what the policy hands out cannot change it", () => {
    const policy = loosePolicy({
      permissions: { contacts: ["read", "delete"] },
      roles: {
        agent: {
          can: [{ permission: "contacts:read", when: { s: { $in: ["a"] } }, fields: ["f"] }],
        },
      },
    });
    const agent = { id: "1", roles: ["agent"] };
    const before = JSON.stringify(policy.toJSON());
    const ask = () => policy.can(agent, "contacts:read", { s: "b" }, { fields: ["f"] });
    expect(Object.isFrozen(policy)).toBe(true);
    for (const list of [policy.permissions, policy.roles, policy.matrix().permissions]) {
      expect(Object.isFrozen(list)).toBe(true);
    }
    const handedOut: readonly unknown[] = [
      policy.toJSON(),
      policy.snapshotFor(agent),
      policy.abilityFor(agent).rules,
      policy.explain(agent, "contacts:read", { s: "b" }, { fields: ["f"] }),
      policy.permissionsOf(agent),
      policy.whoCan("contacts:read"),
      policy.conditionsFor(agent, "contacts:read"),
      policy.permittedFields(agent, "contacts:read", { s: "a" }),
    ];
    for (const value of handedOut) ravage(value);
    expect(ask()).toBe(false);
    expect(JSON.stringify(policy.toJSON())).toBe(before);
    expect(policy.can(agent, "contacts:read", { s: "a" }, { fields: ["f"] })).toBe(true);
  });
});

/** Writes over whatever can be written to. */
function ravage(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const key of Reflect.ownKeys(value)) {
    ravage(Reflect.getOwnPropertyDescriptor(value, key)?.value);
    Reflect.set(value, key, key === "length" ? 0 : "b");
  }
  if (Array.isArray(value) && !Object.isFrozen(value)) value.push("b");
}
