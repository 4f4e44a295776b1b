import type { Comparison } from "../rules/comparison.ts";
import { isScalar } from "../rules/comparison.ts";
import type { Certain } from "../rules/compile-certain.ts";
import { compileCertain } from "../rules/compile-certain.ts";
import type { Indexed } from "../rules/field-path.ts";
import { isSingleStep } from "../rules/field-path.ts";
import type { Rule } from "../rules/rule.ts";

/** A grant with what is answered where it is met. */
interface Grant<O> {
  readonly rule: Rule;
  readonly matched: O;
}

/** Grants that follow one another and want one value each of the same field: met by looking the row's value up. */
interface ValueStep<O> {
  readonly field: string;
  readonly matched: ReadonlyMap<unknown, O>;
}

/** One grant: met where its condition is known to be true, or always where there is none. */
interface GrantStep<O> {
  readonly field: undefined;
  readonly holds: Certain | undefined;
  readonly matched: O;
}

type Step<O> = ValueStep<O> | GrantStep<O>;

/** A look-up costs more than asking this many grants one after the other. */
const FEWEST_VALUES = 4;

/** The property that a grant wants one value of, where it wants nothing else. */
interface Wanted {
  readonly field: string | undefined;
  readonly value: unknown;
}

// Both its own: a polluted Object.prototype must not lend a grant what it does not want.
const NOTHING_WANTED: Wanted = { field: undefined, value: undefined };

function wantedBy({ field, operator, operand }: Comparison): Wanted {
  return operator === "$eq" && isScalar(operand) && isSingleStep(field)
    ? { field, value: operand }
    : NOTHING_WANTED;
}

function wantedOf({ when }: Rule): Wanted {
  return (when?.length === 1 ? when.map(wantedBy)[0] : undefined) ?? NOTHING_WANTED;
}

function valueStep<O>(field: string, run: readonly (Grant<O> & Wanted)[]): ValueStep<O> {
  const matched = new Map<unknown, O>();
  for (const grant of run) {
    // Of two that want the same, the first is met first.
    if (!matched.has(grant.value)) matched.set(grant.value, grant.matched);
  }
  return { field, matched };
}

function grantStep<O>({ rule: { when }, matched }: Grant<O>): GrantStep<O> {
  return {
    field: undefined,
    holds: when === undefined ? undefined : compileCertain(when),
    matched,
  };
}

/** Grants, in their order, with runs that differ by one value of one field put together. */
function stepsOf<O>(grants: readonly Grant<O>[]): readonly Step<O>[] {
  const steps: Step<O>[] = [];
  let run: (Grant<O> & Wanted)[] = [];
  let runField: string | undefined;
  const endRun = (): void => {
    if (runField !== undefined && run.length >= FEWEST_VALUES) steps.push(valueStep(runField, run));
    else steps.push(...run.map(grantStep));
    run = [];
  };
  for (const { rule, matched } of grants) {
    const grant = { rule, matched, ...wantedOf(rule) };
    if (grant.field !== runField) endRun();
    runField = grant.field;
    run.push(grant);
  }
  endRun();
  return steps;
}

/** Which of several grants on the whole of a row is met first. */
export class GrantSearch<O> {
  readonly #steps: readonly Step<O>[];

  constructor(steps: readonly Step<O>[]) {
    this.#steps = steps;
  }

  /** @param grants without fields, in the order in which they are named */
  static of<O>(grants: readonly Grant<O>[]): GrantSearch<O> {
    return new GrantSearch(stepsOf(grants));
  }

  /** What the first grant answers whose condition is known to hold; undefined where none is. */
  find(row: Indexed, who: Indexed): O | undefined {
    const steps = this.#steps;
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at];
      if (step === undefined) break;
      if (step.field !== undefined) {
        // Whose it is comes first: what the row inherits is not even read.
        const value = Object.hasOwn(row, step.field) ? row[step.field] : undefined;
        const matched = isScalar(value) ? step.matched.get(value) : undefined;
        if (matched !== undefined) return matched;
      } else if (step.holds === undefined || step.holds(row, who)) {
        return step.matched;
      }
    }
    return undefined;
  }
}
