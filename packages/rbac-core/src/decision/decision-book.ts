import type { Decision } from "../types/decision.ts";
import type { Outcome } from "./outcome.ts";

/** How many decisions on one permission are kept for one set of roles; a policy of more rules makes the rest anew. */
const MAX_KEPT = 16;

function sameNames(kept: readonly string[], named: readonly unknown[]): boolean {
  if (kept.length !== named.length) return false;
  for (let at = 0; at < kept.length; at++) if (kept[at] !== named[at]) return false;
  return true;
}

/**
 * The decisions that a set of roles has come to. A decision holds nothing of the principal but the names of its roles,
 * and is frozen: the next principal of the same roles may be given the same one.
 */
export class DecisionBook {
  readonly #pages: (Map<Outcome, Decision> | undefined)[] = [];

  /** @param named the principal's roles, in its own order: the decision repeats them so */
  find(position: number, outcome: Outcome, named: readonly unknown[]): Decision | undefined {
    const decision = this.#pages[position]?.get(outcome);
    return decision !== undefined && sameNames(decision.roles, named) ? decision : undefined;
  }

  keep(position: number, outcome: Outcome, decision: Decision): void {
    // Names that are no roles come from outside, and without end.
    if (decision.unknownRoles !== undefined) return;
    const page = this.#pages[position] ?? new Map<Outcome, Decision>();
    this.#pages[position] = page;
    if (page.size < MAX_KEPT || page.has(outcome)) page.set(outcome, decision);
  }
}
