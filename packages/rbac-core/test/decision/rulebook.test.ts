import { afterEach, describe, expect, it } from "vitest";
import { Rulebook } from "../../src/decision/rulebook.ts";
import { addCustomRoles } from "../../src/definition/custom-roles.ts";
import type { PolicyModel, RoleModel } from "../../src/definition/model.ts";
import { parseDefinition } from "../../src/definition/parse-definition.ts";

const READ = 0;
const DELETE = 1;
const base = parseDefinition({
  permissions: { contacts: ["read", "delete"] },
  roles: {
    agent: { can: ["contacts:read", { permission: "contacts:delete", when: { spam: true } }] },
  },
});

/** The model, and for which permissions rules were looked for. */
function counting(): { readonly model: PolicyModel; readonly sought: number[] } {
  const sought: number[] = [];
  const roles = [...base.roles].map(([name, role]): [string, RoleModel] => {
    const rulesFor = new Map(role.rulesFor);
    rulesFor.get = (position) => {
      sought.push(position);
      return role.rulesFor.get(position);
    };
    const { title, parents, rules, inherits, deniesOutright } = role;
    const counted: RoleModel = {
      name,
      title,
      parents,
      rules,
      rulesFor,
      inherits,
      deniesOutright,
      get lineage() {
        return [counted];
      },
    };
    return [name, counted];
  });
  return { model: { ...base, roles: new Map(roles) }, sought };
}

describe("Rulebook", () => {
  const agent = { id: "1", roles: ["agent"] };

  it("looks for no rule where the answer follows from the roles alone", () => {
    const { model, sought } = counting();
    const rules = Rulebook.of(model);
    expect(rules.allows(agent, READ, undefined)).toBe(true);
    expect(sought).toEqual([]);
    expect(rules.allows(agent, DELETE, undefined)).toBe(false);
    expect(rules.allows(agent, DELETE, { spam: true })).toBe(true);
    expect(rules.allows(agent, READ, {})).toBe(true);
    expect(sought).toEqual([DELETE, READ]);
  });

  describe("with stored roles", () => {
    afterEach(() => {
      Reflect.deleteProperty(Array.prototype, "toJSON");
    });

    const added = (): PolicyModel => {
      const { model, problems } = addCustomRoles(
        base,
        [{ name: "night", can: ["contacts:read"] }],
        undefined,
      );
      problems.throwIfAny();
      return model;
    };

    it("keeps no model, and makes one like it when it is needed", () => {
      const model = added();
      const rules = Rulebook.of(base).withRoles(model);
      expect(rules.engine.model).not.toBe(model);
      expect([...rules.engine.model.roles.keys()]).toEqual(["agent", "night"]);
      expect(rules.allows({ id: "1", roles: ["night"] }, READ, undefined)).toBe(true);
    });

    it("keeps the model where a toJSON of arrays would change what is written of it", () => {
      const model = added();
      Object.defineProperty(Array.prototype, "toJSON", { value: () => 0, configurable: true });
      expect(Rulebook.of(base).withRoles(model).engine.model).toBe(model);
    });
  });
});
