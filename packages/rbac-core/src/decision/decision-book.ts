import type { Decision } from "../types/decision.ts";
import type { Outcome } from "./outcome.ts";

/** How many decisions on one permission are kept for one set of roles; a policy of more rules makes the rest anew. */
export const MAX_KEPT = 16;

function sameNames(kept: readonly string[], named: readonly unknown[]): boolean {
  if (kept.length !== named.length) return false;
  for (let at = 0; at < kept.length; at++) if (kept[at] !== named[at]) return false;
  return true;
}

interface Entry {
  readonly outcome: Outcome;
  readonly decision: Decision;
}

/**
 * The decisions that a set of roles has come to. A decision holds nothing of the principal but the names of its roles,
 * and is frozen: the next principal of the same roles may be given the same one.
 */
export class DecisionBook {
  /** By permission position. Most permissions come to one outcome or two: looking through beats looking up. */
  readonly #pages: (Entry[] | undefined)[] = [];

  /** @param named the principal's roles, in its own order: the decision repeats them so */
  find(position: number, outcome: Outcome, named: readonly unknown[]): Decision | undefined {
    const page = this.#pages[position];
    if (page === undefined) return undefined;
    for (const entry of page) {
      if (entry.outcome !== outcome) continue;
      return sameNames(entry.decision.roles, named) ? entry.decision : undefined;
    }
    return undefined;
  }

  keep(position: number, outcome: Outcome, decision: Decision): void {
    // Names that are no roles come from outside, and without end.
    if (decision.unknownRoles !== undefined) return;
    const page = this.#pages[position] ?? [];
    this.#pages[position] = page;
    const at = page.findIndex((entry) => entry.outcome === outcome);
    if (at >= 0) page[at] = { outcome, decision };
    else if (page.length < MAX_KEPT) page.push({ outcome, decision });
  }
}
