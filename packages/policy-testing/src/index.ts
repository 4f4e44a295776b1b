export type {
  AllowOptions,
  DenyOptions,
  ForbiddenExpectation,
  MatrixTable,
  PermittedEntry,
  PolicyAssertions,
  Subject,
} from "./assertions.ts";
export { expectPolicy, type PolicyExpectation } from "./expect-policy.ts";
export type { MatcherContext, MatcherResult } from "./matcher.ts";
export { type Matcher, type RbacMatchers, rbacMatchers } from "./rbac-matchers.ts";
