import { toAllow, toDeny } from "./allow-and-deny.ts";
import { toBeForbidden } from "./be-forbidden.ts";
import { toHaveNoUnguardedRoutes } from "./have-no-unguarded-routes.ts";
import { toMatchMatrix } from "./match-matrix.ts";
import type { MatcherContext, MatcherResult } from "./matcher.ts";
import { toPermitOnly } from "./permit-only.ts";

/** A matcher as vitest and Jest both take it. Throws an error for what cannot be tested, after `.not` as well. */
export type Matcher = (
  this: MatcherContext,
  received: unknown,
  ...args: readonly unknown[]
) => MatcherResult;

/** The matchers by name. An alias and no interface: `expect.extend` wants an index signature. */
export type RbacMatchers = {
  readonly toAllow: Matcher;
  readonly toDeny: Matcher;
  readonly toPermitOnly: Matcher;
  readonly toMatchMatrix: Matcher;
  readonly toBeForbidden: Matcher;
  readonly toHaveNoUnguardedRoutes: Matcher;
};

/**
 * For `expect.extend` of vitest or Jest.
 *
 * @example
 * import { expect } from "vitest";
 * import { rbacMatchers } from "@intercom-rbac/testing";
 * expect.extend(rbacMatchers); // or, with types: import "@intercom-rbac/testing/vitest"
 */
export const rbacMatchers: RbacMatchers = Object.freeze({
  toAllow,
  toDeny,
  toPermitOnly,
  toMatchMatrix,
  toBeForbidden,
  toHaveNoUnguardedRoutes,
});
