import type { Rule } from "../rules/rule.ts";
import { Clause } from "./clause.ts";
import { GrantSearch } from "./grant-search.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";

/** What one set of roles comes to for one permission, worked out once and reused. */
export interface Verdict {
  /** The answer is no, whatever the resource and the fields. */
  readonly refused: Outcome | undefined;
  /** The answer is yes, whatever the resource and the fields, unless another layer refuses. */
  readonly granted: Outcome | undefined;
  readonly grants: readonly Clause[];
  /** Those of the grants that cover the whole of a row: what a check without fields is about. */
  readonly whole: GrantSearch<Outcome>;
  /** The first of them, where there is any: what a row that meets none is told of. */
  readonly firstWhole: Clause | undefined;
  /** Denials with a condition or fields; one with neither makes the verdict `refused`. */
  readonly denials: readonly Clause[];
  /** A check must say which fields it touches. */
  readonly fieldLimited: boolean;
  /** There are grants with conditions and nothing else: without fields, the row decides alone. */
  readonly rowDecides: boolean;
}

const NONE: readonly never[] = Object.freeze([]);
const NO_GRANTS = new GrantSearch<Outcome>(NONE);

function refusal(refused: Outcome): Verdict {
  return Object.freeze({
    refused,
    granted: undefined,
    grants: NONE,
    whole: NO_GRANTS,
    firstWhole: undefined,
    denials: NONE,
    fieldLimited: false,
    rowDecides: false,
  });
}

export const ROLES_EXCLUSIVE: Verdict = refusal(outcome("roles_exclusive"));
const PERMISSION_MISSING: Verdict = refusal(outcome("permission_missing"));

/** Unconditional: it speaks of every resource and every field. */
export function isPlain({ when, fields }: Rule): boolean {
  return when === undefined && fields === undefined;
}

function isQualified(rule: Rule): boolean {
  return !isPlain(rule);
}

/**
 * Combines the rules of a set of roles on one permission. Denials win, in whatever order and from whatever role the
 * rules come; among grants the unconditional one is named first, as it decides alone.
 */
export function verdictOf(rules: readonly Rule[]): Verdict {
  const denials = rules.filter(({ inverted }) => inverted);
  const outright = denials.find(isPlain);
  if (outright !== undefined) return refusal(outcome("explicitly_denied", outright));
  const grants = rules.filter(({ inverted }) => !inverted);
  if (grants.length === 0) return PERMISSION_MISSING;
  const plain = grants.find(isPlain);
  const clauses = [...grants.filter(isPlain), ...grants.filter(isQualified)].map(
    (rule) => new Clause(rule),
  );
  const whole = clauses.filter(({ rule }) => rule.fields === undefined);
  const undenied = denials.length === 0;
  return Object.freeze({
    refused: undefined,
    granted: plain !== undefined && undenied ? outcome("granted", plain) : undefined,
    grants: Object.freeze(clauses),
    whole: GrantSearch.of(whole),
    firstWhole: whole[0],
    denials: Object.freeze(denials.map((rule) => new Clause(rule))),
    fieldLimited:
      denials.some(({ fields }) => fields !== undefined) ||
      grants.every(({ fields }) => fields !== undefined),
    rowDecides: undenied && plain === undefined && whole.length > 0,
  });
}
