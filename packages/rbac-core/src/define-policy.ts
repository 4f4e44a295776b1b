import { CompiledPolicy } from "./compiled-policy.ts";
import { parseDefinition } from "./definition/parse-definition.ts";
import type { Catalogue } from "./types/catalogue.ts";
import type { PolicyDefinition } from "./types/definition.ts";
import type { Policy } from "./types/policy.ts";
import type { PolicyTypes } from "./types/principal.ts";

/**
 * Declares a policy: the permissions that exist, and who may do what. Names become literal types, so that a
 * misspelt permission or role does not compile.
 *
 * Throws `ERR_RBAC_POLICY_INVALID` (`PolicyDefinitionError`) with every problem found: each has a path, a code and
 * where possible a suggestion. The definition is copied; changing it afterwards changes nothing.
 *
 * @example The smallest policy
 * const policy = definePolicy({
 *   permissions: { contacts: ["read", "delete"] },
 *   roles: { agent: { can: ["contacts:read"] }, owner: { can: ["*"] } },
 * });
 * policy.can({ id: "7", roles: ["agent"] }, "contacts:delete"); // false
 *
 * @example Inheritance and denials: a denial wins, wherever it comes from
 * definePolicy({
 *   permissions: { conversations: ["read", "reply", "close"] },
 *   roles: {
 *     agent: { can: ["conversations:*"] },
 *     trainee: { extends: ["agent"], cannot: ["conversations:close"] },
 *   },
 * });
 *
 * @example Conditions on the row, checked against its declared type
 * definePolicy({
 *   types: {} as { rows: { conversations: { assigneeId: string | null } } },
 *   permissions: { conversations: ["reply"] },
 *   roles: {
 *     agent: { can: [{ permission: "conversations:reply", when: { assigneeId: principal("id") } }] },
 *   },
 * });
 */
export function definePolicy<
  const C extends Catalogue,
  const N extends string,
  T extends PolicyTypes = Record<never, never>,
>(definition: PolicyDefinition<C, N, T>): Policy<C, N, T>;
export function definePolicy(definition: unknown): CompiledPolicy {
  return new CompiledPolicy(parseDefinition(definition));
}
