import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompiledPolicy } from "../../src/compiled-policy.ts";
import { addCustomRoles } from "../../src/definition/custom-roles.ts";
import { CustomRolesRecipe } from "../../src/definition/custom-roles-recipe.ts";
import type { PolicyModel } from "../../src/definition/model.ts";
import { parseDefinition, parseExtension } from "../../src/definition/parse-definition.ts";
import { loosePolicy } from "../decision/loose-policy.ts";
import { policyData } from "../proof/generate-policies.ts";
import type { Principal } from "../proof/generate-subjects.ts";
import { principal, row } from "../proof/generate-subjects.ts";
import { holdsFor } from "../proof/seed.ts";

const base = parseDefinition({
  permissions: { contacts: ["read", "write", "delete"], settings: ["manage"] },
  roles: {
    agent: { can: ["contacts:read"] },
    admin: { extends: ["agent"], can: ["contacts:*"] },
    auditor: { can: ["*:read"] },
  },
  exclusive: [["agent", "auditor"]],
  tenant: { row: "workspaceId", principal: "workspaceId" },
});

function source(model: PolicyModel) {
  return { get: () => model };
}

function added(documents: unknown, ceiling?: readonly string[], parent = base) {
  const { model, problems } = addCustomRoles(parent, documents, ceiling);
  problems.throwIfAny();
  return { model, recipe: new CustomRolesRecipe(source(parent), model) };
}

/** All that the definition of a role says, its rules with their places. */
function written({ roles, ...rest }: PolicyModel) {
  return {
    ...rest,
    tenant: rest.tenant?.definition,
    roles: [...roles].map(([name, { title, parents, rules, lineage, inherits, rulesFor }]) => ({
      name,
      title,
      parents,
      rules: rules.map((rule) => ({ ...rule })),
      lineage: lineage.map((role) => role.name),
      inherits: inherits.map((role) => role.name),
      index: [...rulesFor].map(([position, list]) => [position, list.map(({ path }) => path)]),
    })),
  };
}

const everything = [
  {
    name: "night",
    title: "Night shift",
    extends: ["agent"],
    can: [
      "contacts:write",
      { permission: "contacts:delete", when: { owner: { $principal: "id" }, level: { $gt: 2 } } },
      { permission: ["settings:manage"], reason: "at night" },
      { permission: ["contacts:read", "contacts:write"], fields: ["name", "phone"] },
    ],
    cannot: [
      { permission: "contacts:write", when: { state: { $in: ["x", { $principal: "s" }] } } },
    ],
  },
  { name: "early", extends: ["night"], cannot: ["settings:manage"] },
  { name: "idle" },
  { name: "7", can: ["settings:manage", "contacts:delete", "contacts:read"] },
];

describe("custom roles made again", () => {
  it("are what they were", () => {
    const { model, recipe } = added(everything);
    expect(written(recipe.make())).toEqual(written(model));
    expect(written(recipe.make())).toEqual(written(recipe.make()));
  });

  it("keep the path and the reason of every rule", () => {
    const rules = added(everything).recipe.make().roles.get("night")?.rules ?? [];
    expect(rules.map(({ path, reason }) => [path, reason])).toEqual([
      ["roles.night.can[0]", undefined],
      ["roles.night.can[1]", undefined],
      ["roles.night.can[2]", "at night"],
      ["roles.night.can[3]", undefined],
      ["roles.night.cannot[0]", undefined],
    ]);
  });

  it("inherit the very roles of the base", () => {
    const model = added(everything).recipe.make();
    expect(model.roles.get("agent")).toBe(base.roles.get("agent"));
    expect(model.roles.get("night")?.inherits).toEqual([base.roles.get("agent")]);
    expect(model.permissions).toEqual(base.permissions);
  });

  it("keep a ceiling of their own, and the base's", () => {
    const low = added(everything, ["contacts:*"]);
    expect(low.recipe.make().ceiling).toEqual(new Set([0, 1, 2]));
    const above = added([{ name: "late" }], undefined, low.model);
    expect(above.recipe.make().ceiling).toEqual(new Set([0, 1, 2]));
    const lower = added([{ name: "late" }], ["*:read", "settings:manage"], low.model);
    expect(lower.recipe.make().ceiling).toEqual(new Set([0]));
    expect(added([], [], base).recipe.make().ceiling).toEqual(new Set());
  });

  it("stand on a base that is itself made again", () => {
    const first = added(everything);
    const { model } = added([{ name: "late", extends: ["early"] }], undefined, first.model);
    const recipe = new CustomRolesRecipe({ get: () => first.recipe.make() }, model);
    expect(written(recipe.make())).toEqual(written(model));
  });

  it("know nothing of a document changed afterwards", () => {
    const document = { name: "night", can: ["contacts:read"] };
    const { recipe } = added([document]);
    document.can.push("contacts:delete");
    document.name = "admin";
    expect(recipe.make().roles.get("night")?.rules).toHaveLength(1);
    expect([...recipe.names]).toEqual([["night", 0]]);
  });

  it("take nothing from a polluted prototype", () => {
    const { model, recipe } = added([{ name: "night", can: [{ permission: "contacts:read" }] }]);
    const polluted = { when: { id: 1 }, fields: ["id"], reason: "none", title: "x" };
    Object.assign(Object.prototype, polluted);
    try {
      expect(written(recipe.make())).toEqual(written(model));
      expect(recipe.make().roles.get("night")?.rules[0]?.when).toBeUndefined();
    } finally {
      for (const key of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, key);
    }
  });

  it("name permissions beyond what one character can say", () => {
    const actions = Array.from({ length: 70_000 }, (_, at) => `a${at}`);
    const large = parseDefinition({ permissions: { x: actions }, roles: {} });
    const picked = [0, 57, 92, 219, 220, 221, 55_260, 55_261, 56_400, 65_500, 65_501, 69_999];
    const can = picked.map((at) => `x:a${at}`);
    const { recipe } = added(
      [
        { name: "all", can },
        { name: "some", can: can.slice(0, 9) },
      ],
      undefined,
      large,
    );
    const { roles } = recipe.make();
    const positions = [...roles.values()].map(({ rules }) =>
      rules.map((rule) => rule.permissions[0]),
    );
    expect(positions).toEqual([picked, picked.slice(0, 9)]);
  });
});

describe("policies on custom roles made again", () => {
  it("answer and read as before", () => {
    const cases = fc.record({
      data: policyData.filter(({ custom }) => custom.length > 0),
      who: fc.array(principal, { minLength: 2, maxLength: 3 }),
      rows: fc.array(row, { minLength: 2, maxLength: 3 }),
    });
    holdsFor(cases, 150, ({ data, who, rows }) => {
      const defined = parseDefinition(data.base);
      const parent =
        data.extension === undefined ? defined : parseExtension(defined, data.extension);
      const { model, recipe } = added(data.custom, data.ceiling, parent);
      const restored = recipe.make();
      expect(written(restored)).toEqual(written(model));

      const before = new CompiledPolicy(model);
      const after = new CompiledPolicy(restored);
      expect(after.toJSON()).toEqual(before.toJSON());
      expect(after.version).toBe(before.version);
      const roles = [...restored.roles.keys()];
      const principals = who.map((one): Principal => ({ ...one, roles: roles.slice(-2) }));
      for (const permission of restored.permissions) {
        expect(after.whoCan(permission)).toEqual(before.whoCan(permission));
        for (const one of principals) {
          for (const it of [undefined, ...rows]) {
            expect(after.explain(one, permission, it)).toEqual(before.explain(one, permission, it));
          }
        }
      }
    });
  });
});

describe("a polluted prototype", () => {
  const roles = [{ name: "night", can: ["contacts:read"] }];
  const base = loosePolicy({
    permissions: { contacts: ["read", "delete"] },
    roles: { agent: { can: ["contacts:read"] }, owner: { can: ["*"] } },
  });
  const who = { id: "1", roles: ["night"] };

  function under(prototype: object, key: string, value: unknown, ask: () => void): void {
    Object.defineProperty(prototype, key, { value, configurable: true });
    try {
      ask();
    } finally {
      Reflect.deleteProperty(prototype, key);
    }
  }

  it.each([
    ["Array.prototype", Array.prototype],
    ["Object.prototype", Object.prototype],
  ])("whose toJSON is on %s writes nothing into stored roles", (_, prototype) => {
    const made: CompiledPolicy[] = [];
    under(
      prototype,
      "toJSON",
      () => ["#$"],
      () => void made.push(base.withRoles(roles)),
    );
    for (const policy of made) {
      expect(policy.decide(who, "contacts:read").code).toBe("granted");
      expect(policy.decide(who, "contacts:delete").code).toBe("permission_missing");
    }
    expect(made).toHaveLength(1);
  });

  it("plays no part when rules are made again", () => {
    const policy = base.withRoles(roles);
    under(Object.prototype, "exclusive", "x", () => {
      expect(policy.decide(who, "contacts:delete").code).toBe("permission_missing");
    });
  });
});
