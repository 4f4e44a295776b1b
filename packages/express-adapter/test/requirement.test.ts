import type { Decision, DecisionCode } from "@intercom-rbac/core";
import { describe, expect, test } from "vitest";
import { denialAnswer, notFoundAnswer, unavailableAnswer } from "../src/answers/responses.ts";
import { parseRequirement, settle } from "../src/demand/requirement.ts";

function decision(permission: string, code: DecisionCode, roles: readonly string[] = []): Decision {
  const allowed = code === "granted";
  return { allowed, permission, code, layer: "role", roles, policyVersion: "v" };
}

const yes = decision("a:yes", "granted");
const no = decision("a:no", "permission_missing");
const never = decision("a:never", "explicitly_denied");
const allowed = (one: Decision): boolean => one.allowed;

describe("settle", () => {
  test.each([
    ["one", [yes], { met: true, by: [yes] }],
    ["one", [no], { met: false, refused: no }],
    ["all", [yes, yes], { met: true, by: [yes, yes] }],
    ["all", [yes, never, no], { met: false, refused: never }],
    ["any", [no, yes, never], { met: true, by: [yes] }],
    ["any", [yes, no], { met: true, by: [yes] }],
    ["any", [never, no], { met: false, refused: never }],
  ] as const)("%s of %#", (mode, decisions, verdict) => {
    expect(settle(mode, decisions, allowed)).toEqual(verdict);
  });
});

describe("parseRequirement", () => {
  test("keeps the demand as it was written", () => {
    expect(parseRequirement("a:b")).toEqual({
      mode: "one",
      permissions: ["a:b"],
      required: "a:b",
    });
    expect(parseRequirement({ any: ["a:b", "a:c"] })).toEqual({
      mode: "any",
      permissions: ["a:b", "a:c"],
      required: { any: ["a:b", "a:c"] },
    });
  });
});

describe("messages", () => {
  const style = { format: "json", challenge: "Bearer", exposeReasons: false } as const;
  const MISSING = ["permission_missing", "scope_missing", "ceiling_exceeded"] as const;
  const NOT_ALLOWED = [
    "roles_exclusive",
    "explicitly_denied",
    "field_required",
    "field_denied",
    "resource_required",
    "tenant_mismatch",
    "condition_not_met",
  ] as const;

  test.each([
    ...MISSING.map((code) => [code, "Missing permission: a:b"] as const),
    ...NOT_ALLOWED.map((code) => [code, "Not allowed: a:b"] as const),
  ])("%s → %s", (code, message) => {
    const answer = denialAnswer(decision("a:b", code, ["x", "y"]), "a:b", "id", style);
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({
      error: "Forbidden",
      message,
      required: "a:b",
      currentRole: "x, y",
      code,
      decisionId: "id",
    });
    const any = denialAnswer(decision("a:b", code), { any: ["a:b", "a:c"] }, "id", style);
    expect(any.body.message).toBe("Missing one of: a:b, a:c");
  });

  test("the other answers say nothing of the permission or the roles", () => {
    expect(notFoundAnswer("id", style).body).toEqual({
      error: "Not Found",
      message: "Not found",
      code: "not_found",
      decisionId: "id",
    });
    expect(unavailableAnswer("id", style).body).toEqual({
      error: "Service Unavailable",
      message: "Authorization unavailable",
      code: "unavailable",
      decisionId: "id",
    });
  });
});
