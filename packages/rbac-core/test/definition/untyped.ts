import { expect } from "vitest";
import type { Policy, Problem } from "../../src/index.ts";
import { definePolicy, extendPolicy, isRbacError } from "../../src/index.ts";

/** `definePolicy` as JavaScript sees it: a test may give it what the types refuse. */
export function define(definition: unknown): Policy {
  return Reflect.apply(definePolicy, undefined, [definition]);
}

/** `extendPolicy` as JavaScript sees it. */
export function extend(base: unknown, more: unknown): Policy {
  return Reflect.apply(extendPolicy, undefined, [base, more]);
}

/** `policy.withRoles` as JavaScript sees it. */
export function loadRoles(policy: Policy, documents: unknown, options?: unknown): Policy {
  return Reflect.apply(policy.withRoles, policy, [documents, options]);
}

/** `policy.withScopes` as JavaScript sees it. */
export function switchScopesOn(policy: Policy, map: unknown): Policy {
  return Reflect.apply(policy.withScopes, policy, [map]);
}

/** `policy.checkRoles` as JavaScript sees it. */
export function check(policy: Policy, documents: unknown, options: unknown): readonly Problem[] {
  return Reflect.apply(policy.checkRoles, policy, [documents, options]);
}

/** The problems a definition was refused for. Fails when something usable came back. */
export function problemsOf(run: () => unknown): readonly Problem[] {
  let returned: unknown;
  try {
    returned = run();
  } catch (error) {
    if (!isRbacError(error) || error.code !== "ERR_RBAC_POLICY_INVALID") throw error;
    for (const { path, message } of error.problems) {
      expect(error.message).toContain(message);
      expect(error.message).toContain(path);
    }
    return error.problems;
  }
  expect.fail(`The definition was accepted: ${JSON.stringify(returned)}`);
}

/** Code and path of each problem, as short as a test can state them. */
export function placesOf(run: () => unknown): string[] {
  return problemsOf(run).map(({ code, path }) => `${code} ${path}`);
}
