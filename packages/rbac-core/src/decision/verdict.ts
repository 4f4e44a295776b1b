import type { Rule } from "../rules/rule.ts";
import type { Outcome } from "./outcome.ts";
import { outcome } from "./outcome.ts";

/** A rule with what it decides, made once so that a check allocates nothing. */
export interface Clause {
  readonly rule: Rule;
  /** It matched: the grant grants, the denial denies. */
  readonly matched: Outcome;
  /** It could not be asked, for want of the resource. */
  readonly unasked: Outcome;
  /** A grant whose condition does not hold. */
  readonly unmet: Outcome;
  /** A denial of a field, whatever the resource. */
  readonly fieldDenied: Outcome;
}

/** What one set of roles comes to for one permission, worked out once and reused. */
export interface Verdict {
  /** The answer is no, whatever the resource and the fields. */
  readonly refused: Outcome | undefined;
  /** The answer is yes, whatever the resource and the fields, unless another layer refuses. */
  readonly granted: Outcome | undefined;
  readonly grants: readonly Clause[];
  /** Denials with a condition or fields; one with neither makes the verdict `refused`. */
  readonly denials: readonly Clause[];
  /** A check must say which fields it touches. */
  readonly fieldLimited: boolean;
}

function clause(rule: Rule): Clause {
  return Object.freeze({
    rule,
    matched: outcome(rule.inverted ? "explicitly_denied" : "granted", rule),
    unasked: outcome("resource_required", rule),
    unmet: outcome("condition_not_met", rule),
    fieldDenied: outcome("field_denied", rule),
  });
}

function refusal(refused: Outcome): Verdict {
  return Object.freeze({
    refused,
    granted: undefined,
    grants: [],
    denials: [],
    fieldLimited: false,
  });
}

export const ROLES_EXCLUSIVE: Verdict = refusal(outcome("roles_exclusive"));
const PERMISSION_MISSING: Verdict = refusal(outcome("permission_missing"));

/** Unconditional: it speaks of every resource and every field. */
function isPlain({ when, fields }: Rule): boolean {
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
  return Object.freeze({
    refused: undefined,
    granted: plain !== undefined && denials.length === 0 ? outcome("granted", plain) : undefined,
    grants: Object.freeze([...grants.filter(isPlain), ...grants.filter(isQualified)].map(clause)),
    denials: Object.freeze(denials.map(clause)),
    fieldLimited:
      denials.some(({ fields }) => fields !== undefined) ||
      grants.every(({ fields }) => fields !== undefined),
  });
}
