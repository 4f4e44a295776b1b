import { expect } from "vitest";
import type { Policy, Problem } from "../../src/index.ts";
import { parsePolicy } from "../../src/index.ts";
import { check, define, extend, loadRoles, problemsOf } from "../definition/untyped.ts";

/** A small policy to which one wrong role is added. */
export const body = {
  permissions: { contacts: ["read", "write", "delete"], conversations: ["read", "reply"] },
  roles: {
    owner: { can: ["*"] },
    agent: { can: ["contacts:read", "conversations:*"] },
    auditor: { can: ["contacts:read"] },
    trainee: { can: ["contacts:read"], cannot: ["contacts:delete"] },
  },
  exclusive: [["auditor", "owner"]],
};

export const base: Policy = define(body);

export interface Expected {
  readonly code: Problem["code"];
  readonly path: string;
  readonly message: RegExp;
  readonly suggestion?: RegExp;
}

/** This problem and no other. */
export function expectOnly(problems: readonly Problem[], expected: Expected): void {
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    `${expected.code} ${expected.path}`,
  ]);
  const [problem] = problems;
  expect(problem?.message).toMatch(expected.message);
  if (expected.suggestion !== undefined) expect(problem?.suggestion).toMatch(expected.suggestion);
}

type Way = readonly [string, () => readonly Problem[]];

/** Wrong shapes in a list of stored roles are placed by position, as the name may be what is wrong. */
function byName(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({
    ...problem,
    path: problem.path.replace(/^roles\[0\]/, "roles.custom"),
  }));
}

/** The problems of a wrong role, by every way in which a role gets into a policy. */
export function waysIn(custom: unknown): Way[] {
  const roles = { ...body.roles, custom };
  const document = { version: 1, ...body, roles };
  const stored = [{ name: "custom", ...Object(custom) }];
  const grantedBy = { id: "1", roles: ["owner"] };
  return [
    ["definePolicy", () => problemsOf(() => define({ ...body, roles }))],
    ["extendPolicy", () => problemsOf(() => extend(base, { roles: { custom } }))],
    ["parsePolicy of data", () => problemsOf(() => parsePolicy(document))],
    ["parsePolicy of text", () => problemsOf(() => parsePolicy(JSON.stringify(document)))],
    ["withRoles", () => byName(problemsOf(() => loadRoles(base, stored)))],
    ["checkRoles", () => byName(check(base, stored, { grantedBy }))],
  ];
}
