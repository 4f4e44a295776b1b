import { describe, expect, it } from "vitest";
import { Engine } from "../../src/decision/engine.ts";
import { parseDefinition } from "../../src/definition/parse-definition.ts";
import { definePolicy, PermissionUnknownError, PrincipalInvalidError } from "../../src/index.ts";
import { noting } from "../rules/noting.ts";

describe("Engine", () => {
  const engine = (): Engine =>
    new Engine(parseDefinition({ permissions: { contacts: ["read"] }, roles: { owner: {} } }));

  it("answers for no position that is no permission", () => {
    const wrong = new PermissionUnknownError("This position is no permission of this policy.");
    expect(() => engine().layers(1)).toThrow(wrong);
    expect(() => engine().outcome({ id: "1", roles: ["owner"] }, 1)).toThrow(wrong);
    expect(engine().layers(0)).toMatchObject({ any: false });
  });

  it("reads each property of a plain principal once", () => {
    const { object: plain, asked } = noting({ id: "1", roles: ["owner"] });
    engine().outcome(plain, 0);
    const once = ["get constructor", "prototype", "get id", "get roles", "get scopes"];
    expect(asked).toEqual(once);
  });

  it("takes for a principal at each question whom it takes for one at another", () => {
    const policy = definePolicy({
      permissions: { contacts: ["read"] },
      roles: { owner: { can: ["contacts:read"] } },
    });
    const own = { id: "1", roles: ["owner"] };
    const list = Object.assign([], own);
    const literal = Object.assign(Object.setPrototypeOf([], Object.prototype), own);
    expect(() => policy.can(list, "contacts:read")).toThrow(PrincipalInvalidError);
    expect(() => policy.decide(list, "contacts:read")).toThrow(PrincipalInvalidError);
    for (const row of [undefined, {}]) {
      expect(policy.can(literal, "contacts:read", row)).toBe(true);
      expect(policy.decide(literal, "contacts:read", row).allowed).toBe(true);
    }
  });
});
