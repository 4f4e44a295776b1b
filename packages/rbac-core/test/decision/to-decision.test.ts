import { describe, expect, it } from "vitest";
import { outcome } from "../../src/decision/outcome.ts";
import { toDecision } from "../../src/decision/to-decision.ts";
import { parseDefinition } from "../../src/definition/parse-definition.ts";

const model = parseDefinition({
  permissions: { contacts: ["read"] },
  roles: { agent: { can: ["contacts:read"] } },
});

describe("toDecision", () => {
  it("names roles only, also of a list that says something else when it is read again", () => {
    const named = ["agent", 7, null, { secret: true }, "ghost"];
    const decision = toDecision(outcome("granted"), "contacts:read", named, model, "v1");
    expect(decision.roles).toEqual(["agent", "ghost"]);
    expect(decision.unknownRoles).toEqual(["ghost"]);
  });
});
