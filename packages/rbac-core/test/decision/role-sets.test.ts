import { describe, expect, it } from "vitest";
import { MAX_SETS, RoleSets } from "../../src/decision/role-sets.ts";
import { parseDefinition } from "../../src/definition/parse-definition.ts";
import { UNDER_MUTATION } from "../proof/seed.ts";
import { loosePolicy } from "./loose-policy.ts";

/** Far beyond what is kept; under mutation, just beyond it. */
const MANY = UNDER_MUTATION ? 2 * MAX_SETS : 300_000;

const names = Array.from({ length: 19 }, (_, at) => `role${at}`);

/** The nth combination of the 19 names, of 524,288. */
function combination(n: number): string[] {
  return names.filter((_, bit) => ((n >> (names.length - 1 - bit)) & 1) === 1);
}

const definition = {
  permissions: { contacts: ["read", "delete"] },
  roles: {
    ...Object.fromEntries(names.map((name) => [name, {}])),
    reader: { can: ["contacts:read"] },
    guard: { cannot: ["contacts:delete"] },
    owner: { can: ["*"] },
  },
};

describe("RoleSets", () => {
  it("finds one set for the same roles, whatever their order and however often they are named", () => {
    const sets = new RoleSets(parseDefinition(definition));
    const set = sets.find(["reader", "owner", "guard"]);
    expect(sets.find(["guard", "owner", "reader"])).toBe(set);
    expect(sets.find(["owner", "owner", "guard", "reader", "guard"])).toBe(set);
    expect(sets.find(["owner", "nobody", "guard", "reader", "constructor"])).toBe(set);
    expect(sets.find(["owner", "guard"])).not.toBe(set);
    expect(set.effective.map(({ name }) => name)).toEqual(["reader", "guard", "owner"]);
  });

  it("works out once which roles are in effect", () => {
    const set = new RoleSets(parseDefinition(definition)).find(["reader"]);
    expect(set.effective).toBe(set.effective);
  });

  it("prepares a verdict once a set and permission", () => {
    const sets = new RoleSets(parseDefinition(definition));
    const set = sets.find(["reader"]);
    expect(set.verdict(0)).toBe(sets.find(["reader"]).verdict(0));
    expect(set.verdict(0)).not.toBe(set.verdict(1));
  });

  it("keeps a bounded number of sets under 300,000 distinct combinations of roles", {
    timeout: 60_000,
  }, () => {
    const sets = new RoleSets(parseDefinition(definition));
    let largest = 0;
    for (let n = 0; n < MANY; n++) {
      sets.find(combination(n)).verdict(0);
      largest = Math.max(largest, sets.size);
    }
    expect(largest).toBe(MAX_SETS);
    expect(MAX_SETS).toBeLessThanOrEqual(4096);
  });

  it("keeps nothing of 300,000 unknown role names", () => {
    const sets = new RoleSets(parseDefinition(definition));
    const none = sets.find([]);
    let strays = 0;
    for (let at = 0; at < MANY; at++) if (sets.find([`unknown${at}`]) !== none) strays += 1;
    expect(strays).toBe(0);
    expect(sets.size).toBe(1);
    expect(none.next.size).toBe(0);
  });

  it("starts from no role at all, also after it has forgotten", () => {
    const sets = new RoleSets(parseDefinition(definition));
    const none = sets.find([]);
    expect(none.held).toEqual([]);
    for (let n = 1; n <= MAX_SETS; n++) sets.find(combination(n));
    expect(sets.find([])).not.toBe(none);
    expect(sets.find([]).held).toEqual([]);
    expect(sets.find([]).effective).toEqual([]);
  });

  it("answers rightly while it forgets", { timeout: 60_000 }, () => {
    const policy = loosePolicy(definition);
    let wrong = 0;
    for (let n = 0; n < 3 * MAX_SETS; n++) {
      const roles = combination(n);
      const held = policy.can({ id: "1", roles: [...roles, "owner"] }, "contacts:delete");
      const denied = policy.can(
        { id: "1", roles: ["owner", ...roles, "guard"] },
        "contacts:delete",
      );
      const missing = policy.can({ id: "1", roles: [...roles, "reader"] }, "contacts:delete");
      if (!held || denied || missing) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it("takes principals of many ids, names and attributes without keeping any", () => {
    const sets = new RoleSets(parseDefinition(definition));
    const policy = loosePolicy(definition);
    let allowed = 0;
    for (let at = 0; at < MANY; at++) {
      const who = { id: `user${at}`, roles: ["reader", `workspace${at}`], workspaceId: `w${at}` };
      if (policy.can(who, "contacts:read")) allowed += 1;
      sets.find(who.roles);
    }
    expect(allowed).toBe(MANY);
    expect(sets.size).toBe(2);
  });

  it("refuses a name that is no string wherever it stands, and never coerces it", () => {
    const sets = new RoleSets(parseDefinition(definition));
    for (const name of [null, undefined, 1, ["owner"], new String("owner"), Symbol("owner")]) {
      expect(() => sets.find([name])).toThrow(/principal\.roles\[0\] must be a string/);
      expect(() => sets.find(["owner", "nobody", name])).toThrow(/principal\.roles\[2\]/);
    }
    expect(sets.find(["owner"]).next.size).toBe(0);
  });
});
