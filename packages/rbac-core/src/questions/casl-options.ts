import type { AbilityOptions, AbilityTuple, MatchConditions, MongoQuery } from "@casl/ability";
import { clonePlain } from "../definition/clone-plain.ts";
import { ProblemList } from "../problems/problem-list.ts";
import { compileCondition } from "../rules/compile-condition.ts";
import { parseCondition } from "../rules/parse-condition.ts";
import { listsField } from "../rules/rule.ts";
import type { Truth } from "../rules/truth.ts";
import { FALSE, TRUE } from "../rules/truth.ts";

type RowTest = (row: object) => boolean;

const NO_PRINCIPAL = Object.freeze({});

/** Conditions as `when` is written, the principal's values in place. */
function compilePlain(conditions: unknown, problems: ProblemList): (row: object) => Truth {
  const test = compileCondition(parseCondition(conditions, [], problems, "bound"));
  return (row) => test(row, NO_PRINCIPAL);
}

/**
 * What `abilityFor` writes: `{ $certain: [...] }` on a grant, all of which must be known to be true, and
 * `{ $possible: ... }` on a denial, which must be known to be false to let the row pass. CASL's own matcher takes both
 * for fields that no row has: without these options such a grant grants nothing.
 */
function compile(conditions: unknown, problems: ProblemList): RowTest {
  const entries: [string, unknown][] =
    typeof conditions === "object" && conditions !== null ? Object.entries(conditions) : [];
  const [layer, inner] = (entries.length === 1 ? entries[0] : undefined) ?? [];
  if (layer === "$possible") {
    const test = compilePlain(inner, problems);
    return (row) => test(row) !== FALSE;
  }
  if (layer === "$certain" && Array.isArray(inner)) {
    const tests = inner.map((part: unknown) => compilePlain(part, problems));
    return (row) => tests.every((test) => test(row) === TRUE);
  }
  const test = compilePlain(conditions, problems);
  return (row) => test(row) === TRUE;
}

function matcher(conditions: unknown): MatchConditions {
  const problems = new ProblemList();
  const test = compile(clonePlain(conditions, [], problems), problems);
  problems.throwIfAny();
  return test;
}

/** Names that no resource or action can have, so that `all` and `manage` mean only themselves. */
const NO_WILDCARD = "(no wildcard)";
const UNTYPED = "(untyped)";
const TYPE_FIELD = "__caslSubjectType__";

/** Only the mark that CASL's `subject()` sets is read: it is not enumerable, as a field of parsed JSON always is. */
function detectSubjectType(row: object): string {
  const mark = Object.getOwnPropertyDescriptor(row, TYPE_FIELD);
  return mark !== undefined && !mark.enumerable && typeof mark.value === "string"
    ? mark.value
    : UNTYPED;
}

/**
 * The options with which a CASL ability answers as the policy does: no wildcards, three-valued conditions, exact
 * fields, and a row's type taken from `subject()` alone. For whoever rebuilds `ability.rules` elsewhere.
 *
 * @example createMongoAbility(rules, caslOptions)
 */
export const caslOptions: AbilityOptions<AbilityTuple, MongoQuery> = Object.freeze({
  anyAction: NO_WILDCARD,
  anySubjectType: NO_WILDCARD,
  detectSubjectType,
  conditionsMatcher: matcher,
  fieldMatcher:
    <F extends string>(fields: F[]) =>
    (field: F) =>
      listsField(fields, field),
});
