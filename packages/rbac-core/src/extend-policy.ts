import { CompiledPolicy } from "./compiled-policy.ts";
import { parseExtension } from "./definition/parse-definition.ts";
import type { Catalogue, MergedCatalogue } from "./types/catalogue.ts";
import type { RoleDefinition } from "./types/definition.ts";
import type { Policy } from "./types/policy.ts";
import type { MergedTypes, PolicyTypes } from "./types/principal.ts";

/**
 * A policy with more permissions and roles, typed. The base's roles keep exactly what they have: they may be
 * inherited and not redefined, and their wildcards do not grow over the added permissions.
 *
 * Throws `ERR_RBAC_POLICY_INVALID` with every problem found.
 *
 * @example
 * const policy = extendPolicy(intercomPolicy, {
 *   roles: { night_agent: { extends: ["agent"], cannot: ["contacts:read"] } },
 * });
 */
export function extendPolicy<
  const C0 extends Catalogue,
  const N0 extends string,
  T0,
  const N extends string,
  const C extends Catalogue = Record<never, never>,
  T extends PolicyTypes = Record<never, never>,
>(
  base: Policy<C0, N0, T0>,
  more: {
    readonly types?: T;
    readonly permissions?: C;
    readonly roles: {
      readonly [K in N]: RoleDefinition<
        MergedCatalogue<C0, NoInfer<C>>,
        MergedTypes<T0, NoInfer<T>>,
        NoInfer<N | N0>
      >;
    };
  },
): Policy<MergedCatalogue<C0, C>, N0 | N, MergedTypes<T0, T>>;
export function extendPolicy(base: unknown, more: unknown): CompiledPolicy {
  return new CompiledPolicy(parseExtension(CompiledPolicy.modelOf(base), more));
}
