import type { AbilityOptions, AbilityTuple, MatchConditions, MongoQuery } from "@casl/ability";
import { clonePlain } from "../definition/clone-plain.ts";
import { ProblemList } from "../problems/problem-list.ts";
import { compileCondition } from "../rules/compile-condition.ts";
import { parseCondition } from "../rules/parse-condition.ts";
import { FALSE, TRUE, UNKNOWN } from "../rules/truth.ts";

/** Conditions of one rule in an ability. All alternatives of this form are plain data. */
interface Layered {
  /** All of them hold. */
  readonly $and?: readonly unknown[];
  /** It is not known to be false: how a denial reads its condition. */
  readonly $possible?: unknown;
}

const NO_ROW = Object.freeze({});

type RowTest = (row: object) => typeof TRUE | typeof FALSE | typeof UNKNOWN;

function isLayered(value: unknown): value is Layered {
  return typeof value === "object" && value !== null && ("$and" in value || "$possible" in value);
}

function compile(conditions: unknown, problems: ProblemList): RowTest {
  if (!isLayered(conditions)) {
    const test = compileCondition(parseCondition(conditions, [], problems, "bound"));
    return (row) => test(row, NO_ROW);
  }
  if (conditions.$possible !== undefined) {
    const inner = compile(conditions.$possible, problems);
    return (row) => (inner(row) === FALSE ? FALSE : TRUE);
  }
  const tests = (conditions.$and ?? []).map((part) => compile(part, problems));
  return (row) => {
    const parts = tests.map((test) => test(row));
    return parts.includes(FALSE) ? FALSE : parts.includes(UNKNOWN) ? UNKNOWN : TRUE;
  };
}

function matcher(conditions: unknown): MatchConditions {
  const problems = new ProblemList();
  const test = compile(clonePlain(conditions, [], problems), problems);
  problems.throwIfAny();
  return (row: object) => test(row) === TRUE;
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
      fields.includes(field),
});
