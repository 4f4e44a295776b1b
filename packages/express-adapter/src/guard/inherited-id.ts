import { inspect } from "../containment/inspect.ts";
import type { Advisor } from "../record/advice.ts";

/** Longer than classes are ever extended; a proxy can make a chain without end. */
const DEEPEST = 20;

/**
 * Documents of database mappers and instances of classes keep `id` on their prototype, where it is not read, so that
 * they are nobody: 401 on every request. Somebody should know why.
 */
export function adviseOnInheritedId(advisor: Advisor, principal: unknown): void {
  if (!inspect(() => inheritsId(principal), false)) return;
  advisor.nobody(
    "principal gave an object that inherits its id, as documents of a database mapper and instances of classes do. " +
      "Only own properties count, so the request was answered as nobody's. " +
      "Copy the fields: { id: user.id, roles: user.roles }.",
  );
}

/** Looks for the property and never reads it. What stands on the end of the chain, `Object.prototype`, was planted. */
function inheritsId(principal: unknown): boolean {
  if (typeof principal !== "object" || principal === null) return false;
  if (Object.hasOwn(principal, "id")) return false;
  let above: object | null = Object.getPrototypeOf(principal);
  for (let depth = 0; above !== null && depth < DEEPEST; depth += 1) {
    const next: object | null = Object.getPrototypeOf(above);
    if (next === null) return false;
    if (Object.hasOwn(above, "id")) return true;
    above = next;
  }
  return false;
}
