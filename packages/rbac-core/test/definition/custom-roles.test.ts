import { describe, expect, it } from "vitest";
import { definePolicy, parsePolicy } from "../../src/index.ts";
import { loadRoles, placesOf, problemsOf } from "./untyped.ts";

const base = definePolicy({
  permissions: { contacts: ["read", "write", "delete"], settings: ["manage"] },
  roles: {
    agent: { can: ["contacts:read"] },
    admin: { extends: ["agent"], can: ["contacts:*"] },
    owner: { can: ["*"] },
  },
});

function held(policy: { permissions: readonly string[]; can: typeof base.can }, role: string) {
  return base.permissions.filter((permission) =>
    policy.can({ id: "1", roles: [role] }, permission),
  );
}

describe("withRoles", () => {
  it("adds stored roles, which may inherit base roles and one another", () => {
    const documents = [
      { name: "night", title: "Night shift", extends: ["early"], can: ["contacts:write"] },
      { name: "early", extends: ["agent"], cannot: [{ permission: ["settings:manage"] }] },
    ];
    const policy = base.withRoles(documents);
    expect(policy.roles).toEqual(["agent", "admin", "owner", "night", "early"]);
    expect(held(policy, "night")).toEqual(["contacts:read", "contacts:write"]);
    expect(base.roles).toEqual(["agent", "admin", "owner"]);
  });

  it("copies: a document changed afterwards changes nothing", () => {
    const document = { name: "night", can: ["contacts:read"] };
    const policy = base.withRoles([document]);
    document.can.push("contacts:delete");
    document.name = "owner";
    expect(held(policy, "night")).toEqual(["contacts:read"]);
  });

  it("refuses all when one is invalid", () => {
    const documents = [
      { name: "fine", can: ["contacts:read"] },
      { name: "night", cannot: ["contacts:raed"] },
    ];
    expect(placesOf(() => loadRoles(base, documents))).toEqual([
      "permission_unknown roles.night.cannot[0]",
    ]);
  });

  it.each<[string, unknown, string]>([
    ["no list", { name: "night" }, "type_invalid roles"],
    ["null", null, "type_invalid roles"],
    ["a list of names", ["night"], "type_invalid roles[0]"],
    ["a role without a name", [{ can: [] }], "type_invalid roles[0].name"],
    ["a column too many", [{ name: "night", id: 7 }], "key_unknown roles[0].id"],
    ["null in place of nothing", [{ name: "night", title: null }], "type_invalid roles[0].title"],
  ])("refuses %s", (_title, documents, expected) => {
    expect(placesOf(() => loadRoles(base, documents))).toEqual([expected]);
  });

  it("does not let a stored role change what layers decide", () => {
    const document = { name: "night", exclusive: [], tenant: {}, ceiling: ["*"] };
    expect(problemsOf(() => loadRoles(base, [document])).map(({ code }) => code)).toEqual([
      "key_unknown",
      "key_unknown",
      "key_unknown",
    ]);
  });
});

describe("the ceiling", () => {
  const low = base.withRoles([{ name: "night", can: ["contacts:write", "settings:manage"] }], {
    ceiling: ["contacts:*"],
  });

  it("bounds stored roles and base roles alike", () => {
    expect(held(low, "night")).toEqual(["contacts:write"]);
    expect(held(low, "owner")).toEqual(["contacts:read", "contacts:write", "contacts:delete"]);
    expect(low.decide({ id: "1", roles: ["owner"] }, "settings:manage")).toMatchObject({
      allowed: false,
      code: "ceiling_exceeded",
      layer: "ceiling",
    });
    expect(low.matrix().cell("owner", "settings:manage")).toBe("deny");
  });

  it("only ever narrows", () => {
    const lower = low.withRoles([], { ceiling: ["*:read", "settings:manage"] });
    expect(held(lower, "owner")).toEqual(["contacts:read"]);
    expect(held(lower.withRoles([], { ceiling: ["*"] }), "owner")).toEqual(["contacts:read"]);
    expect(held(lower.withRoles([]), "owner")).toEqual(["contacts:read"]);
  });

  it("may be empty: then nobody has anything", () => {
    expect(held(base.withRoles([], { ceiling: [] }), "owner")).toEqual([]);
  });

  it("is part of toJSON and of the version", () => {
    expect(low.toJSON().ceiling).toEqual(["contacts:read", "contacts:write", "contacts:delete"]);
    expect(base.toJSON()).not.toHaveProperty("ceiling");
    expect(base.withRoles([]).version).toBe(base.version);
    expect(base.withRoles([], { ceiling: ["*"] }).version).not.toBe(base.version);
    expect(held(parsePolicy(low.toJSON()), "owner")).toEqual(held(low, "owner"));
  });

  it.each<[string, unknown, string[]]>([
    ["an unknown permission", ["contacts:raed"], ["permission_unknown ceiling[0]"]],
    ["a name", "contacts:read", ["type_invalid ceiling"]],
    ["null", null, ["type_invalid ceiling"]],
    ["an object", [{ permission: "contacts:read" }], ["type_invalid ceiling[0]"]],
  ])("refuses %s", (_title, ceiling, expected) => {
    expect(placesOf(() => loadRoles(base, [], { ceiling }))).toEqual(expected);
  });
});
