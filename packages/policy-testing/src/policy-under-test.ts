import type { Decision, Explanation, Matrix } from "@intercom-rbac/core";
import { OptionInvalidError } from "@intercom-rbac/core";
import { kindOf } from "@intercom-rbac/core/internal";

interface Fields {
  readonly fields?: readonly string[] | undefined;
}

/** A policy as the matchers see it: names are plain strings, and the policy itself refuses the wrong ones. */
export interface PolicyUnderTest {
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
  decide(who: unknown, permission: string, resource?: unknown, options?: Fields): Decision;
  explain(who: unknown, permission: string, resource?: unknown, options?: Fields): Explanation;
  couldEver(who: unknown, permission: string): boolean;
  matrix(): Matrix;
}

const QUESTIONS = ["decide", "explain", "couldEver", "matrix"] as const;

// By shape: `instanceof` is false across the ESM and CommonJS builds of core.
function isPolicy(value: unknown): value is PolicyUnderTest {
  return (
    typeof value === "object" &&
    value !== null &&
    QUESTIONS.every((question) => typeof Reflect.get(value, question) === "function") &&
    Array.isArray(Reflect.get(value, "permissions")) &&
    Array.isArray(Reflect.get(value, "roles"))
  );
}

/** Throws `ERR_RBAC_OPTION_INVALID`: whatever is no policy neither allows nor denies. */
export function policyOf(received: unknown, matcher: string): PolicyUnderTest {
  if (isPolicy(received)) return received;
  throw new OptionInvalidError(
    `expect(policy).${matcher} takes a policy, as definePolicy returns it, and was given ${kindOf(received)}.`,
  );
}
