import type { PrincipalRef } from "./types/principal.ts";

/**
 * A reference to an attribute of whoever asks, for use inside `when`: a value, the list of `$in` or `$nin`, or an
 * element of `$all`. It is plain data, `{ $principal: "id" }`, so that a policy can be stored and compared.
 *
 * @param path an attribute of the principal, or `attribute.inner`
 *
 * @example { permission: "conversations:reply", when: { assigneeId: principal("id") } }
 * @example { permission: "conversations:read", when: { teamId: { $in: principal("teamIds") } } }
 */
export function principal<const K extends string>(path: K): PrincipalRef<K> {
  return Object.freeze({ $principal: path });
}
