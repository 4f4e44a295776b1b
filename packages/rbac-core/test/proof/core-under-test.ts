import type * as core from "../../src/index.ts";
import type { Catalogue, Policy } from "../../src/index.ts";
import type { PolicyData } from "./generate-policies.ts";

/** The package, or a copy of it with a planted fault. */
export type Core = typeof core;

export type AnyPolicy = Policy<Catalogue, string>;

/** The policy in its layers, as an app would build it. */
export function build(
  { definePolicy, extendPolicy }: Pick<Core, "definePolicy" | "extendPolicy">,
  { base, extension, custom, ceiling, scopes, scopesFirst }: PolicyData,
): AnyPolicy {
  const defined: AnyPolicy = definePolicy(base);
  const extended: AnyPolicy = extension === undefined ? defined : extendPolicy(defined, extension);
  const scoped = (policy: AnyPolicy): AnyPolicy =>
    scopes === undefined ? policy : policy.withScopes(scopes);
  const widened = (policy: AnyPolicy): AnyPolicy =>
    custom.length === 0 && ceiling === undefined ? policy : policy.withRoles(custom, { ceiling });
  return scopesFirst ? widened(scoped(extended)) : scoped(widened(extended));
}
