import type { Catalogue, Policy } from "@intercom-rbac/core";
import type { PolicyAssertions } from "./assertions.ts";
import type { Matcher } from "./rbac-matchers.ts";
import { rbacMatchers } from "./rbac-matchers.ts";

type PolicyMatcher = "toAllow" | "toDeny" | "toPermitOnly" | "toMatchMatrix";

/** The assertions, and the same denied. */
export interface PolicyExpectation<C extends Catalogue, N extends string, T>
  extends PolicyAssertions<C, N, T> {
  readonly not: PolicyAssertions<C, N, T>;
}

function assertBy(matcher: Matcher, received: unknown, isNot: boolean) {
  const assertion = (...args: readonly unknown[]): void => {
    const { pass, message } = matcher.call({ isNot }, received, ...args);
    if (pass !== isNot) return;
    const error = new Error(message());
    // The stack then starts at the test's own line.
    Error.captureStackTrace?.(error, assertion);
    throw error;
  };
  return assertion;
}

function assertionsFor(received: unknown, isNot: boolean) {
  const by = (name: PolicyMatcher) => assertBy(rbacMatchers[name], received, isNot);
  return {
    toAllow: by("toAllow"),
    toDeny: by("toDeny"),
    toPermitOnly: by("toPermitOnly"),
    toMatchMatrix: by("toMatchMatrix"),
  };
}

/**
 * The policy matchers without a test runner's `expect`: for Jest, node:test, and wherever misspelt roles and
 * permissions must not compile. Throws an `Error` where the assertion fails. Not counted by `expect.assertions` or
 * vitest's `requireAssertions`.
 *
 * @example
 * expectPolicy(policy).toAllow("owner", "contacts:delete");
 * @example
 * expectPolicy(policy).not.toAllow("agent", "contacts:delete");
 */
export function expectPolicy<C extends Catalogue, N extends string, T>(
  policy: Policy<C, N, T>,
): PolicyExpectation<C, N, T> {
  return { ...assertionsFor(policy, false), not: assertionsFor(policy, true) };
}
